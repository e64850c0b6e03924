"""
Makers: records for tests, in both languages, plain wherever a test does not care.

Numbers count upward and nothing is random. ``make_measure(targets={2026: "90"})`` says
what the test is about; the rest is filled in.
"""

import datetime
import re
from itertools import count

from django.apps import apps

from pillars.enums import (
    Direction,
    GroupFamily,
    Level,
    ResourceKind,
    SectionKind,
    TargetKind,
    UnitKind,
)
from pillars.models import (
    Baseline,
    GlossaryTerm,
    HelpLine,
    Measure,
    MeasureNote,
    Office,
    Pillar,
    Plan,
    PlanItem,
    PlanSection,
    Priority,
    PriorityNote,
    Resource,
    Result,
    Review,
    Strategy,
    StudentGroup,
    Target,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_number = count(1)


def both(field: str, english: str, spanish: str) -> dict[str, str]:
    """A text's columns: ``both("title", "Plan", "Plan")`` fills one each language."""
    return {f"{field}_en": english, f"{field}_es": spanish}


def coded(code: str) -> dict[str, object]:
    """A code, and the place that it would have by its last number or letter."""
    last = re.search(r"(\d+|[A-Za-z])$", code)[0]
    place = int(last) if last.isdigit() else LETTERS.index(last.upper()) + 1
    return {"code": code, "position": place}


def make_plan(**given) -> Plan:
    """A public plan; the first one is also the current plan."""
    n = next(_number)
    first = not Plan.objects.exists()
    defaults = {
        **both("title", f"Strategic Plan {n}", f"Plan Estratégico {n}"),
        **both("short_title", f"Plan {n} in short", f"Plan {n} en breve"),
        **both("organization", f"School District {n}", f"Distrito Escolar {n}"),
        **both("singular_goal", f"Goal {n} for all.", f"Meta {n} para todos."),
        **both("vision", f"Vision {n} of the plan.", f"Visión {n} del plan."),
        **both("summary", f"Summary {n} of the plan.", f"Resumen {n} del plan."),
        "slug": "2022-26" if first else f"plan-{n}",
        "first_year": 2022,
        "last_year": 2025,
        "public_languages": ["en", "es"],
        "requires_all_texts": True,
        "is_public": True,
        "is_current": first,
    }
    return Plan.objects.create(**defaults | given)


def make_section(plan: Plan | None = None, **given) -> PlanSection:
    """A passage about the plan: how it was made, unless another kind is given."""
    n = next(_number)
    defaults = {
        **both("title", f"Section {n}", f"Sección {n}"),
        **both("body", f"Passage {n} of the plan.", f"Pasaje {n} del plan."),
        "kind": SectionKind.HOW_IT_WAS_MADE,
        "position": n,
    }
    return PlanSection.objects.create(plan=plan or make_plan(), **defaults | given)


def make_group(plan: Plan | None = None, **given) -> StudentGroup:
    """A group of students."""
    n = next(_number)
    defaults = {
        **both("title", f"Group {n}", f"Grupo {n}"),
        "code": f"group-{n}",
        "family": GroupFamily.GRADE_SPAN,
        "position": n,
    }
    return StudentGroup.objects.create(plan=plan or make_plan(), **defaults | given)


def make_term(plan: Plan | None = None, **given) -> GlossaryTerm:
    """A word that the glossary explains."""
    n = next(_number)
    defaults = {
        **both("term", f"Word {n}", f"Palabra {n}"),
        **both("meaning", f"Meaning of word {n}.", f"Significado de la palabra {n}."),
        "code": f"word-{n}",
    }
    return GlossaryTerm.objects.create(plan=plan or make_plan(), **defaults | given)


def make_pillar(plan: Plan | None = None, **given) -> Pillar:
    """A pillar; the plan's next number, unless one is given."""
    n = next(_number)
    plan = plan or make_plan()
    defaults = {
        **both("title", f"Pillar {n}", f"Pilar {n}"),
        **both("subtitle", f"Statement of pillar {n}.", f"Lema del pilar {n}."),
        **both("summary", f"What pillar {n} is about.", f"De qué trata el pilar {n}."),
        **coded(given.get("code") or str(plan.pillars.count() + 1)),
    }
    return Pillar.objects.create(plan=plan, **defaults | given)


def make_priority(pillar: Pillar | None = None, **given) -> Priority:
    """A priority; the pillar's next letter, unless one is given."""
    n = next(_number)
    pillar = pillar or make_pillar()
    defaults = {
        **both("title", f"Priority {n}", f"Prioridad {n}"),
        **both("statement", f"Statement of priority {n}.", f"Lema de prioridad {n}."),
        **both("why", f"Why priority {n} matters.", f"Por qué importa {n}."),
        **coded(given.get("code") or pillar.code + LETTERS[pillar.priorities.count()]),
    }
    return Priority.objects.create(pillar=pillar, **defaults | given)


def make_strategy(priority: Priority | None = None, **given) -> Strategy:
    """A strategy at schools; the priority's next number, unless one is given."""
    n = next(_number)
    priority = priority or make_priority()
    defaults = {
        **both("text", f"Do thing {n} at every school.", f"Hacer la cosa {n}."),
        **coded(
            given.get("code") or f"{priority.code}.{priority.strategies.count() + 1}"
        ),
        "level": Level.SCHOOL_SITE,
    }
    return Strategy.objects.create(priority=priority, **defaults | given)


def make_resource(priority: Priority | None = None, **given) -> Resource:
    """A web page that a priority points to, with an address for each language."""
    n = next(_number)
    defaults = {
        **both("title", f"Resource {n}", f"Recurso {n}"),
        **both("url", f"https://example.org/en/{n}", f"https://example.org/es/{n}"),
        **both("description", f"What page {n} offers.", f"Qué ofrece la página {n}."),
        "kind": ResourceKind.WEB_PAGE,
        "position": n,
    }
    return Resource.objects.create(
        priority=priority or make_priority(), **defaults | given
    )


def make_measure(
    priority: Priority | None = None,
    targets: dict | None = None,
    results: dict | None = None,
    baseline: tuple | None = None,
    group: StudentGroup | None = None,
    **given,
) -> Measure:
    """
    A share that is to rise to a level, with its numbers by school year.

    ``baseline`` is a year and a value. ``pillar=…`` without a priority makes a measure
    of the pillar as a whole.
    """
    n = next(_number)
    if priority is None and "pillar" not in given:
        priority = make_priority()
    pillar = given.pop("pillar", None) or priority.pillar
    place = (priority or pillar).code
    letter = "R" if given.get("target_kind") == TargetKind.NONE else "M"
    unit = {"unit_kind": UnitKind.PERCENT}
    if given.get("unit_kind", UnitKind.PERCENT) == UnitKind.PERCENT:
        unit |= both("unit", "of students", "de los estudiantes")
    defaults = {
        **both("title", f"Measure {n}", f"Medida {n}"),
        **both("definition", f"How measure {n} is counted.", f"Cómo se cuenta {n}."),
        **coded(given.get("code") or f"{place}-{letter}{pillar.measures.count() + 1}"),
        **unit,
        "decimals": 1,
        "direction": Direction.UP,
        "target_kind": TargetKind.REACH,
    }
    measure = Measure.objects.create(
        pillar=pillar, priority=priority, **defaults | given
    )
    if baseline is not None:
        make_baseline(measure, *baseline, group=group)
    for year, value in (targets or {}).items():
        make_target(measure, year, value, group=group)
    for year, value in (results or {}).items():
        make_result(measure, year, value, group=group)
    return measure


def make_baseline(measure: Measure, year: int, value, **given) -> Baseline:
    """Where a measure began."""
    return Baseline.objects.create(
        measure=measure, school_year=year, value=value, **given
    )


def make_target(measure: Measure, year: int, value=None, **given) -> Target:
    """What is asked of a measure by a school year."""
    shown = f"{given.get('low')}–{given.get('high')}" if value is None else value
    defaults = both("wording", f"{shown} by {year}", f"{shown} para {year}")
    return Target.objects.create(
        measure=measure, school_year=year, value=value, **defaults | given
    )


def make_result(measure: Measure, year: int, value=None, **given) -> Result:
    """The value that a measure had in a school year."""
    return Result.objects.create(
        measure=measure, school_year=year, value=value, **given
    )


def make_office(plan: Plan | None = None, **given) -> Office:
    """An office that answers for parts of the plan."""
    n = next(_number)
    defaults = {
        **both("title", f"Office {n}", f"Oficina {n}"),
        **both("url", f"https://example.org/en/{n}", f"https://example.org/es/{n}"),
        "code": f"office-{n}",
        "email": f"office-{n}@example.org",
        "phone": f"(213) 555-{n:04}",
        "position": n,
    }
    return Office.objects.create(plan=plan or make_plan(), **defaults | given)


def make_help_line(plan: Plan | None = None, **given) -> HelpLine:
    """How to get help in a language that the site is not in."""
    defaults = {"language": "vi", "text": "Để được giúp, xin gọi (213) 555-0147."}
    return HelpLine.objects.create(plan=plan or make_plan(), **defaults | given)


def make_review(plan: Plan | None = None, **given) -> Review:
    """A day on which the Board looked at measures: those of ``measures``."""
    n = next(_number)
    defaults = {
        **both("title", f"Meeting {n}", f"Reunión {n}"),
        **both("report_url", f"https://example.org/r/{n}", f"https://example.org/{n}"),
        "day": datetime.date(2024, 1, 1) + datetime.timedelta(days=n),
    }
    return Review.objects.create(plan=plan or make_plan(), **defaults | given)


def make_note(
    record: Priority | Measure, year: int = 2024, office: Office | None = None, **given
) -> PriorityNote | MeasureNote:
    """What the district says of a year."""
    n = next(_number)
    defaults = {
        **both("what_happened", f"Thing {n} happened.", f"Pasó la cosa {n}."),
        **both("why", f"Because of {n}.", f"Por {n}."),
        **both("what_comes_next", f"Thing {n} comes next.", f"Sigue la cosa {n}."),
        "school_year": year,
        "day": datetime.date(year + 1, 10, 14),
        "office": office or make_office(record.pillar.plan),
    }
    return record.notes.create(**defaults | given)


def plan_models() -> list[type[PlanItem]]:
    """The models of the plan itself, without their history and the desk's accounts."""
    models = apps.get_app_config("pillars").get_models()
    return [model for model in models if issubclass(model, PlanItem)]
