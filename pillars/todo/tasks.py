"""
The tasks of editors: texts, results, notes and links.

A locked plan has none; a retired record only those of the note that readers see.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from operator import attrgetter

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pillars import school_years, words
from pillars.hierarchy.labels import code_of, form_of, kind_of, stages_page, title_of
from pillars.hierarchy.tree import named, plan_of, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Measure, PlanItem, Resource
from pillars.models.base import languages
from pillars.text.language_names import language_name
from pillars.translations.status import texts_of

from .due import (
    day_of_next_result,
    stages_to_check,
    year_to_explain,
    year_without_result,
)

# So long before its day a result becomes a task.
DUE_SOON = datetime.timedelta(weeks=4)
# An e-mail is short: the rest is on the start page.
LISTED = 10


class Kind(TextChoices):
    """The values are in URLs."""

    DUE = "due", _("Results due")
    UNEXPLAINED = "unexplained", _("Results without a note")
    STAGES = (
        "stages",
        format_lazy(
            _("Where {strategies} stand"), strategies=words.word_lazy("strategies")
        ),
    )
    DEAD_LINK = "dead-link", _("Dead links")
    BEHIND = "behind", _("Texts behind another language")
    MISSING = "missing", _("Texts missing")


TEXTS = (Kind.BEHIND, Kind.MISSING)
# The rows of a measure's form where it is done.
ROWS = {Kind.DUE: "results", Kind.UNEXPLAINED: "notes"}
UNEXPLAINED = _("%(status)s in %(year)s: say what happened, why, and what comes next.")
STAGES = _(
    "%(strategies)s: say where they stand; save the page even if nothing changed"
)


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
    def group(self) -> str:
        """Tasks are counted by kind and, for texts, by language."""
        return f"{self.kind}-{self.language}" if self.fields else self.kind.value

    @property
    def count(self) -> int:
        """Each text counts."""
        return len(self.fields) or 1

    def __str__(self) -> str:
        if self.kind is Kind.DUE:
            return self.due_text()
        if self.kind is Kind.UNEXPLAINED:
            status = self.record.progress.status.label
            year = school_years.label(self.year)
            return UNEXPLAINED % {"status": status, "year": year}
        if self.kind is Kind.STAGES:
            return STAGES % {"strategies": capfirst(words.word("strategies"))}
        if self.kind is Kind.DEAD_LINK:
            result = self.record.check_result_text()
            return gettext("Its link does not work: %(result)s") % {"result": result}
        return self.texts_text()

    def due_text(self) -> str:
        if self.day is None:
            year = school_years.label(self.year)
            return gettext("No result yet for %(year)s") % {"year": year}
        day = {"day": date_format(self.day)}
        if self.is_late:
            return gettext("Its next result was due on %(day)s") % day
        return gettext("Its next result is due on %(day)s") % day

    def texts_text(self) -> str:
        names = map(self.record._meta.get_field, self.fields)
        values = {
            "language": dict(settings.LANGUAGES)[self.language],
            "fields": ", ".join(str(field.verbose_name) for field in names),
        }
        if self.kind is Kind.MISSING:
            return gettext("%(language)s, to be written: %(fields)s") % values
        values["day"] = date_format(self.day)
        return gettext("%(language)s, behind since %(day)s: %(fields)s") % values


def find_tasks(working_copy: WorkingCopy, today: datetime.date) -> list[Task]:
    found = [Task(Kind.STAGES, it) for it in stages_to_check(working_copy, today)]
    for record in working_copy.records():
        if not plan_of(record).is_locked:
            found += tasks_of(record, working_copy, today)
    return found


def tasks_of(
    record: PlanItem, working_copy: WorkingCopy, today: datetime.date
) -> Iterator[Task]:
    withdrawn = withdrawn_by(record)
    if isinstance(record, Measure) and not withdrawn:
        if day := day_of_next_result(record, working_copy):
            if day <= today + DUE_SOON:
                yield Task(Kind.DUE, record, day=day, is_late=day < today)
        elif year := year_without_result(record, working_copy, today):
            yield Task(Kind.DUE, record, year=year)
        if year := year_to_explain(record, working_copy):
            yield Task(Kind.UNEXPLAINED, record, year=year)
    if isinstance(record, Resource) and record.check_result and not withdrawn:
        yield Task(Kind.DEAD_LINK, record, language=dead_language(record))
    texts = list(texts_of(record))
    for code, kind in product(plan_of(record).written_languages, TEXTS):
        if found := [t for t in texts if (t.language, t.state) == (code, kind.value)]:
            since = min((t.since for t in found if t.since), default=None)
            yield Task(kind, record, code, tuple(t.field for t in found), since)


def dead_language(resource: Resource) -> str:
    """The first language whose address did not answer: ``es: 404 Not Found``."""
    code = resource.check_result.partition(":")[0]
    return code if code in languages() else languages()[0]


@dataclass(frozen=True)
class Group:
    """The tasks of one kind, and of one language if they are of texts."""

    name: str
    tasks: list[Task]

    @property
    def words(self) -> str:
        """``Texts missing (Spanish): 3``."""
        first = self.tasks[0]
        language = f" ({language_name(first.language)})" if first.fields else ""
        return f"{first.kind.label}{language}: {total(self.tasks)}"

    @property
    def texts_page(self) -> str:
        """The list of all such texts, where there is one."""
        first = self.tasks[0]
        query = {"language": first.language, "state": first.kind.value}
        page = reverse("admin:pillars_plan_translations", query=query)
        return page if first.fields else ""

    @property
    def listed(self) -> list[Task]:
        """In an e-mail."""
        return self.tasks[:LISTED]

    @property
    def left(self) -> int:
        return total(self.tasks[LISTED:])


def groups_of(tasks: Iterable[Task]) -> list[Group]:
    order = list(Kind)
    found = sorted(tasks, key=lambda task: (order.index(task.kind), task.language))
    groups = groupby(found, key=attrgetter("group"))
    return [Group(name, list(some)) for name, some in groups]


def total(tasks: Iterable[Task]) -> int:
    return sum(task.count for task in tasks)
