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


def write_config(files: ExportedFiles) -> None:
    table, folder = files.table, files.target / FOLDER
    known = known_answers(table)
    entries = [*known.values(), *table.codes.values(), *table.errors.values()]
    for answer in chain.from_iterable(map(in_languages, entries)):
        if answer.status >= 400:
            copy_forms(files.pages / answer.target, folder / answer.target)
    context = {
        **tables(known, table.codes),
        **names(files),
        **patterns(),
        "errors": table.errors,
        "languages": table.languages,
        "size": 4 * (len(known) + len(table.codes)),
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
        if neutral not in known and (answers := table.in_each_language(neutral)):
            known[neutral] = answers
    return dict(sorted(known.items()))


def tables(known: dict[str, Answers], codes: dict[str, Answer]) -> dict:
    """Answers by address, and by a code with so many dashes."""
    by_dashes = defaultdict(list)
    for prefix, answer in codes.items():
        by_dashes[prefix.rpartition("/")[2].count("-")].append((prefix, answer))
    neutral = {a: entry for a, entry in known.items() if isinstance(entry, dict)}
    pinned = {a: entry for a, entry in known.items() if a not in neutral}
    return {"neutral": neutral, "pinned": pinned, "codes": sorted(by_dashes.items())}


def names(files: ExportedFiles) -> dict:
    """What an address lacks to be the name of a file."""
    answers = chain.from_iterable(map(in_languages, files.table.answers.values()))
    pages = [answer for answer in answers if answer.is_page]
    addresses = [f"/{page.target}".partition("index.html")[:2] for page in pages]
    return {
        "files": [*addresses, *((address, "") for address in files.static)],
        "static": [(FINGERPRINT.sub("", address), address) for address in files.static],
        "types": {page.target.rpartition(".")[2]: page.content_type for page in pages},
    }


def patterns() -> dict:
    return {
        "steps": list(pairwise(range(MAX_FLAWS + 1))),
        "invisible": byte_pattern(
            filter(INVISIBLE.fullmatch, map(chr, range(0x10000)))
        ),
        "dashes": byte_pattern(map(chr, DASHES)),
        "endings": byte_pattern(ENDINGS),
    }


def byte_pattern(characters: Iterable[str]) -> str:
    """For a regular expression on bytes: nginx would fail on half a character."""
    groups = defaultdict(str)
    for character in characters:
        *start, last = (rf"\x{byte:02x}" for byte in character.encode())
        groups["".join(start)] += last
    return "|".join(f"{start}[{last}]" for start, last in groups.items())
