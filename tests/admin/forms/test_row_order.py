"""The order of what has no code: dragged, or written as a number."""

import pytest
from django.urls import reverse

from pillars.admin.forms.ordering import in_order
from pillars.models import PlanSection, Resource, StudentGroup
from tests.helpers.desk import form_data, form_of, list_of, with_new_row
from tests.helpers.makers import (
    make_group,
    make_plan,
    make_priority,
    make_resource,
    make_section,
)
from tests.helpers.people import client_of, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([(1, 1), (2, 2), (3, 3)], [1, 2, 3]),
        # Dragging numbers rows from 0: where nothing moved nothing changes.
        ([(1, 0), (2, 1), (3, 2)], [1, 2, 3]),
        ([(1, 1), (2, 2), (3, 0)], [2, 3, 1]),
        # Written: the third to the first place, the first to the third.
        ([(1, 1), (2, 2), (3, 1)], [2, 3, 1]),
        ([(1, 3), (2, 2), (3, 3)], [3, 1, 2]),
        ([(1, 99), (2, 2), (3, 3)], [3, 1, 2]),
        # Numbers with gaps are kept, since others may stand between.
        ([(10, 1), (20, 0), (70, 2)], [20, 10, 70]),
        # Where all had the same number, each gets its own.
        ([(0, 0), (0, 1), (0, 2)], [0, 1, 2]),
        # New rows: at the end, or where a number says.
        ([(1, 1), (2, 2), (None, None), (None, None)], [1, 2, 3, 4]),
        ([(1, 1), (2, 2), (None, 2)], [1, 3, 2]),
        ([(None, None)], [1]),
        ([(1, None), (2, 2)], [2, 1]),
        ([], []),
    ],
)
def test_rows_keep_the_numbers_that_they_had_among_them(rows, numbers):
    assert in_order(rows) == numbers


def titles(model, **where) -> list[str]:
    """The titles of some records in their order."""
    return [record.title_en for record in model.objects.filter(**where)]


def dragged(sent: dict, prefix: str, order: list[int]) -> dict:
    """What the theme's script sends when rows were put in another order."""
    places = {f"{prefix}-{row}-position": str(n) for n, row in enumerate(order)}
    return {**sent, **places}


@pytest.mark.postgresql
def test_sections_are_dragged_in_their_plan(admin_client):
    plan = make_plan()
    for title in "ABC":
        make_section(plan, title_en=title)
    sent = form_data(admin_client.get(form_of(plan)))

    answer = admin_client.post(form_of(plan), dragged(sent, "sections", [2, 0, 1]))

    assert answer.status_code == 302
    assert titles(PlanSection) == ["C", "A", "B"]


def test_resources_are_dragged_in_their_priority_and_it_is_in_the_history(
    admin_client,
):
    priority = make_priority()
    first, second, third = (make_resource(priority, title_en=t) for t in "ABC")
    sent = form_data(admin_client.get(form_of(priority)))

    admin_client.post(form_of(priority), dragged(sent, "resources", [1, 0, 2]))

    assert titles(Resource) == ["B", "A", "C"]
    before = [one.history.count() for one in (first, second, third)]
    assert before == [2, 2, 1]
    assert first.history.first().history_user.username == "admin"


def test_drag_that_leaves_all_in_place_changes_nothing(admin_client):
    priority = make_priority()
    resource = make_resource(priority, position=7)
    sent = form_data(admin_client.get(form_of(priority)))

    admin_client.post(form_of(priority), dragged(sent, "resources", [0]))

    resource.refresh_from_db()
    assert (resource.position, resource.history.count()) == (7, 1)


def test_new_row_comes_last_wherever_others_were_dragged(admin_client):
    priority = make_priority()
    for title in "AB":
        make_resource(priority, title_en=title)
    sent = dragged(form_data(admin_client.get(form_of(priority))), "resources", [1, 0])
    new = {"title_en": "New", "url_en": "https://example.org", "kind": "web_page"}

    answer = admin_client.post(
        form_of(priority), with_new_row(sent, "resources", **new)
    )

    assert answer.status_code == 302
    assert titles(Resource) == ["B", "A", "New"]


def test_row_that_is_deleted_leaves_the_others_in_order(admin_client):
    priority = make_priority()
    for title in "ABC":
        make_resource(priority, title_en=title)
    sent = dragged(
        form_data(admin_client.get(form_of(priority))), "resources", [2, 1, 0]
    )

    admin_client.post(form_of(priority), {**sent, "resources-1-DELETE": "on"})

    assert titles(Resource) == ["C", "A"]


def test_bad_row_is_shown_again_with_all_that_was_typed(admin_client):
    priority = make_priority()
    make_resource(priority, title_en="A")
    sent = form_data(admin_client.get(form_of(priority)))

    page = admin_client.post(
        form_of(priority), {**sent, "resources-0-position": "first"}
    )

    assert page.status_code == 200
    assert page.context["inline_admin_formsets"][2].formset.forms[0].errors == {
        "position": ["Enter a whole number."]
    }


