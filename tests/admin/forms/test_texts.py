"""What a desk form says around each text: help, marks, room, and a preview."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from lxml import html

from pillars.admin.forms.help_texts import EVERYWHERE, HELP, MARKDOWN, READS_BEST
from pillars.models import PlanItem
from pillars.text.markdown import markdown
from plan_site.editions.document.public_fields import PUBLIC
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import (
    make_measure,
    make_plan,
    make_priority,
    make_strategy,
    plan_models,
)
from tests.helpers.translation_pages import behind_since
from tests.test_house import ROOT

pytestmark = pytest.mark.django_db


def input_of(page, name: str):
    """A form's input or box for text, as a browser gets it."""
    (found,) = html.fromstring(page.content.decode()).xpath(f'//*[@name="{name}"]')
    return found


def described(page, name: str) -> list[str]:
    """What a screen reader adds to an input's name: all that it points to."""
    tree = html.fromstring(page.content.decode())
    ids = input_of(page, name).get("aria-describedby").split()
    return [" ".join(tree.get_element_by_id(one).text_content().split()) for one in ids]


def test_text_that_one_language_lacks_is_marked_missing_there(admin_client):
    priority = make_priority(why_en="Because.", why_es="", notice_en="", notice_es="")
    make_strategy(priority, text_en="Do it.", text_es="")

    page = admin_client.get(form_of(priority))

    assert "Missing in Spanish" in described(page, "why_es")
    assert "Missing in Spanish" in described(page, "strategies-0-text_es")
    assert not [said for said in described(page, "notice_es") if "Missing" in said]
    assert page.content.decode().count("Missing in") == 2


def test_text_that_is_behind_says_since_when_and_why(admin_client):
    priority = make_priority(statement_en="One.", statement_es="Uno.")
    priority.statement_en = "Another."
    priority.save()
    priority.translation_state["statement"]["es"] = "2026-11-12"
    priority.save()

    page = admin_client.get(form_of(priority))

    behind = "Behind since November 12, 2026: the English text changed"
    assert behind in described(page, "statement_es")
    assert behind_since(priority, "statement", "es") == datetime.date(2026, 11, 12)
    assert page.content.decode().count("Behind since") == 1


def test_mark_follows_what_was_typed_in_a_form_with_an_error(admin_client):
    priority = make_priority(why_en="Because.", why_es="")
    sent = form_data(admin_client.get(form_of(priority)))

    page = admin_client.post(
        form_of(priority), {**sent, "code": "measures", "why_es": "Porque sí."}
    )

    assert "Missing in" not in page.content.decode()


def test_marks_speak_spanish(admin_client):
    priority = make_priority(why_en="", why_es="Porque sí.")

    page = admin_client.get(form_of(priority), headers={"accept-language": "es"})

    assert "Falta en inglés" in described(page, "why_en")


def test_reader_of_a_form_sees_marks_and_help_too(client):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_priority"))
    client.force_login(user)

    page = client.get(form_of(make_priority(why_en="Because.", why_es="")))

    assert "Missing in Spanish" in page.content.decode()
    assert "under “Why this matters”" in page.content.decode()
    assert "data-preview" not in page.content.decode()


def test_help_is_shown_once_a_row_and_both_inputs_point_to_it(admin_client):
    page = admin_client.get(form_of(make_priority()))

    words = "Shown on the priority’s page under “Why this matters”."
    assert page.content.decode().count(words) == 1
    for name in ["why_en", "why_es"]:
        assert words in described(page, name)[0]


@pytest.mark.parametrize(("model", "fields"), PUBLIC.items(), ids=lambda one: str(one))
def test_every_text_that_readers_see_says_what_they_will_see(model, fields):
    texts = [name for name in model.translated_fields() if name in fields]

    assert [name for name in texts if name not in HELP[model] | EVERYWHERE] == []


def test_help_names_no_text_that_is_not_there():
    tables = [HELP, MARKDOWN, READS_BEST]

    for model, names in [pair for table in tables for pair in table.items()]:
        assert set(names) <= {field.name for field in model._meta.fields}
    assert set(HELP) == set(plan_models())


def test_markdown_fields_are_those_that_templates_show_as_prose():
    pattern = re.compile(r"{% prose (\w+) \"(\w+)\" %}")
    shown = {
        found
        for path in (ROOT / "templates").rglob("*.html")
        for found in pattern.findall(path.read_text())
    }
    kinds = {"section": ["plansection"], "note": ["prioritynote", "measurenote"]}

    assert {
        (kind, field) for name, field in shown for kind in kinds.get(name, [name])
    } == {
        (model._meta.model_name, field)
        for model, fields in MARKDOWN.items()
        for field in fields
    }


