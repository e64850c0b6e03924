"""
Exports: the current edition as a folder of static files for any web host.

An export is made in a temporary folder and renamed at the end, so that a failure leaves
the earlier export. A folder with files that no export wrote is never replaced.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.text import slugify

from pillars.codes import segment
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.press.answers import codes_ever_used
from plan_site.editions.serving.answers import CACHE
from plan_site.editions.serving.shelf import Shelf
from plan_site.editions.serving.table import Table
from plan_site.editions.storage import folders
from plan_site.web.headers import public_headers

from .export_files import Answer, Answers, ExportedFiles, ExportError

# Lists the files of an export, so that a later one may replace them.
MARKER = ".exported.json"
NGINX = ".nginx"
# Cards, pages for machines, QR codes and pictures, by how their addresses begin.
FOR_OTHER_SITES = [
    *(r"^/({})/[^/]+/embed/", r"^/({})/.+\.json$"),
    *(r"^/[^/]+/qr/", r"^/({})/[^/]+/picture-"),
]


def export(directory: Path) -> tuple[int, ExportedFiles]:
    """
    Write the last live edition into a folder; returns its number, and what it has.

    Raises ``ExportError`` if there is none, or if the folder has other files; the
    folder is unchanged then.
    """
    directory = directory.resolve()
    refuse_other_files(directory)
    editions = Edition.objects.live(database_now())
    edition = editions.first()
    if edition is None:
        raise ExportError("Nothing has been published yet: there is no edition.")
    directory.parent.mkdir(parents=True, exist_ok=True)
    place = {"prefix": f".{directory.name}.", "dir": directory.parent}
    with TemporaryDirectory(**place, ignore_cleanup_errors=True) as temporary:
        unfinished = Path(temporary, "unfinished")
        unfinished.mkdir()
        # Nobody removes or changes its folder as long as there is a shelf.
        shelf = Shelf(press.press(edition.contents), megabytes=0)
        files = fill(unfinished, shelf.folder, all_titles(editions))
        write_nginx(unfinished, files.table, directory / NGINX)
        made = {"edition": edition.number, "files": sorted(files_in(unfinished))}
        (unfinished / MARKER).write_text(json.dumps(made, indent=1) + "\n")
        if directory.exists():
            directory.rename(unfinished.with_name("earlier"))
        unfinished.rename(directory)
    return edition.number, files


class ExportTable(Table):
    def make(self, entry: tuple) -> Answer:
        return Answer(*entry[:3], entry[3:])


def fill(target: Path, folder: Path, titles: dict[ItemId, set[str]]) -> ExportedFiles:
    contents = json.loads((folder / "answers.json").read_bytes())
    table = ExportTable(contents)
    facts = Document.read(folders.read_document(folder)).facts
    files = ExportedFiles(target, folder / "pages", table)
    by_rule = answers_by_rule(table, facts, titles)
    for address, answer in chain(table.answers.items(), by_rule):
        files.write(address, answer)
    files.write_missing()
    files.follow_links()
    return files


def write_nginx(target: Path, table: Table, folder: Path) -> None:
    """Headers, caching and compressed files, as the site itself has them."""
    context = {
        "folder": folder,
        "languages": table.languages,
        "headers": public_headers(settings.SECURE_HSTS_SECONDS),
        "own_headers": own_headers(table),
        "cache": CACHE,
        "static_url": settings.STATIC_URL,
    }
    text = render_to_string("public/export/server.conf", context)
    (target / NGINX).mkdir()
    (target / NGINX / "server.conf").write_text(text)


def own_headers(table: Table) -> dict[str, dict[str, str]]:
    """Those of what is meant for other sites, by a pattern of its addresses."""
    found = {}
    for shape in FOR_OTHER_SITES:
        pattern = shape.format("|".join(table.languages))
        for address, answer in table.answers.items():
            own = getattr(answer, "own_headers", ())
            if own and re.match(pattern, address):
                found[pattern] = dict(header.split(": ", 1) for header in own)
    return found


def answers_by_rule(
    table: Table, facts: Document, titles: dict[ItemId, set[str]]
) -> Iterator[tuple[str, Answers]]:
    """A plain host follows no rule: codes as pages show them, and former titles."""
    shown = {segment(code): code for codes in facts.codes.values() for code in codes}
    for address, answer in table.answers.items():
        start, _slash, code = address.rpartition("/")
        if code in shown:
            yield f"{start}/{shown[code]}", answer
    items = {(slug, code): item for slug, code, item in codes_ever_used(facts)}
    for address in sorted(table.codes):
        _root, _language, slug, *_measures, code = address.split("/")
        answer = table.known(address)
        yield address, answer
        for title in sorted(titles[items[slug, code]]):
            yield f"{address}-{slugify(title)}".rstrip("-"), answer


def all_titles(editions: QuerySet[Edition]) -> dict[ItemId, set[str]]:
    """Each title that an item ever had, in all languages."""
    titles = defaultdict(set)
    for edition in editions.iterator(chunk_size=1):
        for row in Document.read(edition.contents).snapshot:
            titles[row.item].update(row.title.values())
    return titles


def refuse_other_files(directory: Path) -> None:
    try:
        exported = {*json.loads((directory / MARKER).read_bytes())["files"]}
    except NotADirectoryError:
        raise ExportError(f"{directory} is a file, not a folder.") from None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        exported = set()
    others = sorted(files_in(directory) - exported - {MARKER})
    if others and not exported:
        raise ExportError(f"{directory} is not empty, and no export made it.")
    if others:
        raise ExportError(
            f"{directory} also holds {others[0]}, which no export wrote: move it away."
        )


def files_in(directory: Path) -> set[str]:
    """Relative paths of all files in a folder, including symbolic links."""
    return {
        path.relative_to(directory).as_posix()
        for path in directory.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
