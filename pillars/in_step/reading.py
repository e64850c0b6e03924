"""What is missing or behind in all plans, read in so many queries and no more."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from pillars.gathered import Gathered
from pillars.lineage import BY_LABEL, KINDS, paths_up
from pillars.locks import hold
from pillars.models import PlanItem
from pillars.models.base import languages
from pillars.models.series import YearValue

from .texts import Text, TextState, texts_of

OPEN = (TextState.MISSING, TextState.BEHIND)


def records_of(model: type[PlanItem]) -> QuerySet:
    """A model's records with what is above them, in the plan's order."""
    records = model._default_manager.select_related(*paths_up(model))
    if issubclass(model, YearValue):
        # The group is part of what a row is called.
        return records.select_related("group")
    return records


def texts_in(kinds: Iterable[type[PlanItem]] = KINDS) -> list[Text]:
    """All texts of some kinds that are not simply in step, in the plan's order."""
    records = Gathered(kinds).records()
    found = [text for record in records for text in texts_of(record)]
    return sorted(found, key=lambda text: text.place.order)


def lacking(kind: type[PlanItem], language: str) -> set[int]:
    """The keys of a kind's records that have a text to be written in a language."""
    return {
        text.record.pk
        for text in texts_in([kind])
        if text.language == language and text.state == TextState.MISSING
    }


def place_at(key: str) -> tuple[type[PlanItem], int] | None:
    """The model and the row that ``pillars.priority:12`` names."""
    label, _colon, number = key.partition(":")
    # No key of the database has more digits; it could not even be asked for.
    is_key = number.isascii() and number.isdigit() and len(number) < 19
    return (BY_LABEL[label], int(number)) if label in BY_LABEL and is_key else None


def record_at(key: str) -> PlanItem | None:
    """The record that ``pillars.priority:12`` names, if there is one."""
    place = place_at(key)
    return place and records_of(place[0]).filter(pk=place[1]).first()


def text_at(key: str, lock: bool = False) -> Text | None:
    """The text that ``pillars.priority:12:why:es`` names, whatever its state."""
    return texts_at([key], lock).get(key)


def texts_at(keys: Iterable[str], lock: bool = False) -> dict[str, Text]:
    """
    The texts that some keys name, those of one record with the same record.

    With ``lock``, nobody else can write those records until the transaction is over.
    """
    asked = defaultdict(list)
    for key in keys:
        record, field, language = [*key.rsplit(":", 2), "", ""][:3]
        place = place_at(record)
        if place and language in languages() and field in place[0].translated_fields():
            asked[place].append((key, field, language))
    records = {}
    for model in KINDS:
        keys = [pk for m, pk in asked if m is model]
        rows = records_of(model).filter(pk__in=keys)
        if lock and keys:
            hold(model, keys)
            rows = rows.select_for_update(of=("self",))
        records |= {(model, record.pk): record for record in rows}
    return {
        key: Text(records[place], field, language)
        for place, texts in asked.items()
        if place in records
        for key, field, language in texts
    }
