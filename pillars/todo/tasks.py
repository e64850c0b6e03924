"""
The tasks of editors: texts, results, notes and links.

A locked plan has none; a retired record only those of the note that readers see.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.enums import State
from pillars.hierarchy.labels import code_of, form_of, kind_of, stages_page, title_of
from pillars.hierarchy.tree import named, pillar_of, plan_of, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Account, Measure, Plan, PlanItem, Resource, Result
from pillars.models.base import languages
from pillars.rules.updates import awaited_day
from pillars.text.language_names import language_name
from pillars.translations.status import texts_of

from .explained import year_to_explain
from .quarters import stages_to_check

# So long before its day a result becomes a task.
DUE_SOON = datetime.timedelta(weeks=4)


class Kind(TextChoices):
    """The values are in URLs."""

    DUE = "due", _("Results due")
    UNEXPLAINED = "unexplained", _("Results without a note")
    STAGES = "stages", _("Where strategies stand")
    DEAD_LINK = "dead-link", _("Dead links")
    BEHIND = "behind", _("Texts behind another language")
    MISSING = "missing", _("Texts missing")

    def count_label(self, count: int) -> str:
        """``3 results due``."""
        return COUNT_LABELS[self] % {"count": count}


COUNT_LABELS = {
    Kind.DUE: ngettext_lazy("%(count)s result due", "%(count)s results due", "count"),
    Kind.UNEXPLAINED: ngettext_lazy(
        "%(count)s result without a note", "%(count)s results without a note", "count"
    ),
    Kind.STAGES: ngettext_lazy(
        "%(count)s priority to check", "%(count)s priorities to check", "count"
    ),
    Kind.DEAD_LINK: ngettext_lazy(
        "%(count)s dead link", "%(count)s dead links", "count"
    ),
    Kind.BEHIND: ngettext_lazy(
        "%(count)s text behind", "%(count)s texts behind", "count"
    ),
    Kind.MISSING: ngettext_lazy(
        "%(count)s text missing", "%(count)s texts missing", "count"
    ),
}
# The rows of a measure's form where it is done.
ROWS = {Kind.DUE: "results", Kind.UNEXPLAINED: "notes"}
UNEXPLAINED = _("%(status)s in %(year)s: say what happened, why, and what comes next.")


@dataclass(frozen=True)
class Task:
    kind: Kind
    record: PlanItem
    language: str = ""
    # The names of the fields whose texts are missing or behind.
    fields: tuple[str, ...] = ()
    # Since when a text is behind, or when a result is due.
    day: datetime.date | None = None
    # A school year without a result, or whose result nobody has explained.
    year: int | None = None
    is_late: bool = False

    @property
    def url(self) -> str:
        """The record's form, at the field or the rows."""
        if rows := ROWS.get(self.kind):
            return f"{form_of(self.record)}#{rows}-group"
        if self.kind is Kind.STAGES:
            return stages_page(self.record)
        field = self.fields[0] if self.fields else "url"
        return f"{form_of(self.record)}#id_{field}_{self.language}"

    @property
    def about(self) -> str:
        """``1A High-Quality Instruction``."""
        record = named(self.record)
        return f"{code_of(record) or kind_of(record) + ':'} {title_of(record)}"

    @property
    def list_url(self) -> str:
        """The list of all such texts; empty for a result or link."""
        if not self.fields:
            return ""
        query = {"language": self.language, "state": self.kind.value}
        return reverse("admin:pillars_plan_translations", query=query)

    @property
    def group(self) -> str:
        """Tasks are counted by kind and, for texts, by language."""
        return f"{self.kind}-{self.language}" if self.fields else self.kind.value

    @property
    def language_suffix(self) -> str:
        """`` (Spanish)``; empty for a result or link."""
        return f" ({language_name(self.language)})" if self.fields else ""

    @property
    def count(self) -> int:
        """Each text counts."""
        return len(self.fields) or 1

    def __str__(self) -> str:
        if self.kind is Kind.DUE:
            return self.due_text()
        if self.kind is Kind.UNEXPLAINED:
            return UNEXPLAINED % {
                "status": self.record.progress.status.label,
                "year": school_years.label(self.year),
            }
        if self.kind is Kind.STAGES:
            return gettext(
                "Say where its strategies stand; save it even if nothing changed"
            )
        if self.kind is Kind.DEAD_LINK:
            return gettext("Its link does not work: %(result)s") % {
                "result": self.record.check_result_text()
            }
        meta = self.record._meta
        values = {
            "language": dict(settings.LANGUAGES)[self.language],
            "fields": ", ".join(
                str(meta.get_field(name).verbose_name) for name in self.fields
            ),
        }
        if self.kind is Kind.MISSING:
            return gettext("%(language)s, to be written: %(fields)s") % values
        values["day"] = date_format(self.day)
        return gettext("%(language)s, behind since %(day)s: %(fields)s") % values

    def due_text(self) -> str:
        if self.day is None:
            year = school_years.label(self.year)
            return gettext("No result yet for %(year)s") % {"year": year}
        day = {"day": date_format(self.day)}
        if self.is_late:
            return gettext("Its next result was due on %(day)s") % day
        return gettext("Its next result is due on %(day)s") % day


