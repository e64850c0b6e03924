"""Keeps what is typed when nobody is signed in any more, and brings it back after."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import keeping, views
from .browser import PATH, Browser
from .models import KeptForm, Why


class KeepTyping(MiddlewareMixin):
    """
    Stands behind the session at the desk.

    A view that can show a form again finds what was typed in ``request.kept``; it must
    show it as not saved yet, and save nothing.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PATH):
            return self.get_response(request)
        before = request.desk_browser = Browser.of(request)
        kept = brought_back(request)
        response = self.get_response(request)
        if kept is not None:
            response = answer_with(kept, request, response)
        if request.user.is_authenticated:
            request.desk_browser = request.desk_browser.used_by(request.user)
        if request.desk_browser != before:
            request.desk_browser.remember(response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(PATH):
            return None
        if admin.site.has_permission(request):
            if request.method == "GET" and request.resolver_match.view_name == (
                "admin:index"
            ):
                remind(request)
            return None
        if keeping.may_be_kept(request):
            return views.keep_and_lead_back(request, Why.SIGNED_OUT)
        return None


def brought_back(request: HttpRequest) -> KeptForm | None:
    """What an address says was kept for it, if it was this person's in this browser."""
    key = request.GET.get(keeping.MARKER)
    if not key or not admin.site.has_permission(request):
        return None
    try:
        kept = keeping.kept_for(request).filter(pk=key).first()
    except ValidationError:
        return None
    if kept is None or kept.path.partition("?")[0] != request.path:
        return None
    if request.method == "GET":
        request.kept = kept.fields
        messages.warning(request, words_for(kept))
    return kept


def answer_with(
    kept: KeptForm, request: HttpRequest, response: HttpResponse
) -> HttpResponse:
    """The answer to a request that had something brought back, or the words alone."""
    if request.method == "GET" and response.status_code != 200:
        # Its form is gone, or may no longer be changed: the words are still there.
        return views.listing(request, kept)
    if is_saved(request, response):
        kept.delete()
    return response


def words_for(kept: KeptForm) -> str:
    """What is said above a form that is shown again."""
    said = [
        kept.get_why_display(),
        _("This is what you had typed: look at it and save it."),
    ]
    if kept.had_files:
        said.append(_("Files cannot be kept: choose them again."))
    return " ".join(map(str, said))


def is_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form that was shown again has now been taken."""
    return (
        request.method == "POST"
        and response.status_code == 302
        and not getattr(request, "is_kept_again", False)
    )


def remind(request: HttpRequest) -> None:
    """Say on the start page that there is something that was never saved."""
    if count := keeping.kept_for(request).count():
        words = ngettext(
            "%(count)s form that you filled in was not saved.",
            "%(count)s forms that you filled in were not saved.",
            count,
        )
        messages.warning(
            request,
            format_html(
                '{} <a class="underline" href="{}">{}</a>',
                words % {"count": count},
                reverse("kept:all"),
                _("See what you had typed"),
            ),
        )
