"""The page *Translations*: write or confirm texts that are missing or behind."""

import uuid
from http import HTTPStatus
from types import SimpleNamespace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once
from pillars.permissions.rules import may_write
from pillars.text.diff import mark_in_one
from pillars.translations.status import Text

from .actions import RefusedError, confirm, write
from .listing import Listing

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@saved_once
def translations(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.user, request.GET)
    if request.method != "POST":
        return list_page(request, listing)
    try:
        text, message = perform_action(request)
    except RefusedError as refusal:
        return list_page(request, listing, refusal)
    name = f"{text.location.name}, {text.label}"
    messages.success(request, message % {"text": name})
    return redirect(request.get_full_path())


def perform_action(request: HttpRequest) -> tuple[Text, str]:
    """The saved text and its message. Raises ``RefusedError``."""
    data = request.POST
    key, seen, typed = (data.get(name, "") for name in ("text", "seen", "wording"))
    if "confirm" in data:
        text = confirm(request.user, key, seen, typed)
        return text, _("Noted: the meaning of “%(text)s” did not change.")
    return write(request.user, key, seen, typed), _("Saved: “%(text)s”.")


def listed_text(request: HttpRequest, text: Text, typed: str = "") -> SimpleNamespace:
    """A text in the list, what was typed but not saved, and what the user may do."""
    drafts = [] if typed else request.drafts
    draft = next((each for each in drafts if each.fields.get("text") == text.key), None)
    allowed = may_write(request.user, text.record, text.language)
    new_key = request.form_key if typed else uuid.uuid4()
    return SimpleNamespace(
        text=text,
        changes=mark_in_one(text.changes),
        may_write=allowed,
        has_box=allowed and text.is_open,
        typed=draft.fields.get("wording", "") if draft else typed,
        # The key of the draft.
        form_key=draft.pk if draft else new_key,
        is_from_draft=draft is not None,
    )


def list_page(
    request: HttpRequest, listing: Listing, refusal: RefusedError | None = None
) -> HttpResponse:
    texts, refused, typed = listing.texts, None, ""
    is_gone = bool(listing.record_key and not listing.record)
    status = HTTPStatus.NOT_FOUND if is_gone else HTTPStatus.OK
    if refusal:
        status, typed = refusal.status, request.POST.get("wording", "")
        if refusal.text:
            # It is shown first, with what was typed.
            texts = [text for text in texts if text.key != refusal.text.key]
            refused = listed_text(request, refusal.text, typed)
    page = Paginator(texts, PER_PAGE).get_page(request.GET.get("page"))
    return desk_page(
        request,
        "desk/translations/translations.html",
        _("Translations"),
        status,
        str(refusal or ""),
        listing=listing,
        entries=[listed_text(request, text) for text in page],
        page=page,
        refused=refused,
        typed=typed,
    )
