"""Texts that are missing or behind, read in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from pillars.hierarchy.labels import parse_key
from pillars.hierarchy.tree import BY_LABEL, KINDS, paths_up, plan_of
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Plan, PlanItem
from pillars.models.base import languages
from pillars.models.series import YearValue
from pillars.permissions.rules import hold_plans

from .status import Text, TextState, texts_of

# What every page needs of a language that is public.
TITLES = {"title", "statement"}


def records_of(model: type[PlanItem]) -> QuerySet:
    """A model's records with all their parents."""
    records = model._default_manager.select_related(*paths_up(model))
    if issubclass(model, YearValue):
        # Its group is part of its name.
        return records.select_related("group")
    return records


def texts_in(kinds: Iterable[type[PlanItem]] = KINDS) -> list[Text]:
    """All texts that are missing, behind or confirmed, in the plan's order."""
    records = WorkingCopy(kinds).records()
    found = [text for record in records for text in texts_of(record)]
    return sorted(found, key=lambda text: text.location.order)


def missing_titles(plan: Plan) -> Counter[str]:
    """What a plan needs to have in a language before readers find it in that."""
    titled = [kind for kind in KINDS if TITLES & {*kind.translated_fields()}]
    return Counter(
        text.language
        for record in (WorkingCopy(titled).records() if plan.pk else ())
        if plan_of(record) == plan
        for text in texts_of(record)
        if text.state == TextState.MISSING and text.field in TITLES
    )


def keys_with_missing_text(kind: type[PlanItem], language: str) -> set[int]:
    return {
        text.record.pk
        for text in texts_in([kind])
        if text.language == language and text.state == TextState.MISSING
    }


def parse_record_key(key: str) -> tuple[type[PlanItem], int] | None:
    label, _colon, number = key.partition(":")
    pk = parse_key(number)
    return (BY_LABEL[label], pk) if label in BY_LABEL and pk is not None else None


def record_at(key: str) -> PlanItem | None:
    """``key`` is a ``Location.key`` or anything else from a request."""
    found = parse_record_key(key)
    return found and records_of(found[0]).filter(pk=found[1]).first()


def text_at(key: str, lock: bool = False) -> Text | None:
    """``key`` is a ``Text.key``; the text may be in any state."""
    return texts_at([key], lock).get(key)


def texts_at(keys: Iterable[str], lock: bool = False) -> dict[str, Text]:
    """
    The texts with these keys; texts of one record share the same ``record``.

    With ``lock``, nobody else can write these records until the transaction ends.
    """
    wanted = defaultdict(lambda: defaultdict(list))
    for key in keys:
        record, field, language = [*key.rsplit(":", 2), "", ""][:3]
        row = parse_record_key(record)
        if row and language in languages() and field in row[0].translated_fields():
            wanted[row[0]][row[1]].append((key, field, language))
    texts = {}
    for kind in filter(wanted.get, KINDS):
        rows = records_of(kind).filter(pk__in=wanted[kind])
        if lock:
            hold_plans(kind, list(wanted[kind]))
            rows = rows.select_for_update(of=("self",))
        for record in rows:
            for key, field, language in wanted[kind][record.pk]:
                texts[key] = Text(record, field, language)
    return texts
