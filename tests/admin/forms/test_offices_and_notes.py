"""The desk's forms for who answers, what a year brought, and where strategies stand."""

import datetime

import lxml.html
import pytest
from django.urls import reverse

from pillars.models import HelpLine, MeasureNote, Strategy
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import (
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_plan,
    make_priority,
    make_review,
    make_strategy,
)
from tests.helpers.two_editors import open_form, reported_changes, save, second_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return make_measure(make_priority(), code="1A-M1")


@pytest.fixture
def office(measure):
    return make_office(measure.pillar.plan)


@pytest.fixture
def office_elsewhere(office):
    return make_office(make_plan())


def offered(field) -> set[int]:
    return {int(str(key)) for key, _label in field.choices if str(key)}


def note(**given) -> dict:
    said = {"school_year": "2024", "day": "2025-10-14", "why_en": "Snow days."}
    return said | given


def test_offices_of_the_own_plan_alone_are_offered(
    admin_client, measure, office, office_elsewhere
):
    for record in (measure, measure.priority, make_strategy(measure.priority)):
        page = admin_client.get(form_of(record))
        assert offered(page.context["adminform"].form.fields["office"]) == {office.pk}
        for inline in page.context["inline_admin_formsets"]:
            if field := inline.formset.empty_form.fields.get("office"):
                assert offered(field) == {office.pk}


@pytest.mark.parametrize("is_new", [False, True])
def test_office_of_another_plan_is_refused(
    admin_client, measure, office_elsewhere, is_new
):
    sent = form_data(admin_client.get(form_of(measure)))
    address = reverse("admin:pillars_measure_add") if is_new else form_of(measure)
    sent = {name: it for name, it in sent.items() if not (is_new and name == "seen")}
    typed = {"code": "1A-M9", "title_en": "Kept", "office": str(office_elsewhere.pk)}

    answer = admin_client.post(address, sent | typed)

    assert answer.status_code == 200
    assert [*answer.context["adminform"].form.errors] == ["office"]
    assert answer.context["adminform"].form["title_en"].value() == "Kept"


def test_office_of_another_plan_is_refused_in_the_rows_of_a_new_record(
    admin_client, measure, office_elsewhere
):
    address = reverse("admin:pillars_measure_add")
    sent = form_data(admin_client.get(address)) | {
        **{"pillar": measure.pillar_id, "code": "1-M9", "title_en": "New"},
        **{"unit_kind": "count", "direction": "up", "target_kind": "reach"},
    }
    row = note(office=str(office_elsewhere.pk))

    answer = admin_client.post(address, with_new_row(sent, "notes", **row))

    (formset,) = [
        inline.formset
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.prefix == "notes"
    ]
    assert "It is of another plan." in formset.errors[0]["office"][0]
    assert not MeasureNote.objects.exists()


@pytest.mark.parametrize("make", [make_office, make_group])
def test_what_a_plan_may_need_does_not_go_to_another(admin_client, measure, make):
    record, other = make(measure.pillar.plan), make_plan(slug="2026-30")
    page = admin_client.get(form_of(record))

    said = {"plan": str(other.pk), "title_en": "New"}
    answer = admin_client.post(form_of(record), form_data(page) | said)

    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.plan, record.title_en) == (measure.pillar.plan, "New")
    assert "It stays in its plan, which may need it." in page.content.decode()
    new = admin_client.get(form_of(record).replace(f"{record.pk}/change", "add"))
    assert not new.context["adminform"].form.fields["plan"].disabled


def test_note_is_written_in_the_form_of_its_measure(admin_client, measure, office):
    sent = form_data(admin_client.get(form_of(measure)))
    answer = admin_client.post(form_of(measure), with_new_row(sent, "notes", **note()))
    page = answer.content.decode()
    assert "This field is required." in page
    assert "Snow days." in page

    row = note(office=str(office.pk))
    answer = admin_client.post(form_of(measure), with_new_row(sent, "notes", **row))

    assert answer.status_code == 302
    assert str(MeasureNote.objects.get().day) == "2025-10-14"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"why_en": ""}, "Write at least one of the three texts."),
        ({}, "Two rows have the same school year. Change one of them."),
    ],
    ids=["empty", "same year"],
)
def test_note_that_cannot_stand_says_why(admin_client, measure, office, given, message):
    make_note(measure, 2024, office)
    sent = form_data(admin_client.get(form_of(measure)))
    row = note(office=str(office.pk), **given)

    answer = admin_client.post(form_of(measure), with_new_row(sent, "notes", **row))

    assert message in answer.content.decode()
    assert MeasureNote.objects.count() == 1


