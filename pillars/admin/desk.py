"""The desk's sidebar and start page: the plan as an outline, with what needs doing."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.labels import Labeled
from pillars.hierarchy.tree import KINDS, above, named, parent_kind, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Account, Pillar, Plan, PlanItem
from pillars.models.base import OfYear
from pillars.models.notes import YearNote
from pillars.permissions.rules import may_view
from pillars.todo.due import ComingDate, coming_dates
from pillars.todo.reminders import Responsibilities
from pillars.todo.tasks import Kind, Task, find_tasks, groups_of

# The records' forms in the plan's order, each with its icon in the sidebar.
ICONS = {
    "Plan": "flag",
    "PlanSection": "article",
    "HelpLine": "translate",
    "Office": "apartment",
    "Review": "gavel",
    "Pillar": "account_balance",
    "Priority": "star",
    "PriorityNote": "rate_review",
    "Strategy": "checklist",
    "Resource": "link",
    "Measure": "monitoring",
    "Baseline": "start",
    "Target": "target",
    "Result": "edit_note",
    "MeasureNote": "rate_review",
    "StudentGroup": "groups",
    "GlossaryTerm": "dictionary",
    "Edition": "publish",
    "User": "person",
    "Group": "badge",
}
PAGES = [
    (_("Start page"), "home", "index"),
    (_("Translations"), "translate", "pillars_plan_translations"),
    (_("Recently deleted"), "restore_from_trash", "pillars_plan_recently_deleted"),
]

ALL, MINE = "all", "mine"
# So many tasks are read at a glance; more of them are folded under their counts.
AT_A_GLANCE = 10


def in_plan_order(app_list: list[dict]) -> list[dict]:
    """The desk's forms as Django lists them, the plan's first and in its order."""
    rank = {name: place for place, name in enumerate(ICONS)}
    for app in app_list:
        app["models"].sort(key=lambda model: rank[model["object_name"]])
        for model in app["models"]:
            kind = model["model"]
            if issubclass(kind, YearNote):  # There are two kinds of them.
                whole = parent_kind(kind, kind.about)._meta.verbose_name_plural
                model["name"] = f"{model['name']}: {whole}"
    return sorted(app_list, key=lambda app: rank[app["models"][0]["object_name"]])


def navigation(request: HttpRequest) -> list[dict]:
    """The sidebar: the theme's setting ``SIDEBAR.navigation``."""
    start = [
        {"title": title, "icon": icon, "link": reverse(f"admin:{name}")}
        for title, icon, name in PAGES
    ]
    # Pages of the desk stand below the address of plans, and are no plan's.
    is_page = any(request.path.startswith(page["link"]) for page in start[1:])
    groups = [
        {
            "title": app["name"],
            "separator": True,
            "items": [
                {
                    "title": model["name"],
                    "icon": ICONS[model["object_name"]],
                    "link": link,
                    "active": request.path.startswith(link) and not is_page,
                }
                for model in app["models"]
                if (link := model["admin_url"])
            ],
        }
        for app in in_plan_order(admin.site.get_app_list(request))
    ]
    return [{"items": start}, *groups]


def start_page(request: HttpRequest, context: dict) -> dict:
    """The context of the start page: the theme's setting ``DASHBOARD_CALLBACK``."""
    return {
        **context,
        "title": _("Start page"),
        "app_list": in_plan_order(context["app_list"]),
        "start": StartPage(request),
    }


@dataclass(frozen=True)
class Line(Labeled):
    """A record of the outline, with the tasks at it and at the rows of its series."""

    record: PlanItem
    tasks: list[Task]
    lines: list["Line"]

    @property
    def is_pillar(self) -> bool:
        return isinstance(self.record, Pillar)

    @property
    def marks(self) -> list[tuple[Kind, str]]:
        """How much there is to do at it and below it: ``Results due: 3``."""
        counts: Counter[Kind] = Counter()
        for task in self.everything:
            counts[task.kind] += task.count
        found = (kind for kind in Kind if counts[kind])
        return [(kind, f"{kind.label}: {counts[kind]}") for kind in found]

    @property
    def everything(self) -> list[Task]:
        return [task for line in self.with_tasks for task in line.tasks]

    @cached_property
    def with_tasks(self) -> list["Line"]:
        """It and the lines below it that have tasks of their own."""
        own = [self] if self.tasks else []
        return [*own, *(line for below in self.lines for line in below.with_tasks)]


class StartPage:
    def __init__(self, request: HttpRequest):
        self.user = request.user
        mine = Responsibilities(Account.of(self.user))
        # A choice only for who looks after something.
        self.choices = [MINE, ALL] if mine else [ALL]
        show = request.GET.get("show")
        self.show = show if show in self.choices else self.choices[0]
        self.working_copy = WorkingCopy()
        self.today = timezone.localdate()
        self.tasks = [
            task
            for task in find_tasks(self.working_copy, self.today)
            if may_view(self.user, task.record) and (self.show == ALL or task in mine)
        ]
        self.groups = groups_of(self.tasks)
        only = request.GET.get("only")
        self.only = only if only in {group.name for group in self.groups} else ""
        # Whether each task is shown at once: few, or of the kind asked for.
        self.unfolds = bool(self.only) or len(self.tasks) <= AT_A_GLANCE

    @property
    def coming(self) -> list[ComingDate]:
        """The first ones that the person may see."""
        found = coming_dates(self.working_copy, self.today)
        return [it for it in found if may_view(self.user, it.record)][:AT_A_GLANCE]

    @cached_property
    def tasks_by_line(self) -> dict[PlanItem, list[Task]]:
        """The tasks shown at each line: those of a series' rows at their measure."""
        found: dict[PlanItem, list[Task]] = {}
        for task in self.tasks:
            if self.only in {"", task.group}:
                record = task.record
                line = above(record) if isinstance(record, OfYear) else named(record)
                found.setdefault(line, []).append(task)
        return found

    @property
    def plans(self) -> list[Line]:
        plans = self.working_copy.of(Plan) if may_view(self.user, Plan) else []
        current_first = sorted(plans, key=lambda plan: not plan.is_current)
        return [self.line(plan) for plan in current_first]

    def line(self, record: PlanItem) -> Line:
        """With those below it; of retired records those that have tasks."""
        below = [
            self.line(child)
            for kind in KINDS
            if not issubclass(kind, OfYear)
            for child in self.working_copy.under(record, kind)
            if may_view(self.user, child)
        ]
        shown = [ln for ln in below if ln.with_tasks or not withdrawn_by(ln.record)]
        return Line(record, self.tasks_by_line.get(record, []), shown)
