"""Another number or letter: the codes of the measures below move in the same act."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from pillars.enums import TargetKind
from pillars.imports.plans.writer import as_json
from pillars.models import Measure
from tests.helpers.deletion import acts, bring_back, delete
from tests.helpers.desk import form_data, form_of
from tests.helpers.history_pages import go_back, save, version_of
from tests.helpers.makers import make_measure, make_pillar, make_priority
from tests.helpers.plan_files import preview_plan
from tests.helpers.two_editors import post_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    """1A with a measure and a related figure, and a figure of pillar 1 as a whole."""
    priority = make_priority()
    make_measure(priority, code="1A-M2a", results={2023: "84"})
    make_measure(priority, code="1A-R1", target_kind=TargetKind.NONE)
    make_measure(pillar=priority.pillar, code="1-R3", target_kind=TargetKind.NONE)
    make_measure(make_priority(priority.pillar), code="1B-M1")
    return priority


def codes() -> list[str]:
    return [measure.code for measure in Measure.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("record", "changed", "expected"),
    [
        ("priority", {"code": "1F"}, ["1F-M2a", "1F-R1", "1-R3", "1B-M1"]),
        ("pillar", {"number": "6"}, ["6A-M2a", "6A-R1", "6-R3", "6B-M1"]),
    ],
)
def test_codes_move_with_what_they_begin_with(
    admin_client, priority, record, changed, expected
):
    save(admin_client, priority if record == "priority" else priority.pillar, **changed)

    assert codes() == expected
    for measure in Measure.objects.all():
        save(admin_client, measure, title_en="Its form still saves")
    result = preview_plan(as_json(priority.pillar.plan))
    assert (result.problems, result.to_save) == ([], [])


def test_measures_go_with_a_priority_to_its_new_pillar(admin_client, priority):
    other = make_pillar(priority.pillar.plan)

    save(admin_client, priority, pillar=str(other.pk), code="1C")

    assert codes() == ["2C-M2a", "2C-R1", "1-R3", "1B-M1"]
    assert list(other.measures.values_list("code", flat=True)) == ["2C-M2a", "2C-R1"]


def test_code_that_another_measure_has_is_shown_and_nothing_is_lost(
    admin_client, priority
):
    # As codes were left behind once: a measure of 1B under the code of a 1F.
    Measure.objects.filter(code="1B-M1").update(code="1F-R1")
    before = codes()
    sent = form_data(admin_client.get(form_of(priority))) | {"code": "1F"}

    page = admin_client.post(form_of(priority), sent | {"title_en": "Reading"})

    form = page.context["adminform"].form
    assert form.non_field_errors() == [
        "Measure 1A-R1 would become 1F-R1, and another measure has that code. Give one"
        " of the two another number first."
    ]
    assert (form["letter"].value(), form["title_en"].value()) == ("F", "Reading")
    priority.refresh_from_db()
    assert (priority.letter, codes()) == ("A", before)


def test_editor_is_told_which_codes_moved(admin_client, priority):
    save(admin_client, priority, code="1F")

    said = [
        str(message)
        for message in admin_client.get(form_of(priority)).context["messages"]
    ]

    assert said[0] == (
        "The codes of these measures have moved: 1A-M2a → 1F-M2a, 1A-R1 → 1F-R1."
    )


def test_codes_move_back_with_a_former_version(admin_client, priority):
    first = priority.history.first()
    save(admin_client, priority, code="1F")

    go_back(admin_client, first)

    assert codes() == ["1A-M2a", "1A-R1", "1-R3", "1B-M1"]


def test_measure_goes_back_to_what_it_said_under_its_code_of_today(
    admin_client, priority
):
    measure = priority.measures.get(code="1A-M2a")
    first = measure.history.first()
    save(admin_client, measure, title_en="A mistake")
    save(admin_client, priority, code="1F")

    page = admin_client.get(version_of(first))
    go_back(admin_client, first)

    assert [line.name for line in page.context["changes"]] == ["Title (English)"]
    measure.refresh_from_db()
    assert (measure.code, measure.title_en) == ("1F-M2a", first.title_en)


@pytest.mark.postgresql
def test_deleted_measure_comes_back_with_the_code_of_its_place(admin_client, priority):
    delete(admin_client, priority.measures.get(code="1A-M2a"))
    save(admin_client, priority, code="1F")
    make_measure(make_priority(priority.pillar, code="1A"), code="1A-M2a")

    bring_back(admin_client, acts(admin_client)[0])

    assert codes() == ["1F-M2a", "1F-R1", "1-R3", "1B-M1", "1A-M2a"]


@pytest.mark.rest
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_measure_that_is_added_at_that_moment_has_the_new_code():
    priority = make_priority(code="1A")
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(User.objects.create_superuser(f"editor-{number}"))
    add = reverse("admin:pillars_measure_add")
    for letter, after in pairwise("ABCDE"):
        whose = {"pillar": priority.pillar_id, "priority": priority.pk}
        words = {"title_en": "Share", "title_es": "Parte", "code": f"1{letter}-M1"}
        kind = {"unit_kind": "count", "target_kind": "at_least"}
        new = form_data(clients[0].get(add)) | whose | words | kind
        moved = form_data(clients[1].get(form_of(priority))) | {"letter": after}

        posts = [(clients[0], add, new), (clients[1], form_of(priority), moved)]
        answers = post_at_once(posts)

        assert answers[1].status_code == 302
        # Who is too late is told so; who is not has the measure under the new letter.
        is_added = answers[0].status_code == 302
        assert codes() == ([f"1{after}-M1"] if is_added else [])
        Measure.objects.all().delete()
