"""The desk's page *Translations*: what is missing or behind, to be written there."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.desk_page import desk_page
from pillars.in_step.reading import OPEN
from pillars.in_step.texts import Text, TextState
from pillars.language_names import named
from pillars.marking import marked_in_one
from pillars.rights import may_write

from . import acts
from .acts import RefusedError
from .lists import Listing
from .taking_back import take_back

PER_PAGE = 25


@dataclass(frozen=True)
class Entry:
    """A text in the list, with what its reader may do and has typed."""

    text: Text
    anchor: str
    may_write: bool
    typed: str = ""

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES)[self.text.language])

    @property
    def source_name(self) -> str:
        return str(dict(settings.LANGUAGES)[self.text.source])

    @property
    def changes(self) -> SafeString:
        """What changed in the other language, word by word."""
        return marked_in_one(self.text.changes)

    @property
    def language_in_words(self) -> str:
        return named(self.text.language)

    @property
    def source_in_words(self) -> str:
        return named(self.text.source)

    @property
    def in_box(self) -> str:
        """What the box holds: what was typed, else the wording that is behind."""
        return self.typed or self.text.wording

    @property
    def preview_url(self) -> str:
        return self.text.place.preview_in(self.text.language)

    @property
    def can_be_written(self) -> bool:
        return self.may_write and self.text.state in OPEN

    @property
    def can_be_confirmed(self) -> bool:
        return self.may_write and self.text.state == TextState.BEHIND

    @property
    def can_be_taken_back(self) -> bool:
        return self.may_write and self.text.state == TextState.CONFIRMED


@dataclass(frozen=True)
class Refusal:
    """What was not done: why, and what had been typed, which is not lost."""

    reason: str
    status: int
    typed: str
    entry: Entry | None


@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.user, request.GET)
    if request.method == "POST":
        return act(request, listing)
    return list_page(request, listing)


def act(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Write a text, confirm it or take that back, then show the list again."""
    key, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    typed = request.POST.get("wording", "")
    try:
        if "confirm" in request.POST:
            text = acts.confirm(request.user, key, seen, typed)
            words = _("Noted: the meaning of “%(text)s” did not change.")
        elif "take_back" in request.POST:
            text = take_back(request.user, key, seen)
            words = _("Taken back: “%(text)s” is behind again.")
        else:
            text = acts.write(request.user, key, seen, typed)
            words = _("Saved: “%(text)s”.")
    except RefusedError as error:
        entry = entry_for(request, error.text, typed) if error.text else None
        refusal = Refusal(str(error), error.status, typed, entry)
        return list_page(request, listing, refusal)
    name = f"{text.place.name}, {text.label}"
    messages.success(request, words % {"text": name})
    return redirect(request.get_full_path())


def entry_for(request: HttpRequest, text: Text, typed: str = "") -> Entry:
    allowed = may_write(request.user, text.record, text.language)
    return Entry(text, text.anchor_among_all, allowed, typed)


def list_page(
    request: HttpRequest, listing: Listing, refusal: Refusal | None = None
) -> HttpResponse:
    texts = listing.texts
    if refusal and refusal.entry:
        # It stands at the top, with what was typed.
        texts = [text for text in texts if text.key != refusal.entry.text.key]
    page = Paginator(texts, PER_PAGE).get_page(request.GET.get("page"))
    alone = listing.is_of_one_record
    entries = [
        Entry(
            text,
            text.anchor if alone else text.anchor_among_all,
            may_write(request.user, text.record, text.language),
        )
        for text in page
    ]
    status = 200
    if alone and listing.record is None:
        status = acts.GONE
    return desk_page(
        request,
        "admin/pillars/translations/translations.html",
        _("Translations"),
        refusal.status if refusal else status,
        languages=settings.LANGUAGES,
        listing=listing,
        entries=entries,
        page=page,
        refused=refusal,
        can_be_handed_over=any(text.state in OPEN for text in texts),
    )
