"""Nothing that a page says is missing from its PDF."""

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from pillars.models import Plan, Priority
from plan_site.editions.paper import documents
from plan_site.editions.paper.letters import missing
from tests.helpers.browser.example_plan import import_example
from tests.helpers.pdf_parts import pages_of, tags, without_blanks

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

FOR_SCREENS = (
    "ancestor-or-self::*[self::nav or self::script or self::button or self::svg"
    " or @aria-hidden='true' or @hidden or "
    + " or ".join(
        f"contains(concat(' ', @class, ' '), ' {name} ')"
        for name in ("anchor", "share", "unseen", "to-paper")
    )
    + "]"
)
# Feet that are like no text of a page.
NUMBERS = {"Page %(page)s of %(pages)s": "«%(page)s/%(pages)s»"}


def load_shipped():
    call_command("loaddata", "lausd_2022_26", verbosity=0)


def texts_on(html: bytes) -> list[str]:
    """Without the lines of help whose letters cannot be printed."""
    page = lxml.html.fromstring(html.decode())
    found = page.xpath(f"//main//text()[not({FOR_SCREENS})]")
    for line in page.xpath("//section[@class='help']/ul/li"):
        found += [] if missing(line.text_content()) else line.xpath(".//text()")
    return [text for text in map(without_blanks, found) if text]


def text_without_feet(pdf: bytes, feet: list[str]) -> str:
    pages = pages_of(pdf)
    text = ""
    for number, page in enumerate(pages, 1):
        for foot in (*feet, f"«{number}/{len(pages)}»"):
            page = page.replace(without_blanks(foot), "", 1)
        text += page
    return text


def missing_from_pdf(
    client, plan: Plan, language: str, page: str, pdf: str
) -> list[str]:
    html = client.get(page, follow=True).content
    feet = [f"{plan.organization} · {plan.title}", f"127.0.0.1:8000/{pdf}"]
    made = client.get(f"/{language}/{pdf}.pdf").content
    printed = text_without_feet(made, feet)
    drawn = [without_blanks(str(tag.Alt)) for tag in tags(made) if tag.S == "/Figure"]
    alts = lxml.html.fromstring(html.decode()).xpath(
        "//main//*[@role='img']/desc/text()"
    )
    lost = [text for text in texts_on(html) if text not in printed]
    return lost + [
        alt for alt in alts if not any(without_blanks(alt) in it for it in drawn)
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("load", [import_example, load_shipped])
def test_pdf_says_all_that_its_page_says(client, monkeypatch, language, load):
    monkeypatch.setattr(documents, "_", lambda text: NUMBERS.get(text) or gettext(text))
    load()
    plan = Plan.objects.get()
    priorities = Priority.objects.live().in_plan(plan.slug)
    with translation.override(language):
        pages = {
            f"{plan.slug}/{it.segment}": it.get_absolute_url() for it in priorities
        }
        pages[plan.slug] = reverse("pillars:print", args=[plan.slug])

        for pdf, page in pages.items():
            assert missing_from_pdf(client, plan, language, page, pdf) == [], page
