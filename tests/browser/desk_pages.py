"""The desk with something on every page, and the addresses of its pages."""

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from pillars.models import Priority
from tests.desk import LISTS, form_of, list_of
from tests.editions.published import publish
from tests.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
    make_term,
)


def fill() -> Priority:
    """A plan with a record of each kind, some of it published, missing and behind."""
    plan = make_plan()
    make_section(plan)
    make_term(plan)
    priority = make_priority(make_pillar(plan), why_es="")
    make_strategy(priority)
    make_resource(priority)
    make_measure(
        priority,
        baseline=(2021, "80"),
        targets={2025: "90"},
        results={2023: "84"},
        group=make_group(plan),
    )
    Group.objects.create(name="Translators")
    publish()
    priority.title_en = "Calm schools"
    priority.save()
    return priority


def forms_of(priority: Priority) -> list[str]:
    """A form of each kind, those with rows of their own included."""
    plan, measure = priority.pillar.plan, priority.measures.get()
    records = [
        *(plan, plan.sections.get(), priority.pillar, priority),
        *(priority.strategies.get(), priority.resources.get(), measure),
        *(measure.baselines.get(), measure.targets.get(), measure.results.get()),
        *(plan.groups.get(), plan.terms.get()),
    ]
    return [form_of(record) for record in records]


def pages(priority: Priority, user: User) -> list[str]:
    """The addresses of the desk's pages, its sign-in page aside."""
    translators = Group.objects.get(name="Translators")
    return [
        reverse("admin:index"),
        *map(list_of, LISTS),
        reverse("admin:editions_edition_changelist"),
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_group_changelist"),
        *forms_of(priority),
        reverse("admin:pillars_priority_add"),
        reverse("admin:editions_edition_change", args=[1]),
        reverse("admin:auth_user_change", args=[user.pk]),
        reverse("admin:auth_group_change", args=[translators.pk]),
        reverse("admin:pillars_priority_history", args=[priority.pk]),
        reverse("admin:pillars_priority_delete", args=[priority.pk]),
        reverse("admin:pillars_result_in_bulk"),
        reverse("admin:editions_edition_review"),
        reverse("kept:all"),
    ]


def sign_in(context: BrowserContext, url: str) -> User:
    """Give a browser the session of an editor who may do everything."""
    user = User.objects.filter(username="ana").first()
    user = user or User.objects.create_superuser("ana")
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return user
