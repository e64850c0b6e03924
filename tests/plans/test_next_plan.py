"""The next plan from the old one: what comes along, what stays, and how it is begun."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from pillars.models import (
    Account,
    Baseline,
    Measure,
    Plan,
    Priority,
    Resource,
    Result,
    Strategy,
    Target,
)
from pillars.plans import lifecycle
from pillars.plans.lifecycle import Part
from pillars.plans.views import proposal
from tests.helpers.desk import form_of
from tests.helpers.makers import (
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_review,
    make_section,
    make_strategy,
    make_term,
)
from tests.helpers.translation_pages import behind_since

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

RETIRED = {
    "is_retired": True,
    "retirement_note_en": "It went.",
    "retirement_note_es": "Se fue.",
}


def full_plan() -> Plan:
    """A plan with one of each kind, and one of each that is retired."""
    plan = make_plan(
        title_en="Strategic Plan 2022-26",
        title_es="Plan Estratégico 2022–2026",
        contact_email="plan@example.org",
        official_document_en="https://example.org/plan.pdf",
    )
    make_section(plan)
    make_term(plan)
    make_help_line(plan)
    make_review(plan)
    office = make_office(plan)
    said = {"editors_note": "Ask the board.", "source_en": "The overview"}
    pillar = make_pillar(plan, own_count=19, own_total=22, **said)
    make_pillar(plan, **RETIRED)
    day = datetime.date(2026, 5, 1)
    priority = make_priority(pillar, office=office, stages_checked_on=day)
    make_note(priority, office=office)
    make_priority(pillar, **RETIRED)
    strategy = make_strategy(
        priority,
        stage="dropped",
        stage_since=day,
        stage_text_en="No longer.",
        stage_reason_en="It cost too much.",
        translation_state={"stage_text": {"es": {"since": "2026-05-01"}}},
    )
    make_strategy(priority, **RETIRED)
    make_resource(priority, strategy=strategy)
    make_measure(
        priority,
        baseline=(2021, "70"),
        targets={2025: "90"},
        results={2023: "75"},
        group=make_group(plan),
        next_update_due=datetime.date(2026, 10, 1),
        override_status="behind",
        override_reason_en="We say so.",
        override_reason_es="Lo decimos.",
    )
    make_measure(pillar=pillar, target_kind="none", code="1-R1")
    make_measure(priority, **RETIRED)
    return plan


def started(old: Plan, parts) -> Plan:
    new = lifecycle.draft_of(old, parts)
    new.slug, new.first_year, new.last_year = "2026-30", 2026, 2029
    new.title_en, new.title_es, new.short_title_en = "Next", "Siguiente", "Next"
    return lifecycle.start_next(old, new, parts)


def address(plan: Plan) -> str:
    return reverse("admin:pillars_plan_start_next", args=[plan.pk])


def sent(old: Plan, **other) -> dict:
    return {**proposal(old), **other}


def counts(plan: Plan) -> dict[str, int]:
    priorities = Priority.objects.filter(pillar__plan=plan)
    return {
        "pillars": plan.pillars.count(),
        "priorities": priorities.count(),
        "strategies": Strategy.objects.filter(priority__in=priorities).count(),
        "resources": Resource.objects.filter(priority__in=priorities).count(),
        "measures": Measure.objects.filter(pillar__plan=plan).count(),
        "groups": plan.groups.count(),
        "terms": plan.terms.count(),
        "sections": plan.sections.count(),
    }


def test_nothing_but_the_districts_own_facts_comes_along_unasked():
    old = full_plan()
    old.asks_for_stages = True

    new = started(old, [])

    assert set(counts(new).values()) == {0}
    assert new.asks_for_stages
    lines = [plan.help_lines.values_list("language", "text") for plan in (old, new)]
    assert [*lines[0]] == [*lines[1]] != []
    assert new.organization_es == old.organization_es
    assert new.contact_email == "plan@example.org"
    assert not new.official_document_en
    assert not new.vision_en
    assert (new.is_public, new.is_current, new.is_locked) == (False, False, False)


@pytest.mark.parametrize(
    ("parts", "there"),
    [
        (["pillars"], {"pillars": 1, "priorities": 1}),
        (["pillars", "strategies"], {"pillars": 1, "priorities": 1, "strategies": 1}),
        (["pillars", "measures"], {"pillars": 1, "priorities": 1, "measures": 2}),
        (["pillars", "resources"], {"pillars": 1, "priorities": 1, "resources": 1}),
        (["groups", "glossary", "sections"], {"groups": 1, "terms": 1, "sections": 1}),
    ],
)
def test_what_is_ticked_comes_along_and_what_was_retired_does_not(parts, there):
    new = started(full_plan(), parts)

    assert {name: n for name, n in counts(new).items() if n} == there


def test_copies_stand_on_each_other_and_never_on_the_old_plan():
    old = full_plan()

    new = started(old, Part.values)

    resource = Resource.objects.get(priority__pillar__plan=new)
    measures = Measure.objects.filter(pillar__plan=new).order_by("code")
    assert resource.strategy.priority == resource.priority
    assert resource.priority.pillar.plan == new
    assert [measure.code for measure in measures] == ["1-R1", "1A-M1"]
    assert [measure.priority for measure in measures] == [None, resource.priority]
    assert resource.priority.office == new.offices.get()
    assert new.offices.get().code == old.offices.get().code
    assert counts(old)["measures"] == 3


def test_no_number_and_no_word_about_old_numbers_is_copied():
    new = started(full_plan(), Part.values)

    for numbers in [Baseline, Target, Result]:
        assert not numbers.objects.filter(measure__pillar__plan=new).exists()
        assert numbers.objects.exists()
    measure = Measure.objects.get(pillar__plan=new, code="1A-M1")
    assert (measure.next_update_due, measure.override_status) == (None, "")
    own_counts = new.pillars.values_list("own_count", "own_total")
    assert {*own_counts} == {(None, None)}
    assert not measure.override_reason_en


def test_nothing_is_copied_of_how_far_the_old_plan_came():
    new = started(full_plan(), Part.values)

    strategy = Strategy.objects.get(priority__pillar__plan=new)
    said = (strategy.stage, strategy.stage_since, strategy.stage_text_en)
    assert said == ("", None, None)
    assert not strategy.stage_reason_en
    assert strategy.translation_state == {}
    assert strategy.priority.stages_checked_on is None
    assert not strategy.priority.notes.exists()
    assert not new.reviews.exists()


def test_what_was_behind_stays_behind_and_notes_and_sources_come_along():
    old = full_plan()
    pillar = old.pillars.first()
    pillar.title_en = "Excellence, anew"
    pillar.save()
    old.vision_en = "A vision, anew."
    old.save()

    new = started(old, ["pillars", "texts"])

    copy = new.pillars.get()
    assert behind_since(copy, "title", "es") == behind_since(pillar, "title", "es")
    assert copy.paired_wordings == pillar.paired_wordings != {}
    assert (copy.editors_note, copy.source_en) == ("Ask the board.", "The overview")
    assert list(new.translation_state) == ["vision"]
    copy.title_es = "Excelencia, de nuevo"
    copy.save()
    assert copy.translation_state == {}
    pillar.refresh_from_db()
    assert behind_since(pillar, "title", "es")


def test_who_looked_after_a_pillar_looks_after_its_copy(admin_user):
    old = full_plan()
    account = Account.objects.create(user=admin_user)
    account.pillars.add(old.pillars.first())

    new = started(old, ["pillars", "people"])

    assert set(account.pillars.all()) == {old.pillars.first(), new.pillars.get()}


def test_next_years_and_titles_are_proposed():
    old = full_plan()

    found = proposal(old)

    assert (found["slug"], found["first_year"], found["last_year"]) == (
        "2026-30",
        2026,
        2029,
    )
    assert found["title_en"] == "Strategic Plan 2026-30"
    assert found["title_es"] == "Plan Estratégico 2026-30"


def test_plan_is_started_at_the_desk(admin_client, admin_user):
    old = full_plan()
    assert address(old) in admin_client.get(form_of(old)).content.decode()

    answer = admin_client.post(address(old), sent(old))

    new = Plan.objects.get(slug="2026-30")
    assert answer["Location"] == form_of(new)
    assert (new.pillars.count(), new.terms.count(), new.sections.count()) == (1, 1, 0)
    old.refresh_from_db()
    assert (old.is_locked, old.is_current) == (False, True)
    assert new.pillars.get().history.get().history_user == admin_user


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"slug": "2022-26"}, "already exists"),
        ({"slug": "plans"}, "That word is taken"),
        ({"slug": "2026 30"}, "valid “slug”"),
        ({"last_year": "2020"}, "before the first one"),
        ({"title_en": "", "title_es": ""}, "required"),
        ({"parts": ["measures"]}, "Tick the pillars and priorities too"),
        ({"parts": ["results"]}, "valid choice"),
    ],
)
def test_bad_form_keeps_all_that_was_typed_and_starts_nothing(
    admin_client, other, said
):
    old = full_plan()

    page = admin_client.post(
        address(old), sent(old, short_title_en="Kept words", **other)
    )

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Kept words" in page.content.decode()
    assert Plan.objects.count() == 1


def test_who_may_not_add_plans_starts_none(client):
    old = full_plan()
    user = User.objects.create_user("data", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_plan", "view_plan"])
    )
    client.force_login(user)

    answer = client.post(address(old), sent(old))

    assert answer.status_code == 403
    assert address(old) not in client.get(form_of(old)).content.decode()
    assert Plan.objects.count() == 1
