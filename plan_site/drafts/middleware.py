"""Stores form data that is not saved, and shows it again."""

import hashlib
import secrets
import uuid

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import store, views


class Drafts(MiddlewareMixin):
    """
    Needs the session, and runs at the desk only.

    A view that can show a form again calls ``request.draft.show()``; for other forms
    their texts are listed. A form sends ``request.form_key`` as ``_draft``; its page
    offers ``request.drafts``, the other drafts of that address.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(store.PATH):
            return self.get_response(request)
        cookie = token, user_key = store.read_cookie(request)
        token = token or secrets.token_urlsafe(32)
        # Only a digest is stored, so that the database alone opens no draft.
        request.browser_digest = hashlib.sha256(token.encode()).hexdigest()
        request.last_user_key = user_key
        response = self.get_response(request)
        draft = getattr(request, "draft", None)
        if draft and not (draft.is_shown and response.status_code == 200):
            # The form is gone or may no longer be changed, so its texts are listed.
            response = views.texts_page(request, draft)
        if is_saved(request, response):
            store.delete_saved(request)
        if request.user.is_authenticated:
            user_key = str(request.user.pk)
        if cookie != (token, user_key):
            store.set_cookie(response, token, user_key)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(store.PATH):
            return None
        autosave = request.headers.get(store.AUTOSAVE)
        if autosave == "unchanged":
            store.drafts_of(request).filter(pk=store.form_key(request)).delete()
            return HttpResponse(status=204)
        is_signed_in = admin.site.has_permission(request)
        if (autosave or not is_signed_in) and store.may_be_stored(request):
            return views.store_form(request)
        if autosave:
            return HttpResponse(status=400)
        if is_signed_in:
            offer_drafts(request)
        return None


def open_draft(request: HttpRequest) -> None:
    """If it is this form's and this person's."""
    draft = store.drafts_of(request).filter(pk=store.form_key(request)).first()
    if draft is None or draft.path != request.path:
        return
    request.draft, request.form_key = draft, draft.pk
    sentences = [
        draft.get_reason_display(),
        _("This is what you typed: check it and save it."),
    ]
    if draft.had_files:
        sentences.append(_("Files cannot be stored: choose them again."))
    messages.warning(request, " ".join(sentences))


def is_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form was saved, be it in a popup window."""
    is_popup = "popup_response" in str(getattr(response, "template_name", ""))
    is_sent = request.method == "POST" and getattr(request, "form_key", None)
    return is_sent and (response.status_code == 302 or is_popup)


def offer_drafts(request: HttpRequest) -> None:
    mine, is_sent = store.drafts_of(request), request.method == "POST"
    request.form_key = store.form_key(request) if is_sent else uuid.uuid4()
    if request.method == "GET" and store.KEY in request.GET:
        open_draft(request)
    request.drafts = store.others_of_form(request)
    is_start_page = request.resolver_match.view_name == "admin:index"
    if is_start_page and request.method == "GET" and (count := mine.count()):
        message = ngettext(
            "%(count)s form that you filled in was not saved.",
            "%(count)s forms that you filled in were not saved.",
            count,
        )
        address, text = reverse("drafts:all"), message % {"count": count}
        link = format_html('<a class="underline" href="{}">{}</a>', address, text)
        messages.warning(request, link)