@pytest.mark.parametrize(
    ("name", "make", "more"),
    [
        ("plansection", make_section, {"kind": "how_it_was_made", "body_en": "Text"}),
        ("studentgroup", make_group, {"code": "new", "family": "other"}),
    ],
)
@pytest.mark.parametrize(("written", "position"), [("", 12), ("3", 3)])
@pytest.mark.postgresql
def test_new_record_comes_last_unless_a_number_is_written(
    admin_client, name, make, more, written, position
):
    plan = make_plan()
    old = make(plan, position=11)
    make(make_plan(), position=40)

    answer = admin_client.post(
        reverse(f"admin:pillars_{name}_add"),
        {"plan": plan.pk, "title_en": "New", "position": written, **more},
    )

    assert answer.status_code == 302
    new = type(old).objects.get(title_en="New")
    assert new.position == position


def test_new_resource_in_a_form_of_its_own_comes_last(admin_client):
    priority = make_priority()
    make_resource(priority, position=4)

    admin_client.post(
        reverse("admin:pillars_resource_add"),
        {
            **{"priority": priority.pk, "kind": "web_page", "position": ""},
            **{"title_en": "New", "url_en": "https://example.org"},
        },
    )

    assert Resource.objects.get(title_en="New").position == 5


def group_list(client, order: list[int], **query) -> dict:
    """What is sent when the list of groups was dragged, seen through a filter."""
    page = client.get(list_of("studentgroup"), query)
    formset = page.context["cl"].formset
    sent = {
        **formset.management_form.initial,
        **{f"form-{n}-id": form.instance.pk for n, form in enumerate(formset.forms)},
        "_save": "1",
    }
    return dragged(
        {f"form-{k}" if k.isupper() else k: v for k, v in sent.items()}, "form", order
    )


@pytest.mark.postgresql
def test_groups_are_dragged_in_their_list(admin_client):
    plan = make_plan()
    groups = [make_group(plan, title_en=title) for title in "ABC"]
    sent = group_list(admin_client, [2, 0, 1])

    answer = admin_client.post(list_of("studentgroup"), sent)

    assert answer.status_code == 302
    assert titles(StudentGroup) == ["C", "A", "B"]
    assert [group.history.count() for group in groups] == [2, 2, 2]


def test_groups_that_a_filter_hides_stay_where_they_are(admin_client):
    plan = make_plan()
    for title, family in [("A", "other"), ("X", "grade_span"), ("B", "other")]:
        make_group(plan, title_en=title, family=family)
    sent = group_list(admin_client, [1, 0], family__exact="other")

    admin_client.post(f"{list_of('studentgroup')}?family__exact=other", sent)

    assert titles(StudentGroup) == ["B", "X", "A"]


def test_groups_of_two_plans_are_ordered_each_for_itself(admin_client):
    new = make_plan(first_year=2026, last_year=2030)
    old = make_plan(first_year=2022)
    for plan, title, position in [(new, "A", 1), (new, "B", 2), (old, "C", 1)]:
        make_group(plan, title_en=title, position=position)
    sent = group_list(admin_client, [1, 0, 2])

    admin_client.post(list_of("studentgroup"), sent)

    assert titles(StudentGroup, plan=new) == ["B", "A"]
    assert StudentGroup.objects.get(title_en="C").position == 1


def test_position_stays_visible_for_those_who_cannot_drag(admin_client):
    plan = make_plan()
    make_group(plan)
    make_section(plan)

    group = admin_client.get(list_of("studentgroup")).content.decode()
    section = admin_client.get(form_of(plan)).content.decode()

    assert 'name="form-0-position"' in group
    assert 'name="sections-0-position"' in section
    assert 'data-ordering-field="position"' in group
    assert 'data-ordering-field="position"' in section


def test_position_in_a_list_says_whose_it_is(admin_client):
    make_group(title_en="Grade 3")

    page = admin_client.get(list_of("studentgroup")).content.decode()

    assert 'aria-label="Position: Grade 3"' in page


def test_who_may_only_look_cannot_change_the_order(admin_client):
    plan = make_plan()
    for title in "AB":
        make_group(plan, title_en=title)
    sent = group_list(admin_client, [1, 0])
    reader = client_of(make_staff("ana", "view_studentgroup"))

    answer = reader.post(list_of("studentgroup"), sent)

    assert answer.status_code == 403
    assert titles(StudentGroup) == ["A", "B"]


def test_translator_cannot_change_the_order_of_groups():
    first, second = (make_group(plan := make_plan()), make_group(plan))
    translator = client_of(make_person("Translator", languages=["es"]))
    sent = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "2",
        "form-0-id": str(first.pk),
        "form-0-position": "9",
        "form-1-id": str(second.pk),
        "form-1-position": "1",
        "_save": "Save",
    }

    translator.post(list_of("studentgroup"), sent)

    assert list(StudentGroup.objects.all()) == [first, second]


@pytest.mark.parametrize("name", ["pillar", "priority", "strategy", "measure"])
def test_what_has_a_code_cannot_be_dragged(admin_client, name):
    make_priority()

    page = admin_client.get(list_of(name)).content.decode()

    assert "data-ordering-field" not in page
