"""
The shelf: the edition that a process serves, locked on disk; old ones are pruned.
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
# An encoding that a browser refuses: ``br;q=0``.
NOT_ACCEPTED = re.compile(r"(?<![^,])[^,]+;\s*q=0(?:\.0*)?\s*(?=,|$)", re.IGNORECASE)


class Page:
    """A page on disk; ignores all headers of a request that do not matter for it."""

    def __init__(self, file: StaticFile):
        self.file = file

    def get_response(self, method: str, environ: dict) -> Response:
        return self.file.get_response(method, self.relevant_headers(environ))

    def relevant_headers(self, environ: dict) -> dict[str, str]:
        """
        Not ``If-Modified-Since``: a redaction or a new build changes a page but not its
        time, so only the ETag says whether a reader has the current page.
        """
        headers = {}
        if "HTTP_ACCEPT_ENCODING" in environ:
            accepted = NOT_ACCEPTED.sub("", environ["HTTP_ACCEPT_ENCODING"])
            headers["HTTP_ACCEPT_ENCODING"] = accepted
        etags = environ.get("HTTP_IF_NONE_MATCH", "").split(",")
        if {"*", self.file.etag} & {etag.strip() for etag in etags}:
            headers["HTTP_IF_NONE_MATCH"] = self.file.etag
        if "HTTP_RANGE" in environ and "HTTP_IF_RANGE" not in environ:
            headers["HTTP_RANGE"] = environ["HTTP_RANGE"]
        return headers


class Pages(WhiteNoise):
    """An edition's pages; redirects have the headers of a page."""

    def get_static_file(self, path: str, url: str, stat_cache=None) -> Page:
        return Page(super().get_static_file(path, url, stat_cache))

    def redirect(self, from_url: str, to_url: str) -> Redirect:
        redirect = super().redirect(from_url, to_url)
        headers = {**PUBLIC_HEADERS, "Cache-Control": CACHE}
        redirect.response.headers.extend(headers.items())
        return redirect


class Shelf:
    """One edition's pages and file, locked as long as anybody reads them."""

    def __init__(self, folder: Path, application):
        self.folder = folder
        # As long as this object lives, the folder is not pruned.
        self.handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(self.handle, fcntl.LOCK_SH)
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
            os.close(self.handle)


def add_headers(headers, path: str, url: str) -> None:
    """The same on every machine that pressed the same document."""
    for name, value in PUBLIC_HEADERS.items():
        headers[name] = value
    headers["Cache-Control"] = CACHE
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:32]
    # Weak, since the plain, br and gzip forms of a page share it.
    headers["ETag"] = f'W/"{digest}"'


def newest_on_disk() -> Path | None:
    """
    The newest live edition on disk, pressed again if the build has changed.

    An edition that cannot be read, such as one by newer code, is skipped.
    """
    live = [
        (number_of(folder), folder)
        for folder in folders.editions_folder().glob("[1-9]*-*")
        if (folder / "live").exists()
    ]
    for _number, folder in sorted(live, reverse=True):
        try:
            return press.press(folders.read_document(folder))
        except Exception:
            log.exception("Edition folder %s cannot be used.", folder.name)
    return None


def number_of(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def prune(serving: Path, current: Collection[Path] = ()) -> list[str]:
    """
    Remove old folders, and those whose edition is in another folder now.

    The newest few stay. ``current`` are the folders of the last editions today: others
    have values that were redacted or cancelled, or are of an older build. A folder with
    a higher number may be just pressed. None that a process uses is removed.
    """
    stay = {serving, *current}
    last = max(number_of(folder) for folder in stay)
    present = sorted(
        folders.editions_folder().glob("[1-9]*-*"),
        key=lambda folder: (number_of(folder), folder.stat().st_mtime),
        reverse=True,
    )
    superseded = [f for f in present if number_of(f) <= last and f not in stay]
    for folder in superseded:
        # A start without the database must not find it, even if it is still in use.
        (folder / "live").unlink(missing_ok=True)
    rest = [folder for folder in present if folder not in superseded]
    old = [f for f in rest[settings.EDITIONS_KEEP :] if f != serving]
    return [folder.name for folder in superseded + old if remove(folder)]


def remove(folder: Path) -> bool:
    """
    Whether a folder is removed; it is not if a process uses it.

    It is renamed first: if this process is killed, the rest is no edition.
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