def test_limit_is_in_the_help_and_nothing_pasted_is_cut(admin_client):
    page = admin_client.get(form_of(make_priority()))

    assert "At most 200 characters." in described(page, "title_es")[0]
    assert input_of(page, "title_en").get("maxlength") is None


def test_text_that_is_too_long_is_refused_whole(admin_client):
    priority = make_priority()
    sent = form_data(admin_client.get(form_of(priority)))
    long = "a" * 201

    page = admin_client.post(form_of(priority), {**sent, "title_es": long})

    assert page.context["adminform"].form.errors["title_es"] == [
        "Ensure this value has at most 200 characters (it has 201)."
    ]
    assert form_data(page)["title_es"] == long


def test_each_input_says_which_language_is_to_be_written_in_it(admin_client):
    page = admin_client.get(form_of(make_priority()))

    assert input_of(page, "title_es").get("lang") == "es"
    assert input_of(page, "code").get("lang") is None


@pytest.mark.parametrize("make", [make_priority, make_measure, make_plan])
def test_all_that_inputs_point_to_is_on_the_page(admin_client, make):
    record = make()
    sent = form_data(admin_client.get(form_of(record)))
    for page in [
        admin_client.get(form_of(record)),
        admin_client.post(form_of(record), {**sent, "title_en": "", "title_es": ""}),
    ]:
        tree = html.fromstring(page.content.decode())
        ids = set(tree.xpath("//@id"))
        pointed = {
            one for ones in tree.xpath("//@aria-describedby") for one in ones.split()
        }

        assert pointed
        assert pointed - ids == set()


def preview_of(model: type[PlanItem]) -> str:
    return reverse(f"admin:pillars_{model._meta.model_name}_preview_text")


@pytest.mark.parametrize("model", MARKDOWN)
def test_preview_is_what_the_public_page_shows(admin_client, model):
    text = (
        "## Head\r\n\r\nSee **1D-M2** at [home](https://example.org).\r\n\r\n1. a\r\n"
    )

    answer = admin_client.post(preview_of(model), {"text": text})

    assert answer.content.decode() == markdown(text.replace("\r\n", "\n").strip())
    assert '<span class="nb">1D-M2</span>' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[here](javascript:alert(1))",
    ],
)
def test_script_that_an_editor_types_comes_out_as_text(admin_client, text):
    model = next(iter(MARKDOWN))

    answer = admin_client.post(preview_of(model), {"text": text}).content.decode()

    assert not re.search(r"<script|<img|href=.javascript", answer)
    assert "alert(1)" in answer


def test_preview_is_for_those_who_may_see_such_records(client):
    model = next(iter(MARKDOWN))
    user = User.objects.create_user("other", is_staff=True)
    stranger = client.post(preview_of(model), {"text": "a"})
    client.force_login(user)
    refused = client.post(preview_of(model), {"text": "a"})
    view = f"view_{model._meta.model_name}"
    user.user_permissions.add(Permission.objects.get(codename=view))

    allowed = client.post(preview_of(model), {"text": "a"})

    assert stranger.status_code == 302
    assert refused.status_code == 403
    assert allowed.content == b"<p>a</p>\n"
    assert client.get(preview_of(model)).status_code == 405


def test_preview_of_an_endless_text_is_refused(admin_client):
    answer = admin_client.post(preview_of(next(iter(MARKDOWN))), {"text": "a" * 60_000})

    assert answer.status_code == 413


def test_new_row_of_a_refused_form_keeps_its_typing_and_its_marks(admin_client):
    priority = make_priority()
    sent = form_data(admin_client.get(form_of(priority)))
    sent = with_new_row(sent, "strategies", text_en="Do more.", code="1A.1", level="")

    page = admin_client.post(form_of(priority), sent)

    assert form_data(page)["strategies-0-text_en"] == "Do more."
    assert "Missing in Spanish" in described(page, "strategies-0-text_es")


def test_form_of_very_many_rows_is_taken(admin_client):
    priority = make_priority()
    sent = form_data(admin_client.get(form_of(priority)))
    many = {f"row-{number}": "" for number in range(2500)}

    answer = admin_client.post(form_of(priority), {**sent, **many})

    assert answer.status_code == 302
