"""What stands between somebody who is signed in and the desk: language, second step."""

import logging

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from plan_site.middleware import is_desk

from .language import chosen_by
from .sealing import UnreadableError

log = logging.getLogger("plan_site.sign_in")

# Where somebody goes on once the second step is set up.
NEXT = "after_second_factor"
# What is open without it: signing in and out, and setting it up.
OPEN = {"admin:login", "admin:logout", "set_language"}


class DeskLanguage(MiddlewareMixin):
    """The desk in the language that a person chose, whatever their browser says."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request) and (language := chosen_by(request.user)):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class SecondFactor(MiddlewareMixin):
    """Staff set up a second step of signing in before they come to any desk page."""

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR or not is_desk(request):
            return None
        if not request.user.is_staff or is_open(request.resolver_match.view_name):
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            if NEXT in request.session:
                del request.session[NEXT]
            return None
        if is_page(request):
            request.session[NEXT] = request.get_full_path()
        return redirect("mfa_activate_totp")

    def process_exception(self, request, exception):
        """Who set up a phone under another secret key is told what to do."""
        if not isinstance(exception, UnreadableError):
            return None
        log.error("Second factor cannot be read: SECRET_KEY is another one by now")
        page = render(request, "accounts/unreadable_phone.html", status=403)
        page["Cache-Control"] = "no-store"
        return page


def is_page(request: HttpRequest) -> bool:
    """Whether a browser wants to show what it asks for: a script's question is none."""
    wanted = request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and wanted == "document"


def is_open(name: str) -> bool:
    """Whether a page of the desk is open to staff without a second step."""
    if name == "account_mine":
        return False
    return name in OPEN or name.startswith(("account_", "mfa_"))
