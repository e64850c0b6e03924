"""Middleware of the site: the front door, and what only the desk needs."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from pillars.public.views import error_page

from .headers import DESK_HEADERS, PREVIEW_HEADERS, PUBLIC_HEADERS

PREVIEW_PREFIX = "/preview/"
DESK_PREFIXES = ("/admin/", PREVIEW_PREFIX)
# Twice the longest address that the site makes: titles are at most 200 characters.
LONGEST_ADDRESS = 2000
BRIEFLY = "public, max-age=60"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the editors; every other address is public."""
    return is_desk_path(request.path_info)


def is_desk_path(path: str) -> bool:
    return path.startswith(DESK_PREFIXES)


class FrontDoor(MiddlewareMixin):
    """First to see a request, last to see its answer, which gets its headers here."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request):
            response = self.get_response(request)
        else:
            response = refuse(request) or self.get_response(request)
            cache_briefly(response)
        for name, value in headers_for(request.path_info).items():
            response[name] = value
        return response


def refuse(request: HttpRequest) -> HttpResponse | None:
    """Public addresses are for reading: GET and HEAD, and none that is too long."""
    length = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
    if length > LONGEST_ADDRESS:
        return error_in_its_language(request, 414)
    if request.method not in {"GET", "HEAD"}:
        response = error_in_its_language(request, 405)
        response["Allow"] = "GET, HEAD"
        return response
    return None


def cache_briefly(response: HttpResponse) -> None:
    """
    Say how long an answer that is no page may be cached, unless its view did.

    A permanent redirect would be cached for ever: a title that is changed and changed
    back would lead a browser in a circle.
    """
    if response.status_code != 200:
        cached = response.status_code in {301, 302, 404, 410}
        response.setdefault("Cache-Control", BRIEFLY if cached else "no-store")


def headers_for(path: str) -> dict[str, str]:
    if path.startswith(PREVIEW_PREFIX):
        return PREVIEW_HEADERS
    return DESK_HEADERS if is_desk_path(path) else PUBLIC_HEADERS


def error_in_its_language(request: HttpRequest, status: int) -> HttpResponse:
    """In the language of the address, otherwise of the browser."""
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        return error_page(request, status=status)


class DeskOnly:
    """Mixed into a middleware that public addresses do without."""

    def __call__(self, request):
        if is_desk(request):
            return super().__call__(request)
        return self.get_response(request)


class DeskSession(DeskOnly, SessionMiddleware):
    """A public page sets no cookie and reads none."""


class DeskAuthentication(DeskOnly, AuthenticationMiddleware):
    """Nobody is signed in on a public page."""


class DeskMessages(DeskOnly, MessageMiddleware):
    """Only editors get messages."""
