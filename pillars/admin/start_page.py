"""The desk's start page: the plan as an outline, with what needs doing in it."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from pillars.hierarchy.labels import code_of, form_of, kind_of, title_of
from pillars.hierarchy.parents import KINDS, above, is_withdrawn
from pillars.hierarchy.working_copy import Gathered
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
from pillars.todo.tasks import Kind, LookedAfter, Need, list_of, needs, place_of

ALL, MINE = "all", "mine"
# So many needs are read at a glance; more of them are folded under their counts.
AT_A_GLANCE = 10
# What stands below a record, in order: first what belongs to a plan as a whole.
BELOW = {
    Plan: [PlanSection, StudentGroup, GlossaryTerm, Pillar],
    Pillar: [Priority, Measure],
    Priority: [Strategy, Measure, Resource],
}


@dataclass(frozen=True)
class ToDo:
    need: Need
    place: str


@dataclass(frozen=True)
class Line:
    """A record of the outline, with what it and the rows of its series need."""

    record: PlanItem
    todos: list[ToDo] = field(default_factory=list)
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
        for todo in self.everything:
            counts[todo.need.kind] += todo.need.count
        return [(kind, kind.counted(counts[kind])) for kind in Kind if counts[kind]]

    @cached_property
    def everything(self) -> list[ToDo]:
        """What there is to do at it and below it."""
        return [*self.todos, *(todo for line in self.lines for todo in line.everything)]

    @cached_property
    def in_need(self) -> list["Line"]:
        """It and what is below it, as far as something is to be done there itself."""
        own = [self] if self.todos else []
        return [*own, *(line for below in self.lines for line in below.in_need)]


@dataclass(frozen=True)
class Group:
    """Needs of one kind, and of one language if they are of texts."""

    name: str
    one: Need
    count: int

    @property
    def words(self) -> str:
        """So many of them: ``3 texts missing (Spanish)``."""
        return self.one.kind.counted(self.count) + self.one.in_language

    @property
    def texts_page(self) -> str:
        return list_of(self.one)


class StartPage:
    def __init__(self, request: HttpRequest, today: datetime.date | None = None):
        self.user = request.user
        self.looked_after = LookedAfter(Account.of(self.user))
        asked = request.GET.get("show")
        first = MINE if self.looked_after else ALL
        self.show = asked if asked in self.choices else first
        self.gathered = Gathered()
        self.today = today or timezone.localdate()
        names = [group.name for group in self.groups]
        only = request.GET.get("only")
        self.only = only if only in names else ""

    @property
    def choices(self) -> list[str]:
        """What can be shown: a choice only for who looks after something."""
        return [MINE, ALL] if self.looked_after else [ALL]

    @cached_property
    def needs(self) -> list[Need]:
        """All that needs doing and that the person may look at, or looks after."""
        found = needs(self.gathered, self.today)
        return [
            need
            for record, some in found.items()
            for need in some
            if may_view(self.user, record)
            and (self.show == ALL or need in self.looked_after)
        ]

    @cached_property
    def kinds(self) -> set[type[PlanItem]]:
        return {kind for kind in KINDS if may_view(self.user, kind)}

    @cached_property
    def groups(self) -> list[Group]:
        order = list(Kind)
        found: dict[str, list[Need]] = {}
        for need in sorted(self.needs, key=lambda need: order.index(need.kind)):
            found.setdefault(need.group, []).append(need)
        return [
            Group(name, some[0], sum(need.count for need in some))
            for name, some in found.items()
        ]

    @property
    def unfolds(self) -> bool:
        """Whether each need is shown at once: few, or of the kind asked for."""
        return bool(self.only) or len(self.needs) <= AT_A_GLANCE

    @cached_property
    def todos(self) -> dict[PlanItem, list[ToDo]]:
        """What is shown at each line: a series' rows are seen to at their measure."""
        found: dict[PlanItem, list[ToDo]] = {}
        for need in self.needs:
            if self.only in {"", need.group}:
                record = need.record
                line = above(record) if isinstance(record, YearValue) else record
                found.setdefault(line, []).append(ToDo(need, place_of(need)))
        return found

    @property
    def plans(self) -> list[Line]:
        plans = sorted(self.gathered.of(Plan), key=lambda plan: not plan.is_current)
        return [self.line(plan) for plan in plans if Plan in self.kinds]

    def line(self, record: PlanItem) -> Line:
        return Line(record, self.todos.get(record, []), self.below(record))

    def below(self, record: PlanItem) -> list[Line]:
        """The lines under a record, those retired only if in need."""
        lines = [
            self.line(child)
            for kind in BELOW.get(type(record), [])
            if kind in self.kinds
            for child in self.gathered.under(record, kind)
            if may_view(self.user, child)
        ]
        return [ln for ln in lines if ln.in_need or not is_withdrawn(ln.record)]
