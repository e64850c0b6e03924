"""Stores what is typed but not saved, and brings it back."""

import secrets
import uuid

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import store, views
from .models import Reason

# How our script says that an open form is to be stored, not saved; ``unchanged`` where
# nothing is typed in it any more.
AUTOSAVE = "X-Draft"


class Drafts(MiddlewareMixin):
    """
    Stands behind the session at the desk.

    A view that can show a form again finds its draft in ``request.draft``; it must show
    it as not saved yet, and save nothing. A form sends ``form_key`` as ``_draft``; its
    page offers ``drafts``, what else is stored of that address.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(store.PATH):
            return self.get_response(request)
        before = token, user_key = store.read_cookie(request)
        token = token or secrets.token_urlsafe(32)
        request.browser_digest = store.digest_of(token)
        request.last_user_key = user_key
        response = self.get_response(request)
        if hasattr(request, "draft") and response.status_code != 200:
            # Its form is gone, or may no longer be changed: the texts are still there.
            response = views.texts_page(request, request.draft)
        if is_saved(request, response):
            store.drafts_of(request).filter(pk=store.form_key(request)).delete()
        if request.user.is_authenticated:
            user_key = str(request.user.pk)
        if before != (token, user_key):
            store.set_cookie(response, token, user_key)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(store.PATH):
            return None
        is_signed_in = admin.site.has_permission(request)
        if AUTOSAVE in request.headers and is_signed_in:
            return autosave(request)
        if not is_signed_in:
            if store.may_be_stored(request):
                return views.store_and_lead_back(request, Reason.SIGNED_OUT)
            return None
        is_sent = request.method == "POST"
        request.form_key = store.form_key(request) if is_sent else uuid.uuid4()
        if request.method == "GET" and store.KEY in request.GET:
            show_draft(request)
        offer_drafts(request)
        return None


def autosave(request: HttpRequest) -> HttpResponse:
    if not store.may_be_stored(request):
        return HttpResponse(status=400)
    if request.headers[AUTOSAVE] == "unchanged":
        store.drafts_of(request).filter(pk=store.form_key(request)).delete()
        return HttpResponse(status=204)
    try:
        store.save(request, Reason.LEFT)
    except store.TooLargeError:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


def show_draft(request: HttpRequest) -> None:
    """Show the draft that an address names, if it is this form's and this person's."""
    draft = store.drafts_of(request).filter(pk=store.form_key(request)).first()
    if draft is None or not draft.address.startswith(f"{request.path}?"):
        return
    if not views.can_be_shown(request.resolver_match):
        return
    request.draft, request.form_key = draft, draft.pk
    words = [
        draft.get_reason_display(),
        _("This is what you typed: check it and save it."),
    ]
    if draft.had_files:
        words.append(_("Files cannot be stored: choose them again."))
    messages.warning(request, " ".join(words))


def is_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form was saved; one in a window of its own, too."""
    is_popup = "popup_response" in str(getattr(response, "template_name", ""))
    return (
        request.method == "POST"
        and (response.status_code == 302 or is_popup)
        and not getattr(request, "is_stored_as_draft", False)
    )


def offer_drafts(request: HttpRequest) -> None:
    mine = store.drafts_of(request)
    request.drafts = mine.filter(
        Q(address__startswith=f"{request.path}?") & ~Q(pk=request.form_key)
    )
    is_start = request.resolver_match.view_name == "admin:index"
    if is_start and request.method == "GET" and (count := mine.count()):
        words = ngettext(
            "%(count)s form that you filled in was not saved.",
            "%(count)s forms that you filled in were not saved.",
            count,
        )
        link = '{} <a class="underline" href="{}">{}</a>'
        address = reverse("drafts:all")
        words = format_html(
            link, words % {"count": count}, address, _("See what you typed")
        )
        messages.warning(request, words)
