"""
Exports: the current edition as a folder of static files for any web host.

An export is made in a temporary folder and renamed at the end, so that a failure leaves
the earlier export. A folder with files that no export wrote is never replaced.
"""

import json
import os
import shutil
from pathlib import Path

from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.serving.shelf import Shelf
from plan_site.editions.serving.table import Table
from plan_site.editions.storage import folders

from . import nginx
from .export_files import Answer, ExportedFiles, ExportError
from .former_titles import all_titles, former_answers

# Lists the files of an export, so that a later one may replace them.
MARKER = ".exported.json"


def export(directory: Path) -> tuple[int, ExportedFiles]:
    """
    Write the last live edition into a folder; returns its number, and what it has.

    Raises ``ExportError`` if there is none, if the folder has other files, or if a page
    has a dead link; the folder is unchanged then.
    """
    directory = directory.resolve()
    refuse_other_files(directory)
    now = database_now()
    edition = Edition.objects.live(now).first()
    if edition is None:
        raise ExportError("Nothing has been published yet: there is no edition.")
    directory.parent.mkdir(parents=True, exist_ok=True)
    unfinished = directory.with_name(f".{directory.name}.{os.getpid()}")
    unfinished.mkdir()
    try:
        # Nobody removes or changes its folder as long as there is a shelf.
        shelf = Shelf(press.press(edition.contents), megabytes=0)
        files = fill(unfinished, shelf.folder, all_titles(edition.number, now))
        write_marker(unfinished, edition.number)
        replace(directory, unfinished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return edition.number, files


def fill(target: Path, folder: Path, titles: dict[ItemId, set[str]]) -> ExportedFiles:
    contents = json.loads((folder / "answers.json").read_bytes())
    table = Table(contents, lambda entry: Answer(*entry))
    facts = Document.read(folders.read_document(folder)).facts
    files = ExportedFiles(target, folder / "pages", table)
    for address, answer in table.answers.items():
        files.write(address, answer)
    for address, answer in former_answers(table, facts, titles):
        files.write(address, answer)
    files.write_missing()
    files.follow_links()
    nginx.write_config(files)
    return files


def refuse_other_files(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise ExportError(f"{directory} is a file, not a folder.")
    try:
        exported = json.loads((directory / MARKER).read_bytes())["files"]
    except FileNotFoundError:
        exported = []
    except (ValueError, KeyError, TypeError):
        raise ExportError(f"{directory / MARKER} cannot be read.") from None
    others = sorted(files_in(directory) - {MARKER, *exported})
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


def write_marker(directory: Path, number: int) -> None:
    content = {"edition": number, "files": sorted(files_in(directory))}
    (directory / MARKER).write_text(json.dumps(content, indent=1) + "\n")


def replace(directory: Path, finished: Path) -> None:
    """If that fails, the earlier export stays."""
    earlier = finished.with_name(f"{finished.name}.earlier")
    if directory.exists():
        directory.rename(earlier)
    try:
        finished.rename(directory)
    except OSError:
        if earlier.exists():
            earlier.rename(directory)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