def test_editors_of_one_note_are_told_of_each_other(admin_client, measure, office):
    other = second_editor()
    its_note = make_note(measure, 2024, office, why_en="Old.")
    sent = open_form(admin_client, measure)
    save(other, its_note, why_en="Theirs.")

    page = admin_client.post(form_of(measure), sent | {"notes-0-why_en": "Mine."})

    assert page.status_code == 409
    ((who, _name, fields),) = reported_changes(page)
    assert (who, fields) == ("Ana Ruiz", [("Why (English)", "Old.", "Theirs.")])
    assert form_data(page)["notes-0-why_en"] == "Mine."


def test_month_is_chosen_as_a_month(admin_client):
    strategy = make_strategy(stage="under_way", stage_since=datetime.date(2024, 8, 1))
    page = admin_client.get(form_of(strategy)).content
    (field,) = lxml.html.fromstring(page).xpath("//input[@name='stage_since']")
    assert (field.get("type"), field.get("value")) == ("month", "2024-08")

    save(admin_client, strategy, stage_since="2025-01")

    assert Strategy.objects.get().stage_since == datetime.date(2025, 1, 1)
    sent = form_data(admin_client.get(form_of(strategy)))
    refused = admin_client.post(form_of(strategy), sent | {"stage_since": "August"})
    assert "Write a month, such as 2024-08." in refused.content.decode()


def test_month_that_nobody_touched_is_no_change(admin_client):
    strategy = make_strategy(stage="done", stage_since=datetime.date(2024, 8, 1))
    versions = strategy.history.count()

    save(admin_client, strategy, stage_since="2024-08")

    assert strategy.history.count() == versions


def test_review_names_measures_of_its_plan(admin_client, measure):
    make_measure(make_priority(measure.pillar), code="1B-M1")
    make_measure(code="2A-M1")
    review = make_review(measure.pillar.plan)
    sent = form_data(admin_client.get(form_of(review)))
    typed = sent | {"measures": "1a-m1, 2A-M1,9Z-M1", "title_en": "Kept"}

    answer = admin_client.post(form_of(review), typed)

    page = answer.content.decode()
    assert "no measure with such a code: 2A-M1, 9Z-M1." in page
    assert "1a-m1, 2A-M1,9Z-M1" in page
    assert "Kept" in page

    save(admin_client, review, measures="1a-m1,1B-M1, 1A-M1")

    review.refresh_from_db()
    assert review.measure_codes == ["1A-M1", "1B-M1"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"language": "Armenian"}, "Write the code of a language"),
        ({"language": "vi"}, "Two rows have the same language. Change one of them."),
        (
            {"language": "hy", "text": "One line,\nand another."},
            "Write it in one line.",
        ),
        ({"language": "hy", "text": "\u200b"}, "Write it in one line."),
    ],
    ids=["a name", "twice", "two lines", "nothing to see"],
)
def test_help_line_that_cannot_stand_says_why(admin_client, given, message):
    plan = make_help_line(language="vi").plan
    sent = form_data(admin_client.get(form_of(plan)))
    row = {"language": "hy", "text": "Զանգահարեք (213) 555-0147", "position": "2"}

    answer = admin_client.post(
        form_of(plan), with_new_row(sent, "help_lines", **row | given)
    )

    page = answer.content.decode()
    assert message in page
    (field,) = lxml.html.fromstring(page).xpath("//*[@name='help_lines-0-text']")
    assert field.get("dir") == "auto"
    assert HelpLine.objects.count() == 1
