"""Findings: what the check list has to say, and where in the plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Model
from django.utils.text import capfirst

from pillars.hierarchy.tree import plan_of
from pillars.models import (
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    Priority,
    Resource,
    Strategy,
    StudentGroup,
)
from pillars.models.series import YearValue
from pillars.text.language_names import named

from .contents import item_of, item_record


@dataclass(frozen=True)
class Finding:
    """One thing that the check list found: an error, or a warning to be answered."""

    # Stable and readable: by it a warning is answered, as in ``behind:1D:why:es``.
    name: str
    check: str
    stops: bool
    item: str
    code: str
    message: str
    admin_url: str


def found(
    check: str, record: Model, message: str, *detail: object, stops=False
) -> Finding:
    """A finding about a record; ``detail`` tells it from others of the same check."""
    item = item_of(record)
    name = ":".join([check, short_name(record), *map(str, detail)])
    said = f"{where(record)}: {message}"
    return Finding(name, check, stops, item, code_of(record), said, admin_url(item))


def admin_url(item: str) -> str:
    """Where the working copy's record of an item is mended."""
    label, _colon, key = item.partition(":")
    app, _dot, model = label.partition(".")
    return f"/admin/{app}/{model}/{key}/change/" if key else "/admin/"


def code_of(record: Model) -> str:
    whole = item_record(record)
    coded = isinstance(whole, (Pillar, Priority, Strategy, Measure))
    return whole.code if coded else ""


def short_name(record: Model) -> str:
    """A record's name in a finding's name: ``1D-M2:result-2023``, ``term-fafsa``."""
    plan, whole = plan_of(record), item_record(record)
    prefix = "" if plan.is_current else f"{plan.slug}/"
    if isinstance(whole, Plan):
        name, prefix = whole.slug, ""
    elif isinstance(whole, StudentGroup):
        name = f"group-{whole.code}"
    elif isinstance(whole, GlossaryTerm):
        name = f"term-{whole.code}"
    elif isinstance(whole, Resource):
        name = f"{whole.priority.code}-resource-{whole.pk}"
    else:
        name = whole.code
    if isinstance(record, YearValue):
        group = f"-{record.group.code}" if record.group else ""
        return f"{prefix}{name}:{record._meta.model_name}-{record.school_year}{group}"
    if whole is not record:
        return f"{prefix}{name}:section-{record.pk}"
    return f"{prefix}{name}"


def where(record: Model) -> str:
    """Where a record is found: ``Measure of success 1D-M2, result 2023–24``."""
    whole = item_record(record)
    kind = capfirst(whole._meta.verbose_name)
    name = code_of(whole) or f"“{whole}”"
    place = f"{kind} {name}"
    if isinstance(whole, Resource):
        place += f" ({whole.priority.code})"
    if isinstance(record, YearValue):
        place += f", {record.place}"
    elif whole is not record:
        place += f", {record._meta.verbose_name} “{record}”"
    return place


def field_label(record: Model, name: str, language: str = "") -> str:
    """A field as an editor knows it: ``“why this matters” (Spanish)``."""
    label = f"“{record._meta.get_field(name).verbose_name}”"
    return f"{label} ({named(language)})" if language else label


def quoted(text: str, length: int = 90) -> str:
    """The beginning of a text, in quotation marks."""
    text = " ".join(text.split())
    return f"“{text[:length].rstrip()}…”" if len(text) > length else f"“{text}”"


def with_unique_names(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, a number added to a name that came before."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        seen[finding.name] += 1
        if seen[finding.name] > 1:
            finding = replace(finding, name=f"{finding.name}~{seen[finding.name]}")
        result.append(finding)
    return result
