"""The contents of a candidate: its records and texts, as the check list reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from pillars.hierarchy.tree import is_withdrawn, plan_of
from pillars.models import (
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    PlanSection,
    Priority,
    Resource,
    Strategy,
    StudentGroup,
)
from pillars.models.base import languages
from pillars.models.series import YearValue
from pillars.rules.texts import visible_text
from pillars.translations import status as in_step
from plan_site.editions.document import public_fields
from plan_site.editions.document.snapshot import ItemId


@dataclass(frozen=True)
class Passage:
    record: Model
    field: str
    language: str
    text: str

    @property
    def other(self) -> str:
        """The same text in the site's other languages, as far as it is written."""
        rest = (code for code in languages() if code != self.language)
        return " ".join(
            filter(None, (text_of(self.record, self.field, c) for c in rest))
        )


@dataclass(frozen=True)
class Contents:
    """The records of a candidate, read in a fixed number of queries."""

    # All but the rows of series, which hang on the measures.
    records: list[Model]
    resources: list[Resource]
    measures: list[Measure]
    order: dict[str, int]

    @classmethod
    def read(cls) -> "Contents":
        """The records of the scope in force."""
        resources = list(Resource.objects.select_related("priority__pillar__plan"))
        measures = list(Measure.objects.with_series())
        records = [
            *Plan.objects.all(),
            *PlanSection.objects.select_related("plan"),
            *StudentGroup.objects.select_related("plan"),
            *GlossaryTerm.objects.select_related("plan"),
            *Pillar.objects.select_related("plan"),
            *Priority.objects.select_related("pillar__plan"),
            *Strategy.objects.select_related("priority__pillar__plan"),
            *resources,
            *measures,
        ]
        ordered = sorted(records, key=place_in_plan)
        order = {item_of(record): place for place, record in enumerate(ordered)}
        return cls(records, resources, measures, order)

    def all_rows(self) -> list[Model]:
        """All records, the rows of series too."""
        return [*self.records, *(row for m in self.measures for row in rows_of(m))]

    def passages(self) -> Iterable[Passage]:
        """Every text that readers can be shown, in each language that it has."""
        for record in sorted(self.all_rows(), key=place_in_plan):
            for name in shown_texts(record):
                for code in languages():
                    if text := text_of(record, name, code):
                        yield Passage(record, name, code, text)

    def live_measures(self) -> list[Measure]:
        return [measure for measure in self.measures if not is_withdrawn(measure)]


def rows_of(measure: Measure) -> list[YearValue]:
    series = (measure.baselines, measure.targets, measure.results)
    return [row for rows in series for row in rows.all()]


def text_of(record: Model, name: str, language: str) -> str:
    """A text in one language, empty where nothing of it shows."""
    return visible_text(getattr(record, f"{name}_{language}"))


def text_fields(record: Model) -> list[str]:
    """A record's texts that hold words and are published."""
    return public_of(record, in_step.worded_texts(type(record)))


def shown_texts(record: Model) -> list[str]:
    """The published texts that readers can be shown."""
    return public_of(record, in_step.shown_texts(record))


def public_of(record: Model, names: list[str]) -> list[str]:
    return [name for name in names if name in public_fields.PUBLIC[type(record)]]


def item_record(record: Model) -> Model:
    """The record that stands for the item that a record is part of."""
    parent = public_fields.PART_OF.get(type(record))
    return getattr(record, parent) if parent else record


def item_of(record: Model) -> ItemId:
    whole = item_record(record)
    return f"{public_fields.label(type(whole))}:{whole.pk}"


def place_in_plan(record: Model) -> tuple:
    plan = plan_of(record)
    whole = item_record(record)
    place = [-plan.first_year, plan.slug, 0, "", 0, "", 0]
    if isinstance(whole, (StudentGroup, GlossaryTerm)):
        place[4:] = [1, public_fields.label(type(whole)), whole.pk]
    elif isinstance(whole, Pillar):
        place[2] = whole.number
    elif isinstance(whole, Priority):
        place[2:4] = [whole.pillar.number, whole.letter]
    elif isinstance(whole, (Strategy, Resource)):
        priority = whole.priority
        own = whole.number if isinstance(whole, Strategy) else whole.position
        kind = 1 if isinstance(whole, Strategy) else 2
        place[2:] = [priority.pillar.number, priority.letter, kind, "", own]
    elif isinstance(whole, Measure):
        letter = whole.priority.letter if whole.priority else "~"
        place[2:] = [whole.pillar.number, letter, 3, whole.sort_key, 0]
    part = "" if whole is record else public_fields.label(type(record))
    return (*place, whole.pk, part, getattr(record, "school_year", 0), record.pk)
