"""
The plan as StratML: Part 2 (ANSI/AIIM 22) with its measures, Part 1 (ISO 17469-1)
without. Each language has its own files, as no element may name its language.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars import words
from pillars.codes import segment
from pillars.enums import State, TargetKind
from pillars.models import Measure, Pillar, Plan, PlanItem, Priority, Strategy
from pillars.models.measured_series import Series
from pillars.models.series import YearValue
from pillars.public import readings
from pillars.public.page_context import PageContext
from pillars.public.views import to_public_language
from pillars.text.language_names import language_name
from plan_site.editions.document.document import Document
from plan_site.editions.public.views import without_invisible

from .tables import Number, numbers_of

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
    note = _("in %(language)s") % {"language": language_name(language)}
    return f"{text} ({note})"


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


def instances(series: Series) -> Iterator[SafeString]:
    """Each school year with its values, targets first; a template would be slow."""
    plan, found = series.measure.pillar.plan, defaultdict(list)
    for number in numbers_of(series):
        if number.record:
            values_of = asked_values if number.kind == "target" else found_values
            found[number.school_year] += values_of(number)
    for year in sorted(found):
        first, last = days(plan, year, year)
        texts = "".join(
            f"<{name}>\n<StartDate>{first}</StartDate>\n<EndDate>{last}</EndDate>\n"
            f"{inside}</{name}>\n"
            for name, inside in sorted(found[year], key=itemgetter(0), reverse=True)
        )
        made = f"<MeasurementInstance>\n{texts}</MeasurementInstance>\n"
        yield mark_safe(made)  # noqa: S308 - its texts are escaped by ``value``


def asked_values(number: Number) -> Iterator[tuple[str, str]]:
    """Each number as the plan gives it, with the level that it comes to."""
    target, facts = number.record, number.series.facts
    given = {name: number.number(name) for name in ("value", "low", "high")}
    names = [name for name, value in given.items() if value is not None]
    wording = text_of(target, "wording")
    for name in names or ["value"]:
        is_level = names and facts.kind not in WITHOUT_LEVEL
        level = facts.level_of(given[name]) if is_level else None
        end = target._meta.get_field(name).verbose_name
        label = end if facts.kind == TargetKind.RANGE else TargetKind(facts.kind).label
        told = label, decimal(given[name]) or wording
        yield "TargetResult", value(level, told, [wording], target)


def found_values(number: Number) -> Iterator[tuple[str, str]]:
    units, name, state = number.number(), _("Status"), State(number.state).label
    if number.kind == "baseline":
        start = _("Baseline")
        state = start if number.state == State.REPORTED else f"{start}: {state}"
        name = name if units is None else _("Kind")
    lines = []
    if getattr(number.record, "starts_new_series", False):
        lines = [_("Counted in a new way."), text_of(number.record, "break_reason")]
    yield "ActualResult", value(units, (name, state), lines, number.record)


def value(
    units: Decimal | None, told: tuple[str, str], lines: list[str], row: YearValue
) -> str:
    """A number, what it is, and what is said of it."""
    source = " ".join(filter(None, [text_of(row, "source"), row.source_url]))
    label = _("Source")
    lines = [*lines, text_of(row, "note"), source and f"{label}: {source}"]
    name, state = (escape(capfirst(str(text))) for text in told)
    said = escape(" ".join(filter(None, lines)))
    return (
        f"<NumberOfUnits>{decimal(units)}</NumberOfUnits>\n<Descriptor>"
        f"<DescriptorName>{name}</DescriptorName>"
        f"<DescriptorValue>{state}</DescriptorValue></Descriptor>\n"
    ) + (f"<Description>{said}</Description>\n" if said else "")


def decimal(number: Decimal | None) -> str:
    """As XML has it, without an exponent; empty for none."""
    return "" if number is None else f"{number:f}"
