"""Locked plans: what shows it, who may undo it, and that nothing passes by it."""

import datetime

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from pillars.hierarchy.tree import plan_of
from pillars.imports.files.pipeline import ChangedMeanwhileError
from pillars.imports.results.importer import ResultsImporter
from pillars.management.commands.check_links import record
from pillars.models import Plan, Priority, Result
from pillars.permissions.rules import is_in_locked_plan
from pillars.plans import lifecycle
from tests.helpers.desk import LISTS, form_data, form_of, list_of, offered
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_section,
    make_strategy,
    make_target,
    make_term,
    plan_models,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]


def everything(plan) -> dict:
    """One record of each kind, by the name of its list."""
    priority = make_priority(make_pillar(plan))
    measure = make_measure(priority)
    strategy = make_strategy(priority)
    return {
        "plan": plan,
        "plansection": make_section(plan),
        "pillar": priority.pillar,
        "priority": priority,
        "strategy": strategy,
        "resource": make_resource(priority, strategy=strategy),
        "measure": measure,
        "baseline": make_baseline(measure, 2021, "50"),
        "target": make_target(measure, 2025, "90"),
        "result": make_result(measure, 2023, "60"),
        "studentgroup": make_group(plan),
        "glossaryterm": make_term(plan),
        "office": make_office(plan),
        "helpline": make_help_line(plan),
        "review": make_review(plan),
        "prioritynote": make_note(priority),
        "measurenote": make_note(measure),
    }


@pytest.fixture
def old():
    return make_plan(slug="2016-19", first_year=2016, last_year=2018, is_current=False)


@pytest.fixture
def locked(old):
    """The records of a locked plan, by the name of their list."""
    found = everything(old)
    old.is_locked = True
    old.save()
    return found


def act(name: str, plan: Plan) -> str:
    return reverse(f"admin:pillars_plan_{name}", args=[plan.pk])


def test_every_record_of_the_plan_knows_its_plan(old):
    found = everything(old)

    assert {type(record) for record in found.values()} == set(plan_models())
    assert {plan_of(record) for record in found.values()} == {old}
    assert not any(map(is_in_locked_plan, found.values()))
    assert plan_of(Priority()) is None


@pytest.mark.parametrize("name", LISTS)
def test_form_of_a_locked_record_is_read_only_and_says_so(admin_client, locked, name):
    page = admin_client.get(form_of(locked[name]))

    assert "is locked: nothing in it can be changed" in page.content.decode()
    assert not page.context["has_change_permission"]
    assert not page.context["has_delete_permission"]
    written = lxml.html.fromstring(page.content).xpath("//form//textarea/@name")
    assert written == []
    rows = page.context["inline_admin_formsets"]
    assert not any(row.has_add_permission or row.has_change_permission for row in rows)


@pytest.mark.parametrize("name", LISTS)
def test_forged_form_of_a_locked_record_is_refused(admin_client, old, name):
    record = everything(old)[name]
    sent = form_data(admin_client.get(form_of(record)))
    old.is_locked = True
    old.save()

    changed = admin_client.post(form_of(record), {**sent, "source_en": "Forged"})
    deleted = admin_client.post(
        form_of(record).replace("/change/", "/delete/"), {"post": "yes"}
    )

    assert (changed.status_code, deleted.status_code) == (403, 403)
    record.refresh_from_db()
    assert record.source_en != "Forged"


def test_nothing_can_be_added_to_a_locked_plan_or_moved_into_it(admin_client, locked):
    current = make_pillar(make_plan(is_current=True))
    mine = make_priority(current)
    into = reverse("admin:pillars_priority_add")
    sent = {
        **form_data(admin_client.get(form_of(mine))),
        "pillar": locked["pillar"].pk,
    }

    blank = admin_client.get(into).context["adminform"].form
    moved = admin_client.post(form_of(mine), sent)
    added = admin_client.post(into, {**sent, "code": "1B"})

    assert list(blank.fields["pillar"].queryset) == [current]
    assert "Select a valid choice" in moved.content.decode()
    assert "Select a valid choice" in added.content.decode()
    assert [*locked["pillar"].priorities.all()] == [locked["priority"]]


def test_records_of_a_locked_plan_are_no_choice(admin_client, locked):
    plan = make_plan(is_current=True)
    mine = make_priority(make_pillar(plan))

    assert offered(admin_client, "strategy", "priority") == [f"{mine} ({plan.slug})"]