def find_tasks(working_copy: WorkingCopy, today: datetime.date) -> list[Task]:
    unchecked = stages_to_check(working_copy, today)
    return [
        *(Task(Kind.STAGES, priority) for priority in unchecked),
        *(
            task
            for record in working_copy.records()
            if not plan_of(record).is_locked
            for task in tasks_of(record, working_copy, today)
        ),
    ]


def tasks_of(
    record: PlanItem, working_copy: WorkingCopy, today: datetime.date
) -> Iterator[Task]:
    withdrawn = withdrawn_by(record)
    if isinstance(record, Measure) and not withdrawn:
        results = working_copy.under(record, Result)
        yield from results_due(record, results, plan_of(record), today)
        if year := year_to_explain(record, working_copy):
            yield Task(Kind.UNEXPLAINED, record, year=year)
    if isinstance(record, Resource) and record.check_result and not withdrawn:
        yield Task(Kind.DEAD_LINK, record, language=dead_language(record))
    texts = list(texts_of(record))
    for code in plan_of(record).written_languages:
        for kind in (Kind.BEHIND, Kind.MISSING):
            found = [t for t in texts if (t.language, t.state) == (code, kind.value)]
            if found:
                since = min((t.since for t in found if t.since), default=None)
                yield Task(kind, record, code, tuple(t.field for t in found), since)


def dead_language(resource: Resource) -> str:
    """The first language whose address did not answer: ``es: 404 Not Found``."""
    code = resource.check_result.partition(":")[0]
    return code if code in languages() else languages()[0]


def results_due(
    measure: Measure, results: Iterable[Result], plan: Plan, today: datetime.date
) -> Iterator[Task]:
    """
    The result that a measure needs now or within ``DUE_SOON``, if any.

    The day set for the measure comes first. Without one, or after that result, each
    past school year of the plan needs a result.
    """
    results = list(results)
    day = awaited_day(measure.next_update_due, results, plan.first_month)
    this_year = school_years.containing(today, plan.first_month)
    year = min(this_year - 1, plan.last_year)
    # A later result counts, too, and so does the statement that none is due.
    is_answered = any(
        result.school_year >= year and result.state != State.DUE for result in results
    )
    if day is not None:
        if day <= today + DUE_SOON:
            yield Task(Kind.DUE, measure, day=day, is_late=day < today)
    elif not (is_answered or measure.is_related_figure or year < plan.first_year):
        yield Task(Kind.DUE, measure, year=year)


class Responsibilities:
    """Results and links of a person's pillars, texts of their languages."""

    def __init__(self, account: Account):
        saved = account.pk is not None
        self.languages = set(account.writes)
        self.pillars = {pillar.pk for pillar in account.pillars.all()} if saved else ()

    def __bool__(self) -> bool:
        return bool(self.languages or self.pillars)

    def __contains__(self, task: Task) -> bool:
        if task.fields:
            return task.language in self.languages
        pillar = pillar_of(task.record)
        return pillar is not None and pillar.pk in self.pillars
