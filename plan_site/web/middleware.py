"""What stands between a request and its view: the front door, the desk's rooms."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language_from_path
from simple_history.middleware import HistoryRequestMiddleware

from pillars.public.views import error_page

from .headers import desk_headers, preview_headers, public_headers

PREVIEW_PREFIX = "/preview/"
DESK_PREFIXES = ("/admin/", PREVIEW_PREFIX)
# Twice the longest address that the site makes: titles are at most 200 characters.
LONGEST_ADDRESS = 2000
BRIEFLY = "public, max-age=60"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the editors' desk; every other address is public."""
    return is_desk_path(request.path_info)


def is_desk_path(path: str) -> bool:
    return path.startswith(DESK_PREFIXES)


class FrontDoor(MiddlewareMixin):
    """
    The first to see a request and the last to see its answer.

    A stranger's odd request is answered here, in the language of its address, and every
    answer gets its headers. Public addresses are for reading: GET and HEAD.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        desk = is_desk(request)
        response = self.refusal(request, desk) or self.get_response(request)
        for name, value in headers_of(request.path_info).items():
            response[name] = value
        if not desk:
            keep_briefly(response)
        return response

    def refusal(self, request: HttpRequest, desk: bool) -> HttpResponse | None:
        """The page that refuses a request, or nothing if it may go on."""
        address = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
        if address > LONGEST_ADDRESS and not desk:
            return in_language_of(request, 414)
        if request.method not in {"GET", "HEAD"} and not desk:
            response = in_language_of(request, 405)
            response["Allow"] = "GET, HEAD"
            return response
        return None


def keep_briefly(response: HttpResponse) -> None:
    """
    Say how long a public answer that is no page may be kept, unless its view did.

    A redirect for ever would be kept for ever: a title that is changed and changed back
    would lead a browser in a ring.
    """
    if response.status_code != 200:
        kept = response.status_code in {301, 302, 404, 410}
        response.setdefault("Cache-Control", BRIEFLY if kept else "no-store")


def headers_of(path: str) -> dict[str, str]:
    """The headers of an answer to an address: public, previewed, or the desk's."""
    if path.startswith(PREVIEW_PREFIX):
        return preview_headers()
    return desk_headers() if is_desk_path(path) else public_headers()


def in_language_of(request: HttpRequest, status: int) -> HttpResponse:
    """An error page in the language of a request's address, else of its reader."""
    language = get_language_from_path(
        request.path_info
    ) or translation.get_language_from_request(request)
    with translation.override(language):
        return error_page(request, status=status)


class DeskOnly:
    """Mixed into a middleware that public addresses do without."""

    def __call__(self, request):
        if is_desk(request):
            return super().__call__(request)
        return self.get_response(request)


class DeskSession(DeskOnly, SessionMiddleware):
    """Sessions, at the desk only: a public page sets no cookie and reads none."""


class DeskAuthentication(DeskOnly, AuthenticationMiddleware):
    """Who is signed in, at the desk only."""


def DeskHistory(get_response):  # noqa: N802 - a middleware is named like a class
    """Who is at the desk, for the history; a public page never has an author."""
    at_desk = HistoryRequestMiddleware(get_response)

    def of_request(request: HttpRequest) -> HttpResponse:
        return at_desk(request) if is_desk(request) else get_response(request)

    return of_request


class DeskMessages(DeskOnly, MessageMiddleware):
    """Notices to the editor, at the desk only."""
