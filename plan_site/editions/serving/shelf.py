"""
The shelf: one edition on disk, held by a process that serves it, and the pruning of old
ones that nobody holds.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.responders import Redirect, Response, StaticFile

from plan_site.editions.document.document import Document
from plan_site.editions.press import press
from plan_site.editions.scope import Scope
from plan_site.editions.storage import edition_files, folders
from plan_site.web.headers import PUBLIC_HEADERS

log = logging.getLogger(__name__)

CACHE = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"


# A form that a reader says they cannot take: ``br;q=0``.
REFUSED = re.compile(r"(?<![^,])[^,]+;\s*q=0(?:\.0*)?\s*(?=,|$)", re.IGNORECASE)


class Page:
    """A page on disk; reads from a request only what matters for it."""

    def __init__(self, file: StaticFile):
        self.file = file

    def get_response(self, method: str, environ: dict) -> Response:
        return self.file.get_response(method, self.asked(environ))

    def asked(self, environ: dict) -> dict[str, str]:
        """
        What is asked for, in plain words.

        The day is none of it: a redaction or a new build changes a page but not its
        day, so that the seal alone tells whether a reader has it.
        """
        asked = {}
        if "HTTP_ACCEPT_ENCODING" in environ:
            accepted = REFUSED.sub("", environ["HTTP_ACCEPT_ENCODING"])
            asked["HTTP_ACCEPT_ENCODING"] = accepted
        seals = environ.get("HTTP_IF_NONE_MATCH", "").split(",")
        if {"*", self.file.etag} & {seal.strip() for seal in seals}:
            asked["HTTP_IF_NONE_MATCH"] = self.file.etag
        if "HTTP_RANGE" in environ and "HTTP_IF_RANGE" not in environ:
            asked["HTTP_RANGE"] = environ["HTTP_RANGE"]
        return asked


class Pages(WhiteNoise):
    """An edition's pages; redirects to them have the headers of a page."""

    def get_static_file(self, path: str, url: str, stat_cache=None) -> Page:
        return Page(super().get_static_file(path, url, stat_cache))

    def redirect(self, from_url: str, to_url: str) -> Redirect:
        leading = super().redirect(from_url, to_url)
        headers = {**PUBLIC_HEADERS, "Cache-Control": CACHE}
        leading.response.headers.extend(headers.items())
        return leading


class Shelf:
    """One edition's pages and file, held together as long as anybody reads them."""

    def __init__(self, folder: Path, application):
        self.folder = folder
        # Held while this object lives, so that no pruning takes the folder away.
        self.hold = os.open(folder, os.O_RDONLY)
        fcntl.flock(self.hold, fcntl.LOCK_SH)
        document = Document.read(folders.read_document(folder))
        self.number = document.number
        alias = edition_files.register(
            f"edition-{folder.name}", folder / "plan.sqlite3", read_only=True
        )
        self.scope = Scope(alias, document.facts)
        self.pages = Pages(
            application,
            root=str(folder / "pages"),
            index_file=True,
            allow_all_origins=False,
            max_age=None,
            mimetypes={".atom": "application/atom+xml; charset=utf-8"},
            add_headers_function=add_headers,
        )

    def __del__(self):
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.hold)


def add_headers(headers, path: str, url: str) -> None:
    """The same on every machine that pressed the same document."""
    for name, value in PUBLIC_HEADERS.items():
        headers[name] = value
    headers["Cache-Control"] = CACHE
    seal = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:32]
    # Weak, since the plain, br and gzip forms of a page share it.
    headers["ETag"] = f'W/"{seal}"'


def newest_on_disk() -> Path | None:
    """
    The newest edition on disk that had gone live, pressed anew if the build is another.

    One that cannot be had, as it was pressed by newer code than this, is passed over.
    """
    found = [
        (number_of(folder), folder)
        for folder in folders.editions_folder().glob("[1-9]*-*")
        if (folder / "live").exists()
    ]
    for _number, folder in sorted(found, reverse=True):
        try:
            return press.press(folders.read_document(folder))
        except Exception:
            log.exception("Edition folder %s cannot be used.", folder.name)
    return None


def number_of(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def prune(serving: Path, right: Collection[Path] = ()) -> list[str]:
    """
    Take away old folders, and any whose edition lies in another by now.

    The newest few stay. ``right`` are the folders in which the last editions lie today:
    others hold what was since redacted or cancelled, or what an older build pressed.
    One with a higher number may have been pressed this moment. None goes that a process
    still holds.
    """
    stay = {serving, *right}
    last = max(number_of(folder) for folder in stay)
    present = sorted(
        folders.editions_folder().glob("[1-9]*-*"),
        key=lambda folder: (number_of(folder), folder.stat().st_mtime),
        reverse=True,
    )
    superseded = [f for f in present if number_of(f) <= last and f not in stay]
    for folder in superseded:
        # A start without the database must not find it, even if it has to stay.
        (folder / "live").unlink(missing_ok=True)
    current = [folder for folder in present if folder not in superseded]
    old = [f for f in current[settings.EDITIONS_KEEP :] if f != serving]
    return [folder.name for folder in superseded + old if remove(folder)]


def remove(folder: Path) -> bool:
    """
    Remove a folder that no process holds; whether it is gone.

    It loses its name first: what is left if this process ends half-way is no edition.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = folder.rename(folder.with_name(f".{folder.name}.gone"))
        shutil.rmtree(gone, ignore_errors=True)
    except BlockingIOError:
        log.info("Edition folder %s is still in use.", folder.name)
        return False
    except FileNotFoundError:  # another process was first
        return False
    finally:
        os.close(handle)
    return True