def test_delete_action_spares_a_locked_plan(admin_client, locked):
    sent = {
        "action": "delete_selected",
        "_selected_action": [locked["result"].pk],
        "post": "yes",
    }

    answer = admin_client.post(list_of("result"), sent)

    assert answer.status_code == 403
    assert Result.objects.exists()


def test_results_file_is_refused_for_a_locked_plan(admin_client, locked, tmp_path):
    plan = locked["plan"]
    file = tmp_path / "results.csv"
    file.write_text("code,school_year,state,value\n1A-M1,2018,reported,6")
    address = reverse("admin:pillars_result_in_bulk")

    with file.open("rb") as content:
        page = admin_client.post(address, {"plan": plan.pk, "file": content})
    with pytest.raises(CommandError, match="is locked"):
        call_command("import_results", file, plan=plan.slug, apply=True)

    assert page.status_code == 422
    assert "is locked" in page.content.decode()
    assert Result.objects.count() == 1


def test_plan_that_is_locked_meanwhile_takes_no_results(locked):
    plan = Plan.objects.get()
    plan.is_locked = False
    plan.save()
    importer = ResultsImporter(plan, checks_rights=False)
    book = importer.read(b"code,school_year,state,value\n1A-M1,2018,reported,6")
    seen = importer.preview(book).digest
    lifecycle.set_locked(plan, "", is_locked=True)

    with pytest.raises(ChangedMeanwhileError):
        importer.apply(book, seen)


def test_link_check_still_notes_what_it_finds(locked):
    resource = locked["resource"]
    found = record(resource.pk, resource.addresses(), "404", datetime.date(2026, 1, 2))

    resource.refresh_from_db()
    assert (found, resource.check_result) == (True, "404")


def test_unlocking_needs_a_reason_and_keeps_it(admin_client, admin_user, locked):
    plan = locked["plan"]

    refused = admin_client.post(act("unlock", plan), {"reason": "  "})
    still = Plan.objects.get(pk=plan.pk).is_locked
    admin_client.post(act("unlock", plan), {"reason": "A result was corrected."})

    assert (refused.status_code, still) == (422, True)
    plan.refresh_from_db()
    assert (plan.is_locked, plan.unlock_reason) == (False, "A result was corrected.")
    last = plan.history.first()
    assert last.history_change_reason == "A result was corrected."
    assert last.history_user == admin_user
    form = admin_client.get(form_of(locked["result"])).content.decode()
    assert "Reason: A result was corrected." in form
    assert "Lock again" in form


def test_locking_again_says_since_when_and_why(admin_client, locked):
    plan = locked["plan"]
    lifecycle.set_locked(plan, "To mend a word.", is_locked=False)
    admin_client.post(act("lock", plan), {"reason": "The word is mended."})

    form = admin_client.get(form_of(locked["result"])).content.decode()

    assert "The word is mended." in form
    assert "by admin." in form
    assert "To mend a word." not in form


def test_who_may_not_change_plans_sees_the_lock_and_no_button(client, locked):
    user = User.objects.create_user("data", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_result", "view_result"])
    )
    client.force_login(user)

    form = client.get(form_of(locked["result"]))
    answers = [client.post(act(name, locked["plan"])) for name in ["lock", "unlock"]]

    assert "is locked: nothing in it can be changed" in form.content.decode()
    assert act("unlock", locked["plan"]) not in form.content.decode()
    assert {answer.status_code for answer in answers} == {403}


def test_another_current_plan_locks_the_former_one(admin_client, old):
    now = make_plan(is_current=True)

    told = admin_client.get(act("make_current", old)).content.decode()
    page = admin_client.post(act("make_current", old), follow=True).content.decode()

    assert f"“{now}” is locked: nothing" in told
    assert f"“{now}” is locked." in page
    plans = Plan.objects.order_by("first_year")
    assert [(p.is_current, p.is_public, p.is_locked) for p in plans] == [
        (True, True, False),
        (False, True, True),
    ]
    assert now.history.first().history_change_reason == (
        "The current plan is now 2016-19."
    )


def test_locked_plan_does_not_become_the_current_one(admin_client, locked):
    now = make_plan(is_current=True)

    answer = admin_client.post(act("make_current", locked["plan"]))

    assert answer.status_code == 409
    assert "Unlock it first" in answer.content.decode()
    assert Plan.objects.get(is_current=True) == now
