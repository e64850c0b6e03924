"""Which texts the page *Translations* lists, and how many of each part of the plan."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.hierarchy.tree import KINDS
from pillars.models import Pillar, Plan, PlanItem
from pillars.models.base import languages
from pillars.permissions.rules import may_view
from pillars.translations.location import Location
from pillars.translations.reading import OPEN, record_at, texts_in
from pillars.translations.status import Text, TextState, texts_of

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


def parts_of_plans() -> list[Location]:
    """All plans, for what belongs to no pillar, and all pillars; in two queries."""
    records = [*Plan.objects.all(), *Pillar.objects.select_related("plan")]
    return sorted(map(Location, records), key=lambda part: part.order)


def name_of_part(part: Location) -> str:
    if part.pillar:
        return str(part.pillar)
    return _("%(plan)s as a whole") % {"plan": part.plan}


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

    def __init__(self, data, parts: list[Location]):
        super().__init__(data)
        choices = [("", _("the whole plan"))]
        has_several_plans = len({part.plan for part in parts}) > 1
        for part in parts:
            of_plan = f"{part.plan.slug}: " if has_several_plans and part.pillar else ""
            choices.append((part.part, of_plan + name_of_part(part)))
        self.fields["part"].choices = choices


@dataclass(frozen=True)
class Tally:
    """How many texts of one part of the plan are missing or behind."""

    name: str
    # For each language and state: the number, and the query that lists these texts.
    cells: list[tuple[int, str]]


class Listing:
    """The texts that a query asks for, out of those that the user may see."""

    def __init__(self, user: AbstractBaseUser, query):
        self.user = user
        self.models = visible_models(user)
        self.record_key = query.get("record", "")
        record = record_at(self.record_key)
        self.record = record if record and may_view(user, record) else None
        self.parts = parts_of_plans()
        self.form = FilterForm(query, self.parts)
        self.has_unknown_filter = not self.form.is_valid()
        self.filters = {
            name: value for name, value in self.form.cleaned_data.items() if value
        }

    @cached_property
    def all_texts(self) -> list[Text]:
        """Every text that is not simply in step, whatever the filters."""
        if self.record_key:
            return list(texts_of(self.record)) if self.record else []
        texts = texts_in(self.models)
        return [text for text in texts if may_view(self.user, text.record)]

    @cached_property
    def texts(self) -> list[Text]:
        """Those that the filters leave; confirmed ones with the newest first."""
        if self.record_key:
            return self.all_texts
        found = [text for text in self.all_texts if self.is_asked_for(text)]
        if self.filters.get("state") == TextState.CONFIRMED:
            found.sort(key=lambda text: text.confirmation.on, reverse=True)
        return found

    def is_asked_for(self, text: Text) -> bool:
        state, filters = self.filters.get("state"), self.filters
        return (
            (text.state == state if state else text.state in OPEN)
            and filters.get("language", text.language) == text.language
            and filters.get("part", text.location.part) == text.location.part
        )

    @property
    def query(self) -> str:
        record = {"record": self.record_key}
        return urlencode(record if self.record_key else self.filters)

    @property
    def tallies(self) -> list[Tally]:
        """A row for each part, and the sum of all."""
        counts = Counter(
            (text.location.part, text.language, text.state) for text in self.all_texts
        )
        rows = [(name_of_part(part), [part.part]) for part in self.parts]
        rows.append((_("In all"), [part.part for part in self.parts]))
        return [Tally(name, cells_of(counts, parts)) for name, parts in rows]


def cells_of(counts: Counter, parts: list[str]) -> list[tuple[int, str]]:
    cells = []
    for language in languages():
        for state in OPEN:
            filters = {"language": language, "state": state.value}
            if len(parts) == 1:
                filters["part"] = parts[0]
            count = sum(counts[part, language, state] for part in parts)
            cells.append((count, urlencode(filters)))
    return cells
