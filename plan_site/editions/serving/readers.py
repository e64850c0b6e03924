"""
All that readers get: static files, answers from the shelf, refusals. No Django here.
"""

import contextlib
import re
from urllib.parse import quote

from whitenoise import WhiteNoise

from .addresses import MAX_HEADER_LENGTH, accepted_encodings, is_allowed_host
from .answers import FURTHER_HEADERS, respond_text
from .shelf import Shelf

METHODS = {"GET", "HEAD"}
# Characters: twice the site's longest address, since titles have at most 200.
MAX_ADDRESS_LENGTH = 2000
FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")


class Readers:
    """
    ``source.shelf`` is the edition served now, or None.

    ``settings`` are Django's, or what has the few that are read here; ``headers`` are
    those of every answer. ``apology`` is for a page that cannot be shown. ``bare`` is
    a shelf with errors only, for as long as there is no edition.
    """

    def __init__(
        self,
        source,
        settings,
        headers: dict[str, str],
        apology: str,
        bare: Shelf | None,
    ):
        self.source, self.apology, self.bare = source, apology, bare
        self.url, self.headers = settings.PUBLIC_URL, headers
        self.hosts = tuple(settings.ALLOWED_HOSTS)
        self.is_behind_proxy = settings.BEHIND_PROXY
        self.needs_https = self.url.startswith("https:")
        self.static_url = settings.STATIC_URL
        self.static_files = StaticFiles(
            None,
            settings.STATIC_ROOT,
            settings.STATIC_URL,
            allow_all_origins=False,
            immutable_file_test=FINGERPRINT.pattern,
            add_headers_function=self.add_headers,
        )

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if len(path) + len(environ.get("QUERY_STRING", "")) > MAX_ADDRESS_LENGTH:
            return self.refuse(414, environ, start_response)
        if environ["REQUEST_METHOD"] not in METHODS:
            return self.refuse(405, environ, start_response)
        host = environ.get("HTTP_HOST", "")[:MAX_HEADER_LENGTH]
        if not is_allowed_host(host, self.hosts):
            return self.refuse(400, environ, start_response)
        if self.needs_https and not self.is_secure(environ):
            return self.redirect_to_https(environ, start_response)
        if path.startswith(self.static_url):
            answer = self.static_files.respond(environ, start_response)
            if answer is None:
                return self.refuse(404, environ, start_response)
            return answer
        shelf = self.source.shelf
        if shelf is None:
            return self.refuse(503, environ, start_response)
        answer = shelf.respond(environ, start_response)
        return self.apologize(503, start_response) if answer is None else answer

    def add_headers(self, static_headers, _path: str, _url: str) -> None:
        for name, value in self.headers.items():
            static_headers[name] = value

    def is_secure(self, environ) -> bool:
        scheme = environ["wsgi.url_scheme"]
        if self.is_behind_proxy:
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme)
        return scheme.partition(",")[0].strip() == "https"

    def redirect_to_https(self, environ, start_response):
        address = quote(environ.get("PATH_INFO", "").encode("latin-1", "replace"))
        if query := environ.get("QUERY_STRING", ""):
            address += "?" + quote(query, safe="/%=&;:@!$'()*+,?~")
        headers = {**self.headers, "Location": self.url + address}
        headers.pop("Strict-Transport-Security", None)  # Not over http: RFC 6797, 7.2.
        return respond_text(start_response, 301, headers, "")

    def refuse(self, status: int, environ, start_response):
        # Only the bare shelf has a 503; an edition may come at any moment.
        shelf = self.bare if status == 503 else self.source.shelf or self.bare
        answer = shelf and shelf.respond(environ, start_response, str(status))
        return self.apologize(status, start_response) if answer is None else answer

    def apologize(self, status: int, start_response):
        """In plain text, where there is no page for it."""
        headers = {**self.headers, **dict(FURTHER_HEADERS.get(status, ()))}
        return respond_text(start_response, status, headers, self.apology)


class StaticFiles(WhiteNoise):
    """
    Files of the build, kept for good under their fingerprints.

    Cached pages may still link to those of an older build: they get today's, which
    stand beside them under their plain names.
    """

    def respond(self, environ, start_response):
        """None for an unknown file."""
        path = environ["PATH_INFO"]
        file = self.files.get(path) or self.files.get(FINGERPRINT.sub("", path))
        if file is None:
            return None
        with contextlib.suppress(OSError):
            asked = relevant_headers(environ, file.etag)
            return self.serve(file, asked, start_response)
        return None


def relevant_headers(environ, etag: str) -> dict[str, str]:
    """As WhiteNoise compares them; it never sends a part of a static file."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")[:MAX_HEADER_LENGTH]
    headers = {
        "REQUEST_METHOD": environ["REQUEST_METHOD"],
        "HTTP_ACCEPT_ENCODING": ", ".join(accepted_encodings(accepted)),
    }
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        headers["HTTP_IF_NONE_MATCH"] = etag
    return headers
