"""The preview of a text that is being written links the plan's terms, as pages do."""

import pytest
from lxml import html

from tests.helpers.desk import form_of
from tests.helpers.makers import make_plan, make_priority, make_term

pytestmark = pytest.mark.django_db


def previews(page) -> dict[str, str]:
    """Where a form's texts are previewed, by the id of what the button stands below."""
    tree = html.fromstring(page.content.decode())
    return {
        button.getparent().xpath(".//textarea/@name")[0]: button.get("data-preview")
        for button in tree.xpath("//button[@data-preview]")
    }


def test_preview_links_terms_in_the_language_of_the_text(admin_client):
    priority = make_priority()
    plan = priority.pillar.plan
    make_term(plan, term_en="calm", term_es="calma")
    address = previews(admin_client.get(form_of(priority)))["why_es"]

    answer = admin_client.post(address, {"text": "La calma, not calm; la calma."})

    (link,) = html.fromstring(answer.content.decode()).xpath("//a")
    assert link.text == "calma"
    assert link.get("href").startswith(f"/preview/es/{plan.slug}/glossary/#")


def test_preview_of_a_new_record_is_the_text_alone(admin_client):
    make_term(term_en="calm", term_es="calma")
    address = previews(admin_client.get("/admin/pillars/priority/add/"))["why_en"]

    answer = admin_client.post(address, {"text": "Stay calm."})

    assert answer.content.decode() == "<p>Stay calm.</p>\n"


@pytest.mark.parametrize(
    "query",
    [
        "language=fr&plan={plan}",
        "plan={plan}",
        "language=en&plan=x",
        "language=en&plan=0",
        "language=en&plan=9999999999999999999999",
    ],
)
def test_invalid_question_for_a_preview_is_answered_without_links(admin_client, query):
    plan = make_plan()
    make_term(plan, term_en="calm", term_es="calma")
    address = "/admin/pillars/priority/preview-text/?" + query.format(plan=plan.pk)

    answer = admin_client.post(address, {"text": "Stay calm."})

    assert answer.content.decode() == "<p>Stay calm.</p>\n"
