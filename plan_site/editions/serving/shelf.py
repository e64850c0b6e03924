"""The shelf: the edition that a process serves, locked on disk."""

import contextlib
import fcntl
import hashlib
import os
import re
from pathlib import Path

from whitenoise import WhiteNoise
from whitenoise.responders import Redirect, Response, StaticFile

from plan_site.editions.document.document import Document
from plan_site.editions.scope import Scope
from plan_site.editions.storage import edition_files, folders
from plan_site.editions.storage.digests import check_whole
from plan_site.web.headers import PUBLIC_HEADERS

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

    # Why its folder is not whole any more.
    fault = ""

    def __init__(self, folder: Path, application):
        self.folder = folder
        # As long as this object lives, the folder is not pruned.
        self.handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(self.handle, fcntl.LOCK_SH)
        check_whole(folder)
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
