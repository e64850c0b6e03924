"""After sign-in: a person's language, the second factor, the desk's menu."""

import logging

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from pillars.models import Account
from plan_site.web.middleware import is_desk

log = logging.getLogger("plan_site.sign_in")

ACCOUNT_PAGES = "/admin/accounts/"
# The session's key for the page to open once the second factor is set up.
NEXT = "after_second_factor"
OPEN_PAGES = {"admin:login", "admin:logout", "set_language"}


def has_phone(user) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


class DeskLanguage(MiddlewareMixin):
    """The desk is in the language that a person chose, not in the browser's."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request) and (language := Account.desk_language_of(request.user)):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class SecondFactor(MiddlewareMixin):
    """Staff set up a second factor before they open any desk page."""

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR or not is_desk(request):
            return None
        name = request.resolver_match.view_name
        if not request.user.is_staff or needs_no_phone(name):
            return None
        if has_phone(request.user):
            request.session.pop(NEXT, None)
            return None
        if is_page(request):
            request.session[NEXT] = request.get_full_path()
        return redirect("mfa_activate_totp")

    def process_exception(self, request, exception):
        """Explain what to do if the phone was set up under another secret key."""
        if not isinstance(exception, InvalidToken):
            return None
        log.error("Second factor cannot be read: SECRET_KEY has changed")
        page = render(request, "desk/accounts/unreadable_phone.html", status=403)
        page["Cache-Control"] = "no-store"
        return page


def is_page(request: HttpRequest) -> bool:
    """Whether a browser shows the response, rather than a script that asked for it."""
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and destination == "document"


def needs_no_phone(name: str) -> bool:
    is_sign_in = name.startswith(("account_", "mfa_")) and name != "account_mine"
    return is_sign_in or name in OPEN_PAGES


def desk_context(request: HttpRequest) -> dict:
    """The theme's context for the account pages, which the admin does not render."""
    if not request.path_info.startswith(ACCOUNT_PAGES):
        return {}
    return {
        **admin.site.each_context(request),
        "next_url": request.session.get(NEXT) or reverse("admin:index"),
    }


def account_menu(request: HttpRequest) -> list[dict]:
    return [{"title": _("My account"), "link": reverse("account_mine")}]
