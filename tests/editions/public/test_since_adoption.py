"""What readers see of a plan's changes since it was adopted, and of one edition's."""

import lxml.html
import pytest

from pillars.enums import State
from plan_site.editions.document.document import Act, Document
from plan_site.editions.models import Edition
from plan_site.editions.public.since_adoption import SinceAdoption
from plan_site.editions.publishing.redact import redact
from plan_site.editions.scope import WORKING_COPY, Scope, reading
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import make_measure, make_plan, make_priority

pytestmark = pytest.mark.django_db

SINCE = "/en/2022-26/since-adoption/"


@pytest.fixture
def measure():
    return make_measure(title_en="Graduates", results={2022: "84"})


@pytest.fixture
def read(client):
    def get(path: str, status: int = 200) -> lxml.html.HtmlElement:
        """What readers of the newest edition find at an address."""
        newest = Edition.objects.order_by("-number").first()
        with reading(Scope(WORKING_COPY, Document.read(newest.contents).facts)):
            response = client.get(path)
        assert response.status_code == status, path
        return lxml.html.fromstring(response.content.decode())

    return get


def words(element) -> str:
    return " ".join(element.text_content().split())


def items(page) -> list[str]:
    return [words(it) for it in page.xpath("//main//ul[@class='log']/li")]


def say(record, **values) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def adopt(plan, number: int | None) -> None:
    say(plan, adopted_edition=number)


def test_nothing_has_changed_since_adoption(measure, read):
    publish()

    page = read(SINCE)

    assert "Nothing has changed since then." in words(page)
    assert items(page) == []


def test_then_and_now_with_reasons_and_without_what_went_back(measure, read):
    priority, result = measure.priority, measure.results.get()
    adopt(measure.pillar.plan, 2)
    publish()
    say(priority, title_en="Before adoption")
    publish()
    item = f"pillars.measure:{measure.pk}"
    say(priority, title_en="In between")
    say(result, value="85")
    publish(act=Act({}, {item: {"en": "A late batch.", "es": "Un lote."}}))
    say(priority, title_en="Before adoption")
    say(result, value="86")
    publish(act=Act({}, {item: {"en": "A recount.", "es": "Un recuento."}}))

    (told,) = items(read(SINCE))

    assert "was corrected from 84.0% to 86.0%." in told
    assert "In between" not in told
    assert "A late batch." in told
    assert "A recount." in told


def test_value_hidden_today_is_on_neither_side(measure, read):
    result = measure.results.get()
    publish()
    say(result, value="86.7")
    publish()
    say(result, state=State.SUPPRESSED)
    publish()

    page = read(SINCE)

    (told,) = items(page)
    assert "hidden to protect students" in told
    assert "84.0" not in words(page)
    assert "86.7" not in words(page)
    assert "86.7" not in words(read("/en/2022-26/changes/2/"))


def test_redacted_text_is_on_neither_side(measure, read):
    priority = measure.priority
    say(priority, why_en="Because of Ana.", why_es="Por el plan.")
    publish()
    say(priority, why_en="Because of many.")
    publish()
    redact(f"pillars.priority:{priority.pk}", "why_en", "A name.", earlier_only=True)

    page = read(SINCE)

    assert "Ana" not in words(page)
    assert (
        items(page) == ["1A Strong Relationships"]
        or "we do not show how" in items(page)[0]
    )


def test_minor_changes_count_and_name_no_edition(measure, read):
    priority = measure.priority
    publish()
    say(priority, title_en="Another name")
    publish(act=Act({}, {}, frozenset({f"pillars.priority:{priority.pk}"})))

    page = read(SINCE)

    (told,) = items(page)
    assert "“Another name”" in told
    assert page.xpath("//main//ul[@class='log']//a[contains(@href, '/changes/')]") == []
    read("/en/2022-26/changes/2/", status=404)


@pytest.mark.parametrize(
    ("named", "number"),
    [
        (None, 2),  # the first that had the plan
        (1, 2),  # it was not there yet
        (3, 3),
        (9, 2),  # still to come
    ],
)
def test_adoption_is_the_edition_named_or_the_first_with_the_plan(named, number):
    say(make_priority().pillar.plan, is_public=False)
    publish()
    plan = make_plan(slug="2026-30", is_public=True)
    publish()
    adopt(plan, named)
    last = publish()

    since = SinceAdoption(Document.read(last.contents), plan)

    assert since.adopted.number == number


def test_plan_that_was_gone_is_compared_from_its_return(measure, read):
    plan = measure.pillar.plan
    publish()
    say(plan, is_public=False)
    publish()
    say(plan, is_public=True)
    publish()
    say(measure.priority, title_en="Another name")
    publish()

    page = read(SINCE)

    assert "edition 3 of" in words(page)
    assert len(items(page)) == 1


def test_each_edition_has_a_page_and_leads_to_those_before_and_after(measure, read):
    publish()
    say(measure.priority, title_en="Another name")
    publish()
    make_plan(slug="2026-30")
    publish()
    say(measure.priority, title_en="A third name")
    publish()

    page = read("/en/2022-26/changes/2/")

    (told,) = items(page)
    assert "“Another name”" in told
    assert page.xpath("//a[@rel='prev']/@href") == ["/en/2022-26/changes/1/"]
    assert page.xpath("//a[@rel='next']/@href") == ["/en/2022-26/changes/4/"]
    assert read("/en/2022-26/changes/1/").xpath("//a[@rel='prev']") == []
    read("/en/2022-26/changes/3/", status=404)


def test_note_in_one_language_is_shown_in_each_with_its_own(measure, read):
    publish()
    publish(act=Act({"en": "We checked every number."}, {}))

    page = read("/es/2022-26/changes/2/")

    (note,) = page.xpath("//main//p[@lang='en']")
    assert words(note) == "We checked every number."
