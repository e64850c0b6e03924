"""
The same answers by nginx: two files for its configuration.

nginx finds a page by its file. What has none is looked up in maps, as the site looks it
up in the table: ``serving/table.py``, ``serving/addresses.py``.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, pairwise

from django.conf import settings
from django.template.loader import render_to_string

from plan_site.editions.serving.addresses import DASHES, ENDINGS, INVISIBLE
from plan_site.editions.serving.answers import CACHE, SHORT_CACHE
from plan_site.editions.serving.readers import FINGERPRINT, MAX_ADDRESS_LENGTH
from plan_site.editions.serving.table import Table
from plan_site.web.headers import public_headers

from .export_files import Answer, Answers, ExportedFiles, copy_forms, in_languages

FOLDER = ".nginx"
# How many flaws of an address are mended; each takes three regular expressions.
MAX_FLAWS = 8
BASIC_PLANE = "".join(map(chr, range(0x10000)))


def write_config(files: ExportedFiles) -> None:
    table, folder = files.table, files.target / FOLDER
    known = known_answers(table)
    parts = [table.answers, known, table.codes, table.errors]
    entries = chain.from_iterable(part.values() for part in parts)
    answers = [*chain.from_iterable(map(in_languages, entries))]
    for answer in answers:
        if answer.status >= 400:
            copy_forms(files.pages / answer.target, folder / answer.target)
    context = {
        "table": table,
        "known": known,
        "codes": sorted(by_dashes(table.codes).items()),
        "types": {
            answer.target.rpartition(".")[2]: answer.content_type
            for answer in answers
            if answer.content_type
        },
        "static": {FINGERPRINT.sub("", file): file for file in files.static},
        "size": 4 * (len(known) + len(table.codes)),
        "steps": list(pairwise(range(MAX_FLAWS + 1))),
        "invisible": byte_pattern("".join(INVISIBLE.findall(BASIC_PLANE))),
        "dashes": byte_pattern(map(chr, DASHES)),
        "endings": byte_pattern(ENDINGS),
        "max_length": MAX_ADDRESS_LENGTH,
        "cache": CACHE,
        "short_cache": SHORT_CACHE,
        "headers": public_headers(settings.SECURE_HSTS_SECONDS),
        "settings": settings,
    }
    for name in ("maps.conf", "server.conf"):
        text = render_to_string(f"public/export/{name}", context)
        (folder / name).write_text(text)


def known_answers(table: Table) -> dict[str, Answers]:
    """By address without its last slash; also addresses that only lack a language."""
    addresses = {path.rstrip("/") for path in table.answers}
    known = {address: table.redirect(address) for address in sorted(addresses)}
    language = f"/{table.languages[0]}"
    for address in addresses:
        neutral = address.removeprefix(language)
        if neutral not in known and (
            answers := table.in_each_language(neutral, table.redirect)
        ):
            known[neutral] = answers
    return dict(sorted(known.items()))


def by_dashes(codes: dict[str, Answer]) -> dict[int, dict[str, Answer]]:
    """
    Codes with their answers, by how many dashes a code has: also those that lack a
    language, as ``es /2022-26/1a``.
    """
    groups = defaultdict(dict)
    for prefix, answer in codes.items():
        _root, language, rest = prefix.split("/", 2)
        group = groups[prefix.rpartition("/")[2].count("-")]
        group |= {prefix: answer, f"{language} /{rest}": answer}
    return groups


def byte_pattern(characters: Iterable[str]) -> str:
    """For a regular expression on bytes: nginx would fail on half a character."""
    groups = defaultdict(str)
    for character in characters:
        *start, last = (rf"\x{byte:02x}" for byte in character.encode())
        groups["".join(start)] += last
    return "|".join(f"{start}[{last}]" for start, last in groups.items())
