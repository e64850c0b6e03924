"""
Answers ready to be sent: pages in each encoding, and redirects. No Django here.
"""

import sys
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from .addresses import ENCODINGS, MAX_HEADER_LENGTH, accepted_encodings

CACHE = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
# For what may be a page soon: a redirect that is kept for longer would lead in a circle
# after a title is changed and changed back.
SHORT_CACHE = "public, max-age=60"
CACHES = {200: CACHE, **dict.fromkeys([301, 302, 404, 410], SHORT_CACHE)}
FURTHER_HEADERS = {
    301: [("Content-Length", "0")],
    302: [("Content-Length", "0")],
    405: [("Allow", "GET, HEAD")],
    503: [("Retry-After", "30")],
}
NOT_MODIFIED_HEADERS = {"Cache-Control", "ETag", "Vary", "Strict-Transport-Security"}
STATUS_LINES = {status: f"{status:d} {status.phrase}" for status in HTTPStatus}
FILE_ENDINGS = {"br": ".br", "gzip": ".gz", "": ""}

Pairs = tuple[tuple[str, str], ...]

# What leads to JSON has to be as open to other sites' pages as that itself.
OPEN = ("Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin")


class Form(NamedTuple):
    """A page in one encoding, with the headers that depend on it."""

    headers: list[tuple[str, str]]
    body: bytes


@lru_cache
def shared_headers(
    public: Pairs, pressed_at: str, status: int, content_type: str = "", *vary: str
) -> tuple[Pairs, Pairs]:
    """Of an address with a language, and of one without; the same for the same."""
    pairs = [
        *public,
        *FURTHER_HEADERS.get(status, []),
        ("Cache-Control", CACHES.get(status, "no-store")),
    ]
    if content_type:
        pairs.append(("Content-Type", content_type))
    if status == 200:
        pairs.append(("Last-Modified", pressed_at))
    return (
        (*pairs, ("Vary", ", ".join(vary))) if vary else tuple(pairs),
        (*pairs, ("Vary", ", ".join([*vary, "Accept-Language"]))),
    )


def with_own(public: Pairs, own: tuple[str, ...]) -> Pairs:
    """An answer's own headers in place of every answer's; an empty one is left out."""
    pairs = dict(public) | dict(header.split(": ", 1) for header in own)
    return tuple((name, value) for name, value in pairs.items() if value)


class Redirect:
    __slots__ = ("headers", "location", "status")

    def __init__(self, shelf, status: int, location: str):
        self.status = STATUS_LINES[status]
        is_open = location.endswith(".json")
        public = with_own(shelf.public, OPEN) if is_open else shelf.public
        self.headers = shared_headers(public, shelf.pressed_at, status)
        self.location = ("Location", sys.intern(location))

    def respond(self, _shelf, _environ, start_response, *, is_neutral: bool):
        """Never permanent if another reader may be led elsewhere."""
        status = STATUS_LINES[302] if is_neutral else self.status
        start_response(status, [*self.headers[is_neutral], self.location])
        return []


class Page:
    """
    Whatever has a body: a page, or an error in words.

    A site may have a hundred thousand, so each has only what no other one has.
    """

    __slots__ = ("digests", "etag", "headers", "name", "ready", "status")

    def __init__(self, shelf, status: int, name: str, content_type: str, *own: str):
        self.status, self.name = STATUS_LINES[status], name
        files = [f"pages/{name}{FILE_ENDINGS[encoding]}" for encoding in ENCODINGS]
        found = [shelf.digests.get(file) for file in files]
        self.digests = tuple(digest and bytes.fromhex(digest) for digest in found)
        self.ready: dict[str, Form] = {}
        # Weak, since all forms share it.
        self.etag = f'W/"{found[-1][:32]}"' if status == 200 else ""
        vary = ["Accept-Encoding"] if any(found[:-1]) else []
        public = with_own(shelf.public, own) if own else shelf.public
        facts = public, shelf.pressed_at, status, content_type
        self.headers = shared_headers(*facts, *vary)

    def respond(self, shelf, environ, start_response, *, is_neutral: bool):
        """None if no form that the reader takes can be read."""
        headers = [*self.headers[is_neutral]]
        if self.etag:
            headers.append(("ETag", self.etag))
            tags = environ.get("HTTP_IF_NONE_MATCH", "")
            # The quotes are part of a tag, W/ is not.
            if self.etag[2:] in tags or tags.strip() == "*":
                kept = [pair for pair in headers if pair[0] in NOT_MODIFIED_HEADERS]
                start_response("304 Not Modified", kept)
                return []
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")[:MAX_HEADER_LENGTH]
        for encoding in accepted_encodings(accepted):
            if form := self.ready.get(encoding) or shelf.read(self, encoding):
                break
        else:
            return None
        headers += form.headers
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def respond_text(start_response, status: int, headers: dict[str, str], text: str):
    """Never cached; plain text unless the headers say otherwise."""
    body = text.encode()
    pairs = {
        "Content-Type": "text/plain; charset=utf-8",
        **headers,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
    }
    start_response(STATUS_LINES[status], list(pairs.items()))
    return [body]
