"""What the page *Translations* lists: which texts, and how many of each part."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.in_step.reading import OPEN, Part, counted, parts, record_at, texts_in
from pillars.in_step.texts import Text, TextState, texts_of
from pillars.lineage import KINDS
from pillars.models import PlanItem
from pillars.rights import may_view

STATES = [
    ("", gettext_lazy("missing or behind")),
    *((state.value, state.label) for state in (*OPEN, TextState.CONFIRMED)),
]


def visible_models(user: AbstractBaseUser) -> list[type[PlanItem]]:
    """The plan's models whose records a person may see at the desk; else a refusal."""
    models = [model for model in KINDS if may_view(user, model)]
    if not models:
        raise PermissionDenied
    return models


def name_of_part(part: Part) -> str:
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

    def __init__(self, data, parts: list[Part]):
        super().__init__(data)
        several = len({part.plan.pk for part in parts}) > 1
        self.fields["part"].choices = [
            ("", _("the whole plan")),
            *((part.key, self.called(part, several)) for part in parts),
        ]

    @staticmethod
    def called(part: Part, several: bool) -> str:
        name = name_of_part(part)
        return f"{part.plan.slug}: {name}" if several and part.pillar else name


@dataclass(frozen=True)
class Tally:
    """How many texts of one part of the plan are open, language by language."""

    name: str
    # The number and the filter that lists them.
    cells: list[tuple[int, str]]


class Listing:
    """The texts that a person asked for, out of those that they may see."""

    def __init__(self, user: AbstractBaseUser, asked):
        self.user = user
        self.parts = parts()
        self.models = visible_models(user)
        self.asked_record = asked.get("record", "")
        self.record = self._record()
        self.form = FilterForm(asked, self.parts)
        self.is_odd = not self.form.is_valid()

    def _record(self) -> PlanItem | None:
        record = record_at(self.asked_record)
        return record if record and may_view(self.user, record) else None

    @property
    def is_of_one_record(self) -> bool:
        return bool(self.asked_record)

    @cached_property
    def all_texts(self) -> list[Text]:
        """Every text that the person may see and that is not simply in step."""
        if self.is_of_one_record:
            return list(texts_of(self.record)) if self.record else []
        texts = texts_in(self.models)
        return [text for text in texts if may_view(self.user, text.record)]

    @property
    def texts(self) -> list[Text]:
        """Those that the filters leave; the confirmed ones newest first."""
        if self.is_of_one_record:
            return self.all_texts
        asked = self.form.cleaned_data
        states = [asked.get("state")] if asked.get("state") else OPEN
        found = [
            text
            for text in self.all_texts
            if text.state in states
            and asked.get("language") in {None, "", text.language}
            and asked.get("part") in {None, "", text.place.part}
        ]
        if TextState.CONFIRMED in states:
            found.sort(key=lambda text: text.confirmation.on, reverse=True)
        return found

    @property
    def query(self) -> str:
        """The filters in force, as an address has them."""
        if self.is_of_one_record:
            return urlencode({"record": self.asked_record})
        asked = self.form.cleaned_data
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def tallies(self) -> list[Tally]:
        """Open texts by part, language and state; a sum last."""
        numbers = counted(self.all_texts)
        rows = [tally(name_of_part(part), numbers, [part.key]) for part in self.parts]
        keys = [part.key for part in self.parts]
        return [*rows, tally(_("In all"), numbers, keys)]


def tally(name: str, numbers: dict, keys: Iterable[str]) -> Tally:
    keys = list(keys)
    cells = []
    for language, _name in settings.LANGUAGES:
        for state in OPEN:
            count = sum(numbers[key, language, state] for key in keys)
            asked = {"language": language, "state": state.value}
            if len(keys) == 1:
                asked["part"] = keys[0]
            cells.append((count, urlencode(asked)))
    return Tally(name, cells)
