"""The desk's start page and sidebar: its forms in the order of the plan."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .start_page import StartPage

# Each record's form, in the plan's order, with its icon in the sidebar.
ICONS = {
    "Plan": "flag",
    "PlanSection": "article",
    "Pillar": "account_balance",
    "Priority": "star",
    "Strategy": "checklist",
    "Resource": "link",
    "Measure": "monitoring",
    "Baseline": "start",
    "Target": "target",
    "Result": "edit_note",
    "StudentGroup": "groups",
    "GlossaryTerm": "dictionary",
    "Edition": "publish",
    "User": "person",
    "Group": "badge",
}
ORDER = list(ICONS)
# Pages of the desk that are no record's.
PAGES = (
    (_("Start page"), "home", "index"),
    (_("Translations"), "translate", "pillars_plan_translations"),
    (_("Recently deleted"), "restore_from_trash", "pillars_plan_recently_deleted"),
)


def in_plan_order(app_list: list[dict]) -> list[dict]:
    """The desk's forms as Django lists them, the plan's first and in its order."""
    place = {name: number for number, name in enumerate(ORDER)}

    def rank(model):
        return place.get(model["object_name"], len(place))

    for app in app_list:
        app["models"].sort(key=rank)
    return sorted(app_list, key=lambda app: min(map(rank, app["models"])))


def start_page(request: HttpRequest, context: dict) -> dict:
    """What the start page shows: the theme's setting ``DASHBOARD_CALLBACK``."""
    return {
        **context,
        "title": _("Start page"),
        "app_list": in_plan_order(context["app_list"]),
        "start": StartPage(request),
    }


def navigation(request: HttpRequest) -> list[dict]:
    """The sidebar: the theme's setting ``SIDEBAR.navigation``."""
    start = [
        {"title": title, "icon": icon, "link": reverse(f"admin:{name}")}
        for title, icon, name in PAGES
    ]
    here = request.path
    # Pages of the desk stand below the address of plans, and are no plan's.
    on_a_page = any(here.startswith(page["link"]) for page in start[1:])
    groups = [
        {
            "title": app["name"],
            "separator": True,
            "items": [
                {
                    "title": model["name"],
                    "icon": ICONS.get(model["object_name"], "table_rows"),
                    "link": model["admin_url"],
                    "active": here.startswith(model["admin_url"]) and not on_a_page,
                }
                for model in app["models"]
                if model["admin_url"]
            ],
        }
        for app in in_plan_order(admin.site.get_app_list(request))
    ]
    return [{"items": start}, *groups]
