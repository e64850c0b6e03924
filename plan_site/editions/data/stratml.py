"""
The plan as StratML: Part 2 (ANSI/AIIM 22) with its measures, Part 1 (ISO 17469-1)
without. Each language has its own files, as no element may name its language.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars import words
from pillars.codes import segment
from pillars.enums import State, TargetKind
from pillars.models import (
    Baseline,
    Measure,
    Pillar,
    Plan,
    PlanItem,
    Priority,
    Result,
    Strategy,
)
from pillars.models.measured_series import Series
from pillars.models.series import Target, YearValue
from pillars.public import readings
from pillars.public.page_context import PageContext
from pillars.public.views import to_public_language
from pillars.rules.values import decimals_of, with_decimals
from pillars.text.language_names import language_name
from plan_site.editions.document.document import Document
from plan_site.editions.public.views import without_invisible

BETWEEN_LINES = re.compile(r"\s*\n\s*")
# The numbers of such targets are no levels.
WITHOUT_LEVEL = {TargetKind.DIRECTION_ONLY, TargetKind.POINTS_OR_PERCENT}


@require_safe
def stratml(request: HttpRequest, slug: str, part: int) -> HttpResponse:
    plan = PageContext.of(slug).plan
    if answer := to_public_language(request, plan.languages):
        return answer
    pillars = readings.current().status_counts(slug).pillars
    live = Prefetch("priorities__strategies", Strategy.objects.live())
    prefetch_related_objects(pillars, live, "priorities__resources")
    context = {"edition": Document.in_scope(), "part": part, "pillars": pillars}
    with words.used_by(plan):
        text = render_to_string("public/data/stratml.xml", {"plan": plan, **context})
    text = BETWEEN_LINES.sub("\n", without_invisible(text))
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def text_of(record: PlanItem, field: str) -> str:
    """A text in another language than the file's says so itself."""
    text, language = record.wording_of(field)
    if not text or language == get_language():
        return text
    return f"{text} ({_('in %(language)s') % {'language': language_name(language)}})"


def identifier(record: PlanItem) -> str:
    """As an xsd:ID, which may not begin with a digit."""
    return f"_{record._meta.model_name}-{segment(record.code)}".rstrip("-")


def days(plan: Plan, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    """The first one of a school year, and the last one of another."""
    start, after = (datetime.date(it, plan.first_month, 1) for it in (first, last + 1))
    return start, after - datetime.timedelta(days=1)


class Objective(NamedTuple):
    """Of a priority, or of what belongs to a pillar as a whole."""

    priority: Priority | None
    measures: list[Measure]


def objectives(pillar: Pillar) -> list[Objective]:
    measures = defaultdict(list)
    for measure in pillar.measures.all():
        measures[measure.priority_id].append(measure)
    found = [Objective(it, measures.pop(it.pk, [])) for it in pillar.named_priorities]
    rest = [measure for own in measures.values() for measure in own]
    if rest or pillar.unnamed_priority:
        found.append(Objective(pillar.unnamed_priority, rest))
    return found


def indicators(measure: Measure) -> list[Series]:
    """That of all students first, be it without numbers: a group's is a part of it."""
    whole = [Series(measure, None, None, [], [])] if measure.is_by_group else []
    return whole + measure.series


class Value(NamedTuple):
    """What a year has of a series: a number, what it is, what is said of it."""

    element: str
    number: str
    name: str | Promise
    value: str | Promise
    note: str


def years(series: Series) -> list[tuple[datetime.date, datetime.date, list[Value]]]:
    """The values of each school year that has any, targets first."""
    plan, found = series.measure.pillar.plan, defaultdict(list)
    for target in series.targets:
        found[target.school_year] += asked_values(target, series)
    for row in filter(None, [series.baseline, *series.results]):
        found[row.school_year].append(found_value(row))
    return [(*days(plan, year, year), rows) for year, rows in sorted(found.items())]


def asked_values(target: Target, series: Series) -> Iterator[Value]:
    """Each number as the plan gives it, with the level that it comes to."""
    aim, kind = target.aim, TargetKind(series.measure.target_kind)
    given = {name: getattr(aim, name) for name in ("value", "low", "high")}
    wording = text_of(target, "wording")
    note = f"{wording} {note_of(target)}".strip()
    if {*given.values()} == {None}:
        yield Value("TargetResult", "", kind.label, wording, note)
    for name, number in given.items():
        if number is not None:
            level = None if kind in WITHOUT_LEVEL else series.facts.level_of(number)
            end = target._meta.get_field(name).verbose_name
            label = end if kind == TargetKind.RANGE else kind.label
            units, entered = (decimal(it, series.measure) for it in (level, number))
            yield Value("TargetResult", units, label, entered, note)


def found_value(row: Baseline | Result) -> Value:
    number, name, state = row.report.value, _("Status"), State(row.state).label
    if isinstance(row, Baseline):
        start = _("Baseline")
        state = start if row.state == State.REPORTED else f"{start}: {state}"
        name = name if number is None else _("Kind")
    return Value(
        "ActualResult", decimal(number, row.measure), name, state, note_of(row)
    )


def decimal(number: Decimal | None, measure: Measure) -> str:
    """With all its digits, and no more zeros than pages show; empty for none."""
    if number is None:
        return ""
    zeros = min(measure.decimals, decimals_of(number))
    return f"{with_decimals(number, zeros):f}"


def note_of(row: YearValue) -> str:
    """With the reason for a break in the series."""
    texts = [text_of(row, "note"), source_of(row)]
    if getattr(row, "starts_new_series", False):
        texts = [_("Counted in a new way."), text_of(row, "break_reason"), *texts]
    return " ".join(filter(None, texts))


def source_of(record: PlanItem) -> str:
    source = " ".join(filter(None, [text_of(record, "source"), record.source_url]))
    return source and f"{_('Source')}: {source}"
