"""The page *Translations*: write or confirm texts that are missing or behind."""

import uuid
from dataclasses import dataclass, field
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once
from pillars.permissions.rules import may_write
from pillars.text.diff import mark_in_one
from pillars.translations.status import Text

from .actions import RefusedError, confirm, undo_confirmation, write
from .listing import Listing

PER_PAGE = 25


@dataclass(frozen=True)
class ListedText:
    """A text in the list, and what the user may do with it."""

    text: Text
    anchor: str
    may_write: bool
    # Typed but not saved.
    typed: str = ""
    # The key of the draft.
    form_key: uuid.UUID = field(default_factory=uuid.uuid4)
    is_from_draft: bool = False

    @property
    def changes(self) -> SafeString:
        return mark_in_one(self.text.changes)

    @property
    def has_box(self) -> bool:
        return self.may_write and self.text.is_open


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
    if "undo" in data:
        text = undo_confirmation(request.user, key, seen)
        return text, _("The confirmation is undone: “%(text)s” is behind again.")
    return write(request.user, key, seen, typed), _("Saved: “%(text)s”.")


def listed_text(request: HttpRequest, text: Text, typed: str = "") -> ListedText:
    anchor = text.anchor if request.GET.get("record") else text.anchor_among_all
    allowed = may_write(request.user, text.record, text.language)
    if typed:
        return ListedText(text, anchor, allowed, typed, request.form_key)
    for draft in request.drafts:
        if draft.fields.get("text") == text.key:
            typed = draft.fields.get("wording", "")
            return ListedText(
                text, anchor, allowed, typed, draft.pk, is_from_draft=True
            )
    return ListedText(text, anchor, allowed)


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
        languages=settings.LANGUAGES,
        listing=listing,
        entries=[listed_text(request, text) for text in page],
        page=page,
        refused=refused,
        typed=typed,
        has_open_texts=any(text.is_open for text in listing.texts),
    )
