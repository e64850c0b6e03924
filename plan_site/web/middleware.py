"""Middleware: limits and headers for every request, sessions for the desk only."""

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
# Characters: twice the site's longest address, since titles have at most 200.
MAX_ADDRESS_LENGTH = 2000
SHORT_CACHE = "public, max-age=60"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the editors; every other address is public."""
    return is_desk_path(request.path_info)


def is_desk_path(path: str) -> bool:
    return path.startswith(DESK_PREFIXES)


class FrontDoor(MiddlewareMixin):
    """The outermost middleware: refuses bad public requests, sets all headers."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request):
            response = self.get_response(request)
        else:
            response = refuse(request) or self.get_response(request)
            set_cache_control(response)
        for name, value in headers_for(request.path_info).items():
            response[name] = value
        return response


def refuse(request: HttpRequest) -> HttpResponse | None:
    """An error for a public request that is too long, or not GET or HEAD."""
    length = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
    if length > MAX_ADDRESS_LENGTH:
        return localized_error(request, 414)
    if request.method not in {"GET", "HEAD"}:
        response = localized_error(request, 405)
        response["Allow"] = "GET, HEAD"
        return response
    return None


def set_cache_control(response: HttpResponse) -> None:
    """
    For redirects and errors, unless their view set it.

    A permanent redirect is otherwise cached forever: after a title is changed and
    changed back, a browser would redirect in a circle.
    """
    if response.status_code != 200:
        cached = response.status_code in {301, 302, 404, 410}
        response.setdefault("Cache-Control", SHORT_CACHE if cached else "no-store")


def headers_for(path: str) -> dict[str, str]:
    if path.startswith(PREVIEW_PREFIX):
        return PREVIEW_HEADERS
    return DESK_HEADERS if is_desk_path(path) else PUBLIC_HEADERS


def localized_error(request: HttpRequest, status: int) -> HttpResponse:
    """In the language of the address, otherwise of the browser."""
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        return error_page(request, status=status)


class DeskOnly:
    """For a middleware that public addresses skip."""

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
