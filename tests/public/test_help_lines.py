"""Help in the district's languages, at the foot of every page of its plan."""

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pillars.public import readings
from tests.helpers.makers import (
    make_help_line,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
)

pytestmark = pytest.mark.django_db

ARABIC = "للمساعدة باللغة العربية، اتصلوا على (760) 555-0149"
ARMENIAN = "Հայերենով օգնության համար զանգահարեք (760) 555-0148։"
NUMBER = '<a href="tel:+1{}"><bdi dir="ltr">{}</bdi></a>'
HEADINGS = {"en": "Help in your language", "es": "Ayuda en su idioma"}


@pytest.fixture
def plan():
    """The current plan, with a page of each kind and a retired priority, 1B."""
    plan = make_plan()
    priority = make_priority(make_pillar(plan))
    make_measure(priority)
    make_priority(priority.pillar, is_retired=True, retirement_note_en="It went.")
    return plan


def pages(language: str) -> list[str]:
    """All kinds: of the plan, of none, and one of what is gone."""
    codes = ["1", "1a", "1b", "measures/1a-m1"]
    names = ["", "measures/", "measures/behind/", "progress/", "about/", "glossary/"]
    of_plan = [f"/{language}/2022-26/{part}" for part in (*names, "changes/")]
    of_none = [f"/{language}/{name}/" for name in ("plans", "accessibility")]
    return of_plan + of_none + [f"/{language}/2022-26/{code}/" for code in codes]


def help_in(html: bytes):
    return lxml.html.fromstring(html.decode()).xpath("//footer//section[@class='help']")


@pytest.mark.parametrize("language", ["en", "es"])
def test_lines_are_at_the_foot_of_every_page_in_their_order(client, plan, language):
    make_help_line(plan, language="ar", text=ARABIC, position=2)
    make_help_line(plan, language="hy", text=ARMENIAN, position=1)

    for path in pages(language):
        (section,) = help_in(client.get(path, follow=True).content)
        heading = section.xpath("h2")[0]
        armenian, arabic = section.xpath("ul/li")
        assert heading.text_content().strip() == HEADINGS[language], path
        assert section.get("aria-labelledby") == heading.get("id")
        assert (armenian.get("lang"), armenian.get("dir")) == ("hy", "auto")
        assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "auto")
        assert armenian.text_content() == ARMENIAN
        assert arabic.text_content() == ARABIC


def test_page_without_a_plan_has_the_lines_of_the_current_one(client, plan):
    make_help_line(make_plan(), text="Old")
    make_help_line(plan, text="Now <b>")

    (section,) = help_in(client.get("/en/plans/").content)

    assert section.xpath("ul/li/text()") == ["Now <b>"]


def test_without_a_line_there_is_no_heading(client, plan):
    for path in pages("en"):
        html = client.get(path, follow=True).content
        assert help_in(html) == []
        assert b"Help in your" not in html


def test_lines_are_read_once_for_all_pages_of_a_press(client, plan):
    make_help_line(plan)

    with (
        readings.shared(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        for path in pages("en"):
            assert help_in(client.get(path, follow=True).content)

    table = "FROM " + connection.ops.quote_name("pillars_helpline")
    assert sum(table in query["sql"] for query in asked) == 1
