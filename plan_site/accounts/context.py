"""What the pages of signing in need to stand in the desk's frame."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .middleware import NEXT

ROOM = "/admin/accounts/"


def frame(request: HttpRequest) -> dict:
    """The theme's own context, for pages that are not of the admin itself."""
    if not request.path_info.startswith(ROOM):
        return {}
    return {
        **admin.site.each_context(request),
        "go_on_to": request.session.get(NEXT) or reverse("admin:index"),
    }


def menu(request: HttpRequest) -> list[dict]:
    """What the menu of a person at the desk offers, besides signing out."""
    return [{"title": _("My account"), "link": reverse("account_mine")}]
