"""The page *Translations*: its list, and texts to write or confirm there."""

import uuid
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from http import HTTPStatus
from types import SimpleNamespace
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once
from pillars.hierarchy.tree import KINDS
from pillars.models import Pillar, Plan, PlanItem
from pillars.models.base import languages
from pillars.permissions.rules import may_view, may_write
from pillars.text.diff import mark_in_one
from pillars.text.language_names import language_name
from pillars.translations.location import Location
from pillars.translations.queries import record_at, texts_in
from pillars.translations.status import OPEN, Text, TextState, texts_of

from .actions import RefusedError, confirm, write

PER_PAGE = 25
STATES = [
    ("", gettext_lazy("missing or behind")),
    *((state.value, state.label) for state in (*OPEN, TextState.CONFIRMED)),
]


def visible_models(user: AbstractBaseUser) -> list[type[PlanItem]]:
    """Raises ``PermissionDenied`` if the user may see nothing of the plan."""
    models = [model for model in KINDS if may_view(user, model)]
    if not models:
        raise PermissionDenied
    return models


def part_names(plans: list[Plan]) -> dict[str, str]:
    """By key, the plans (for records without a pillar) and the pillars, in order."""
    pillars = Pillar.objects.named().select_related("plan")
    has_several_plans = len(plans) > 1
    names = {}
    for part in sorted(map(Location, [*plans, *pillars]), key=lambda it: it.order):
        prefix = f"{part.plan.slug}: " if has_several_plans else ""
        whole = _("%(plan)s as a whole") % {"plan": part.plan}
        names[part.part] = f"{prefix}{part.pillar}" if part.pillar else whole
    return names


class FilterForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("language"),
        required=False,
        choices=[("", gettext_lazy("all languages")), *settings.LANGUAGES],
    )
    part = forms.ChoiceField(label=gettext_lazy("part of the plan"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("state of the text"), required=False, choices=STATES
    )

    def __init__(self, data, parts: dict[str, str]):
        super().__init__(data)
        self.fields["part"].choices = [("", _("the whole plan")), *parts.items()]


class Listing:
    """The texts that match a query and that the user may see."""

    def __init__(self, user: AbstractBaseUser, query):
        self.user = user
        self.models = visible_models(user)
        self.record_key = query.get("record", "")
        record = record_at(self.record_key)
        self.record = record if record and may_view(user, record) else None
        self.plans = list(Plan.objects.all())
        self.parts = part_names(self.plans)
        self.form = FilterForm(query, self.parts)
        self.has_unknown_filter = not self.form.is_valid()
        self.filters = {
            name: value for name, value in self.form.cleaned_data.items() if value
        }

    @cached_property
    def all_texts(self) -> list[Text]:
        """Every text that is missing, behind or confirmed, without the filters."""
        if self.record_key:
            return list(texts_of(self.record)) if self.record else []
        texts = texts_in(self.models)
        return [text for text in texts if may_view(self.user, text.record)]

    @cached_property
    def texts(self) -> list[Text]:
        """Those that match the filters; confirmed ones newest first."""
        if self.record_key:
            return self.all_texts
        found = [text for text in self.all_texts if self.matches_filters(text)]
        if self.filters.get("state") == TextState.CONFIRMED:
            found.sort(key=lambda text: text.confirmation.on, reverse=True)
        return found

    def matches_filters(self, text: Text) -> bool:
        facts = {"language": text.language, "part": text.location.part}
        facts["state"] = text.state.value
        has_state = "state" in self.filters or text.is_open
        return has_state and self.filters.items() <= facts.items()

    @property
    def query(self) -> str:
        record = {"record": self.record_key}
        return urlencode(record if self.record_key else self.filters)

    @property
    def files(self) -> list[tuple[str, str]]:
        """For each language with texts to write: its name, and the query for them."""
        found = {text.language for text in self.texts if text.is_open}
        return [
            (language_name(code), urlencode({**self.filters, "language": code}))
            for code in languages()
            if code in found
        ]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The name of each, and whether readers have it."""
        return [
            (name, readiness(code, self.plans)) for code, name in settings.LANGUAGES
        ]

    @property
    def counts(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """
        For each part and for all, by language and state: the number of texts that are
        missing or behind, and the query that lists them.
        """
        counter = Counter(
            (part, text.language, text.state)
            for text in self.all_texts
            for part in (text.location.part, "")
        )
        rows = {**self.parts, "": _("In all")}
        return [(name, list(counts_of(counter, part))) for part, name in rows.items()]


def readiness(language: str, plans: list[Plan]) -> str:
    public = [plan.slug for plan in plans if language in plan.languages]
    if not public:
        return _("in preparation")
    if len(public) == len(plans):
        return _("public")
    return _("public in %(plans)s") % {"plans": ", ".join(public)}


def counts_of(counter: Counter, part: str) -> Iterator[tuple[int, str]]:
    for language in languages():
        for state in OPEN:
            query = {"language": language, "state": state.value}
            query |= {"part": part} if part else {}
            yield counter[part, language, state], urlencode(query)


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
