"""The desk's start page: the plan as an outline, with what needs doing in it."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from pillars.hierarchy.labels import code_of, form_of, kind_of, title_of
from pillars.hierarchy.tree import KINDS, above, is_withdrawn
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import (
    Account,
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    PlanItem,
    PlanSection,
    Priority,
    Resource,
    Strategy,
    StudentGroup,
)
from pillars.models.series import YearValue
from pillars.permissions.rules import may_view
from pillars.todo.tasks import Kind, Responsibilities, Task, find_tasks

ALL, MINE = "all", "mine"
# So many tasks are read at a glance; more of them are folded under their counts.
AT_A_GLANCE = 10
# What stands below a record, in order: first what belongs to a plan as a whole.
BELOW = {
    Plan: [PlanSection, StudentGroup, GlossaryTerm, Pillar],
    Pillar: [Priority, Measure],
    Priority: [Strategy, Measure, Resource],
}


@dataclass(frozen=True)
class Line:
    """A record of the outline, with the tasks at it and at the rows of its series."""

    record: PlanItem
    tasks: list[Task] = field(default_factory=list)
    lines: list["Line"] = field(default_factory=list)

    @property
    def code(self) -> str:
        return code_of(self.record)

    @property
    def title(self) -> str:
        return title_of(self.record)

    @property
    def kind(self) -> str:
        return kind_of(self.record)

    @property
    def form(self) -> str:
        return form_of(self.record)

    @property
    def is_pillar(self) -> bool:
        return isinstance(self.record, Pillar)

    @property
    def marks(self) -> list[tuple[Kind, str]]:
        """How much there is to do at it and below it: ``3 results due``."""
        counts: Counter[Kind] = Counter()
        for task in self.everything:
            counts[task.kind] += task.count
        return [(kind, kind.count_label(counts[kind])) for kind in Kind if counts[kind]]

    @cached_property
    def everything(self) -> list[Task]:
        """The tasks at it and below it."""
        return [*self.tasks, *(task for line in self.lines for task in line.everything)]

    @cached_property
    def with_tasks(self) -> list["Line"]:
        """It and the lines below it that have tasks of their own."""
        own = [self] if self.tasks else []
        return [*own, *(line for below in self.lines for line in below.with_tasks)]


@dataclass(frozen=True)
class Group:
    """The tasks of one kind, and of one language if they are of texts."""

    name: str
    one: Task
    count: int

    @property
    def words(self) -> str:
        """So many of them: ``3 texts missing (Spanish)``."""
        return self.one.kind.count_label(self.count) + self.one.language_suffix

    @property
    def texts_page(self) -> str:
        return self.one.list_url


class StartPage:
    def __init__(self, request: HttpRequest, today: datetime.date | None = None):
        self.user = request.user
        self.responsibilities = Responsibilities(Account.of(self.user))
        asked = request.GET.get("show")
        first = MINE if self.responsibilities else ALL
        self.show = asked if asked in self.choices else first
        self.working_copy = WorkingCopy()
        self.today = today or timezone.localdate()
        names = [group.name for group in self.groups]
        only = request.GET.get("only")
        self.only = only if only in names else ""

    @property
    def choices(self) -> list[str]:
        """What can be shown: a choice only for who looks after something."""
        return [MINE, ALL] if self.responsibilities else [ALL]

    @cached_property
    def tasks(self) -> list[Task]:
        """All tasks at records that the person may view, or is responsible for."""
        return [
            task
            for task in find_tasks(self.working_copy, self.today)
            if may_view(self.user, task.record)
            and (self.show == ALL or task in self.responsibilities)
        ]

    @cached_property
    def kinds(self) -> set[type[PlanItem]]:
        return {kind for kind in KINDS if may_view(self.user, kind)}

    @cached_property
    def groups(self) -> list[Group]:
        order = list(Kind)
        found: dict[str, list[Task]] = {}
        for task in sorted(self.tasks, key=lambda task: order.index(task.kind)):
            found.setdefault(task.group, []).append(task)
        return [
            Group(name, some[0], sum(task.count for task in some))
            for name, some in found.items()
        ]

    @property
    def unfolds(self) -> bool:
        """Whether each task is shown at once: few, or of the kind asked for."""
        return bool(self.only) or len(self.tasks) <= AT_A_GLANCE

    @cached_property
    def tasks_by_line(self) -> dict[PlanItem, list[Task]]:
        """The tasks shown at each line: those of a series' rows at their measure."""
        found: dict[PlanItem, list[Task]] = {}
        for task in self.tasks:
            if self.only in {"", task.group}:
                record = task.record
                line = above(record) if isinstance(record, YearValue) else record
                found.setdefault(line, []).append(task)
        return found

    @property
    def plans(self) -> list[Line]:
        plans = sorted(self.working_copy.of(Plan), key=lambda plan: not plan.is_current)
        return [self.line(plan) for plan in plans if Plan in self.kinds]

    def line(self, record: PlanItem) -> Line:
        return Line(record, self.tasks_by_line.get(record, []), self.below(record))

    def below(self, record: PlanItem) -> list[Line]:
        """The lines under a record, those retired only if they have tasks."""
        lines = [
            self.line(child)
            for kind in BELOW.get(type(record), [])
            if kind in self.kinds
            for child in self.working_copy.under(record, kind)
            if may_view(self.user, child)
        ]
        return [ln for ln in lines if ln.with_tasks or not is_withdrawn(ln.record)]
