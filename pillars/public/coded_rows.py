"""All of a plan that has a code, as rows without records, for links in texts."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from pillars.models import Plan, Strategy
from pillars.models.base import languages
from pillars.models.coded import TO_PLAN


def coded_rows(plan: Plan, language: str) -> list[tuple[str, str, str, str]]:
    """
    Kind, code and title of all that has a code; strategies last, without title, but
    with the code of what they belong to.
    """
    title = first_of(f"title_{code}" for code in (language, *languages()))
    parts = [
        rows_of(apps.get_model("pillars", kind).objects.filter(**{path: plan}), title)
        for kind, path in TO_PLAN.items()
    ]
    strategies = Strategy.objects.filter(priority__pillar__plan=plan)
    owner = first_of(["priority__code", "priority__pillar__code"])
    rows = parts[0].union(*parts[1:], rows_of(strategies, owner=owner), all=True)
    return sorted(rows, key=lambda row: row[0] == "strategy")


def rows_of(records: QuerySet, name=Value(""), owner=Value("")) -> QuerySet:  # noqa: B008
    kind = Value(records.model._meta.model_name)
    named = records.exclude(code="").order_by()
    named = named.annotate(kind=kind, name=name, owner=owner)
    return named.values_list("kind", "code", "name", "owner")


def first_of(columns: Iterable[str]) -> Coalesce:
    """The first one that is not empty."""
    filled = [NullIf(F(column), Value("")) for column in columns]
    return Coalesce(*filled, Value(""), output_field=CharField())
