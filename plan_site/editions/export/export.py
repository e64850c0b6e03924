"""
Exports: the current edition as a folder that any host of plain files serves as it is.

It is made beside the folder asked for and renamed when it is whole, so that one that
fails leaves the earlier one. A folder with anything in it that no export wrote is never
replaced.
"""

import contextlib
import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from pillars.public import readings
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.storage import edition_files, folders

from .addresses import Addresses, titles_ever
from .export_pages import ExportedPages, ExportError

# In it an export notes what it wrote, so that a later one may replace that.
MARKER = ".exported.json"


def export(directory: Path) -> tuple[int, ExportedPages]:
    """
    Write the last live edition into a folder; gives its number and what was written.

    Raises ``ExportError`` if there is none, if the folder holds anything else, or if a
    page links to nothing; the folder is as it was then.
    """
    directory = directory.resolve()
    refuse_unless_ours(directory)
    now = database_now()
    edition = Edition.objects.live(now).first()
    if edition is None:
        raise ExportError("Nothing has been published yet: there is no edition.")
    directory.parent.mkdir(parents=True, exist_ok=True)
    unfinished = directory.with_name(f".{directory.name}.{os.getpid()}")
    unfinished.mkdir()
    try:
        with hold(press.press(edition.contents)) as folder:
            facts = Document.read(folders.read_document(folder)).facts
            addresses = Addresses(facts, titles_ever(edition.number, now))
            made = ExportedPages(unfinished)
            path, alias = folder / "plan.sqlite3", f"exporting-{folder.name}"
            read = edition_files.reading_file(path, alias, facts)
            with read, readings.shared(), without_warnings():
                made.fill(folder / "pages", addresses)
        write_marker(unfinished, edition.number)
        replace(directory, unfinished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return edition.number, made


def refuse_unless_ours(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise ExportError(f"{directory} is a file, not a folder.")
    found = files_in(directory)
    try:
        written = set(json.loads((directory / MARKER).read_bytes())["files"])
    except FileNotFoundError:
        written = set()
    except (ValueError, KeyError, TypeError):
        raise ExportError(f"{directory / MARKER} cannot be read.") from None
    others = sorted(found - written - {MARKER})
    if others and not written:
        raise ExportError(f"{directory} is not empty, and no export made it.")
    if others:
        raise ExportError(
            f"{directory} also holds {others[0]}, which no export wrote: move it away."
        )


def files_in(directory: Path) -> set[str]:
    """Names of all files in a folder, including links to anything."""
    return {
        path.relative_to(directory).as_posix()
        for path in directory.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def write_marker(directory: Path, number: int) -> None:
    noted = {"edition": number, "files": sorted(files_in(directory))}
    (directory / MARKER).write_text(json.dumps(noted, indent=1) + "\n")


def replace(directory: Path, finished: Path) -> None:
    """Move a finished export into place; if that fails the earlier one stays."""
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


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[Path]:
    """Keep a pressed folder from being pruned."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield folder
    finally:
        os.close(handle)


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """Here an address that answers 404 or 410 is no news."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
