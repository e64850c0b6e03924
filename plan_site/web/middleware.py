"""The headers of every response, by whom its address is for."""

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
    """
    The outermost middleware: the headers of what Django answers.

    A public view may set one of its own, or leave one out by an empty value.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with codes.read_once(anew=False):
            response = self.get_response(request)
        if not is_desk(request):
            # Readers get it from the shelf; what is seen here is a preview of it.
            response["Cache-Control"] = "no-store"
        is_own = not is_desk(request)
        for name, value in headers_for(request.path_info).items():
            response[name] = response.get(name, value) if is_own else value
            if not response[name]:
                del response[name]
        return response


def headers_for(path: str) -> dict[str, str]:
    if path.startswith(PREVIEW_PREFIX):
        return PREVIEW_HEADERS
    return DESK_HEADERS if is_desk_path(path) else PUBLIC_HEADERS
