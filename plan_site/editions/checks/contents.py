"""The contents of a candidate: its records and texts, as the check list reads them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db.models import Model

from pillars.hierarchy.tree import KINDS, NUMBERS, TO_PLAN, is_withdrawn
from pillars.models import Measure, PlanItem
from pillars.models.base import languages
from pillars.models.series import Series
from pillars.rules.texts import visible_text
from pillars.translations.status import shown_texts
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.public_fields import PUBLIC

from .messages import CheckMessage, about, field_label


@dataclass(frozen=True)
class Passage:
    record: PlanItem
    field: str
    language: str
    text: str = ""

    @property
    def other(self) -> str:
        """The same text in the site's other languages, as far as it is written."""
        rest = [code for code in languages() if code != self.language]
        return " ".join(text_of(self.record, self.field, code) for code in rest)

    def tell(
        self, check: str, message: str, *, stops: bool = False, **values
    ) -> CheckMessage:
        """A message about the text; its values are these and the field's label."""
        label = field_label(self.record, self.field, self.language)
        text, detail = message % {"field": label, **values}, (self.field, self.language)
        return about(check, self.record, text, *detail, stops=stops)


@dataclass(frozen=True)
class Contents:
    """The records of a candidate, read in a fixed number of queries."""

    candidate: Candidate
    today: datetime.date
    # All but the rows of series, which hang on the measures.
    records: list[PlanItem]
    measures: list[Measure]

    @classmethod
    def read(cls, candidate: Candidate, today: datetime.date) -> "Contents":
        """The records of the scope in force."""
        measures = list(Measure.objects.with_series())
        others = [
            record
            for kind in KINDS
            if kind not in {Measure, *NUMBERS}
            for record in kind.objects.select_related(TO_PLAN[kind] or None)
        ]
        return cls(candidate, today, [*others, *measures], measures)

    @cached_property
    def all_rows(self) -> list[PlanItem]:
        numbers = [
            part.all()
            for measure in self.measures
            for part in (measure.baselines, measure.targets, measure.results)
        ]
        return [*self.records, *chain.from_iterable(numbers)]

    @cached_property
    def passages(self) -> list[Passage]:
        return [
            Passage(record, name, code, text)
            for record in self.all_rows
            for name in public_of(record, shown_texts(record))
            for code in languages()
            if (text := text_of(record, name, code))
        ]

    @cached_property
    def live_measures(self) -> list[Measure]:
        return [measure for measure in self.measures if not is_withdrawn(measure)]

    def live_series(self) -> Iterator[Series]:
        return chain.from_iterable(measure.series for measure in self.live_measures)


def text_of(record: Model, name: str, language: str) -> str:
    """A text in one language, empty where nothing of it shows."""
    return visible_text(getattr(record, f"{name}_{language}"))


def in_all_languages(record: Model, name: str) -> bool:
    return all(text_of(record, name, code) for code in languages())


def public_of(record: Model, names: list[str]) -> list[str]:
    return [name for name in names if name in PUBLIC[type(record)]]
