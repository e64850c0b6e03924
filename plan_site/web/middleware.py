"""Middleware: headers for every response, sessions for the desk only."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from pillars import codes

from .headers import DESK_HEADERS, PREVIEW_HEADERS, PUBLIC_HEADERS

PREVIEW_PREFIX = "/preview/"
DESK_PREFIXES = ("/admin/", PREVIEW_PREFIX)


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the editors; every other address is public."""
    return is_desk_path(request.path_info)


def is_desk_path(path: str) -> bool:
    return path.startswith(DESK_PREFIXES)


class FrontDoor(MiddlewareMixin):
    """The outermost middleware: the headers of what Django answers."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with codes.read_once(anew=False):
            response = self.get_response(request)
        if not is_desk(request):
            # Readers get it from the shelf; what is seen here is a preview of it.
            response["Cache-Control"] = "no-store"
        for name, value in headers_for(request.path_info).items():
            response[name] = value
        return response


def headers_for(path: str) -> dict[str, str]:
    if path.startswith(PREVIEW_PREFIX):
        return PREVIEW_HEADERS
    return DESK_HEADERS if is_desk_path(path) else PUBLIC_HEADERS


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
