"""The desk with something on every page, and the addresses of its pages."""

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from pillars.models import Plan, Priority
from pillars.plans import lifecycle
from plan_site.editions.models import PublicationRequest
from tests.helpers.desk import LISTS, form_of, list_of
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.review_form import fill, warnings_in
from tests.helpers.makers import (
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
from tests.helpers.people import client_of
from tests.helpers.sign_in import PASSWORD

REVIEW = "admin:editions_edition_review"
CURRENT, NEXT, FORMER = "2022-26", "2026-30", "2018-22"


def make_every_record() -> Priority:
    """A plan with a record of each kind, and what editors and time do to it."""
    plan = make_plan(slug=CURRENT, is_current=True)
    make_section(plan)
    make_term(plan)
    priority = make_priority(make_pillar(plan))
    make_strategy(priority)
    make_resource(priority, check_result="404 Not Found")
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
    make_priority(priority.pillar).delete()
    later = make_plan(slug=NEXT, is_current=False, is_public=False)
    make_priority(make_pillar(later), why_es="")
    former = make_plan(slug=FORMER, is_current=False)
    lifecycle.set_locked(former, "It is over.", is_locked=True)
    ask_for_publication()
    return priority


def ask_for_publication() -> None:
    """An editor asks for what changed to be published."""
    client = client_of(User.objects.create_superuser("eva"))
    page = client.get(reverse(REVIEW))
    sent = fill(page, act="ask", accepted=warnings_in(page))
    client.post(reverse(REVIEW), sent)


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


def acts_on_plans() -> list[str]:
    """The pages on which something is done to a whole plan."""
    return [
        reverse(f"admin:pillars_plan_{act}", args=[Plan.objects.get(slug=slug).pk])
        for act, slug in [
            *[("start_next", CURRENT), ("make_current", NEXT)],
            *[("lock", CURRENT), ("unlock", FORMER), ("change", FORMER)],
        ]
    ]


def pages_of_editions() -> list[str]:
    """The pages of an edition, and of the next one."""
    request = PublicationRequest.objects.get()
    return [
        reverse("admin:editions_edition_changelist"),
        reverse("admin:editions_edition_change", args=[1]),
        reverse("admin:editions_edition_roll_back", args=[1]),
        reverse("admin:editions_edition_take_back", args=[1]),
        reverse(REVIEW),
        reverse("admin:editions_edition_request", args=[request.pk]),
    ]


def pages_of_people(user: User) -> list[str]:
    """The pages of people and groups, and those of one's own account."""
    translators = Group.objects.get(name="Translators")
    return [
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[user.pk]),
        reverse("admin:auth_user_sign_in_help", args=[user.pk]),
        reverse("admin:auth_user_history", args=[user.pk]),
        reverse("admin:auth_user_delete", args=[User.objects.get(username="eva").pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:auth_group_add"),
        reverse("admin:auth_group_change", args=[translators.pk]),
        reverse("admin:auth_group_history", args=[translators.pk]),
        reverse("admin:auth_group_delete", args=[translators.pk]),
        reverse("account_mine"),
        reverse("account_change_password"),
        reverse("account_logout"),
        reverse("account_reauthenticate"),
        reverse("mfa_index"),
    ]


def pages(priority: Priority, user: User) -> list[str]:
    """The addresses of the desk's pages, its sign-in page aside."""
    first = priority.history.earliest()
    return [
        reverse("admin:index"),
        *map(list_of, LISTS),
        *forms_of(priority),
        form_of(Priority.objects.get(pillar__plan__slug=NEXT)),
        reverse("admin:app_list", args=["pillars"]),
        *(reverse(f"admin:pillars_{name}_add") for name in LISTS),
        reverse("admin:pillars_priority_history", args=[priority.pk]),
        reverse("admin:pillars_priority_version", args=[first.id, first.history_id]),
        reverse("admin:pillars_priority_delete", args=[priority.pk]),
        reverse("admin:pillars_priority_stages", args=[priority.pk]),
        reverse("admin:pillars_measure_history", args=[priority.measures.get().pk]),
        reverse("admin:pillars_result_in_bulk"),
        reverse("admin:pillars_plan_translations"),
        reverse("admin:pillars_plan_translators_file"),
        reverse("admin:pillars_plan_recently_deleted"),
        reverse("admin:pillars_plan_from_file"),
        reverse("admin:pillars_plan_search", query={"q": "calm"}),
        *acts_on_plans(),
        *pages_of_editions(),
        *pages_of_people(user),
        reverse("drafts:all"),
    ]


def sign_in(context: BrowserContext, url: str) -> User:
    """Give a browser the session of an editor who may do everything."""
    user = User.objects.filter(username="ana").first()
    user = user or User.objects.create_superuser("ana", password=PASSWORD)
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return user
