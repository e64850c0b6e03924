"""Each plan has its own log and feed, which keep their names for good."""

import datetime
from uuid import UUID, uuid5

import lxml.html
import pytest
from django.conf import settings
from lxml import etree

from pillars.models import Plan
from plan_site.editions.document.document import Act, Document
from plan_site.editions.models import Edition
from plan_site.editions.scope import WORKING_COPY, Scope, reading
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_group,
    make_pillar,
    make_plan,
    make_priority,
    make_section,
    make_strategy,
    make_term,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
FIRST = "The plan was published here for the first time."


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


@pytest.fixture
def plan():
    """The current plan, in edition 1."""
    priority = make_priority(title_en="Joyful schools")
    publish()
    return priority.pillar.plan


@pytest.fixture
def other(plan):
    """A plan of old, with one of each kind that has no code; edition 2 brings it."""
    other = make_plan(slug="2016-19", first_year=2016, last_year=2018)
    make_priority(make_pillar(other))
    for make in (make_group, make_term, make_section):
        make(other)
    publish()
    return other


@pytest.fixture
def read(client):
    def get(path: str) -> str:
        """What readers of the newest edition find at an address."""
        newest = Edition.objects.order_by("-number").first()
        facts = Document.read(newest.contents).facts
        with reading(Scope(WORKING_COPY, facts)):
            return client.get(path).content.decode()

    return get


def feed_in(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def texts(feed: etree._Element, path: str) -> list[str]:
    return [found.text for found in feed.iterfind(path, {"": feed.nsmap[None]})]


def rename(plan: Plan, title: str) -> None:
    priority = plan.pillars.first().priorities.first()
    priority.title_en = priority.title_es = title
    priority.save()


def test_feed_has_all_that_a_feed_must_have(plan, read):
    rename(plan, "Schools full of joy")
    publish()

    feed = feed_in(read("/es/2022-26/changes.atom"))

    # RFC 4287, 4.1.1 and 4.1.2.
    assert etree.QName(feed).localname == "feed"
    for node in (feed, *feed.iterfind("{*}entry")):
        for name in ("id", "title", "updated"):
            (found,) = node.findall(f"{{*}}{name}")
            assert found.text
    assert texts(feed, "author/name") == [plan.organization_es]
    assert texts(feed, "title") == [
        f"{plan.title_es}, {plan.organization_es}: qué ha cambiado"
    ]
    assert texts(feed, "updated") == texts(feed, "entry/updated")[:1]
    links = {link.get("rel"): link.get("href") for link in feed.iterfind("{*}link")}
    assert links == {
        "alternate": f"{settings.PUBLIC_URL}/es/2022-26/changes/",
        "self": f"{settings.PUBLIC_URL}/es/2022-26/changes.atom",
    }
    ids = texts(feed, ".//id")
    assert len({*ids}) == len(ids) == 3
    assert {UUID(name.removeprefix("urn:uuid:")).urn for name in ids} == {*ids}


def test_feed_says_what_the_page_says_and_leads_to_the_same_pages(plan, read):
    rename(plan, "Schools full of joy")
    publish(act=Act({"en": "One name & one note, of 1A.", "es": "Un nombre."}, {}))

    page = lxml.html.fromstring(read("/en/2022-26/changes/"))
    feed = feed_in(read("/en/2022-26/changes.atom"))

    newest = lxml.html.fromstring(texts(feed, "entry/summary")[0])
    section = page.xpath("//section[@aria-labelledby='edition-2']")[0]
    assert [" ".join(it.text_content().split()) for it in section.iter("p")][1:] == [
        " ".join(it.text_content().split()) for it in newest.iter("p")
    ]
    assert "“Title” is now “Schools full of joy”" in newest.text_content()
    addresses = ["/en/2022-26/1a-schools-full-of-joy/"] * 2
    own = "/en/2022-26/changes/2/"
    assert section.xpath(".//@href") == [own, *addresses]
    link = feed.find("{*}entry/{*}link").get("href")
    assert link == settings.PUBLIC_URL + own
    assert newest.xpath(".//@href") == [settings.PUBLIC_URL + it for it in addresses]


def test_editions_of_one_day_follow_each_other_in_time(plan, read):
    for title in ("One", "Two", "Three"):
        rename(plan, title)
        publish()
    rename(plan, "Four")
    publish(NOON + datetime.timedelta(days=1))

    feed = feed_in(read("/en/2022-26/changes.atom"))

    moments = texts(feed, "entry/updated")
    day, next_day = (f"2024-10-0{day}T00:00:0" for day in (1, 2))
    assert [moment[:19] for moment in moments] == [
        f"{next_day}5",
        *(f"{day}{second}" for second in (4, 3, 2, 1)),
    ]
    assert texts(feed, "entry/published") == moments


def test_names_of_feed_and_entries_stay_whatever_the_host_and_the_current_plan(
    plan, other, read, settings
):
    before = {
        language: texts(feed_in(read(f"/{language}/2022-26/changes.atom")), ".//id")
        for language in ("en", "es")
    }
    settings.PUBLIC_URL = "https://other.example.org"
    Plan.objects.filter(pk=plan.pk).update(is_current=False)
    Plan.objects.filter(pk=other.pk).update(is_current=True)
    publish()

    for language, ids in before.items():
        feed = feed_in(read(f"/{language}/2022-26/changes.atom"))
        assert texts(feed, ".//id")[:1] == ids[:1]
        assert {*ids} <= {*texts(feed, ".//id")}
    assert before["en"] == [plan.feed_id.urn, uuid5(plan.feed_id, "1").urn]
    # Who follows both languages gets both.
    assert not {*before["en"]} & {*before["es"]}
    assert other.feed_id.urn in read("/en/2016-19/changes.atom")


def test_log_and_feed_of_a_plan_tell_nothing_of_another(plan, other, read):
    rename(other, "Zq")
    for record in (other.groups.get(), other.terms.get(), other.sections.get()):
        for column in ("title_en", "term_en", "body_en"):
            setattr(record, column, "Zq")
        record.save()
    publish(act=Act({"en": "Zq."}, {}))

    for kind in ("/", ".atom"):
        own = read(f"/en/2022-26/changes{kind}")
        assert "Zq" not in own
        assert "Edition 1" in own
        # Nor that there was an edition.
        assert "Edition 3" not in own.partition("<footer")[0]
        assert read(f"/en/2016-19/changes{kind}").count("Zq") >= 5


def test_plan_at_the_former_address_of_another_tells_nothing_of_that_one(plan, read):
    rename(plan, "Of the older plan")
    publish()
    Plan.objects.filter(pk=plan.pk).update(slug="2022-2026")
    publish()
    newer = make_plan(slug="2022-26")
    make_priority(make_pillar(newer))
    publish()
    rename(newer, "Of the newer plan")
    publish()

    for slug, own, foreign in (
        ("2022-2026", "Of the older plan", "Of the newer plan"),
        ("2022-26", "Of the newer plan", "Of the older plan"),
    ):
        for kind in ("/", ".atom"):
            text = read(f"/en/{slug}/changes{kind}")
            assert own in text
            assert foreign not in text


def test_each_plan_is_published_for_the_first_time_once(plan, other, read):
    rename(plan, "Another title")
    rename(other, "Yet another title")
    publish()

    for slug, number in {"2022-26": 1, "2016-19": 2}.items():
        feed = feed_in(read(f"/en/{slug}/changes.atom"))
        summaries = texts(feed, "entry/summary")
        assert [FIRST in summary for summary in summaries] == [False, True]
        # All is new in it, so that nothing is listed.
        assert "<li" not in summaries[1]
        assert texts(feed, "entry/title") == ["Edition 3", f"Edition {number}"]
        assert read(f"/en/{slug}/changes/").count(FIRST) == 1


def test_each_page_names_the_feed_of_its_plan(plan, other, read):
    for slug in ("2022-26", "2016-19"):
        (address,) = lxml.html.fromstring(read(f"/es/{slug}/about/")).xpath(
            "//link[@type='application/atom+xml']/@href"
        )
        assert address == f"/es/{slug}/changes.atom"


def test_former_addresses_of_feeds_lead_on(plan, other):
    plan.slug = "2022-27"
    plan.save()
    reader = reader_of(pressed(publish().contents))

    for path, end in {
        "/en/changes.atom": "/en/2022-27/changes.atom",
        "/es/2022-26/changes.atom": "/es/2022-27/changes.atom",
    }.items():
        assert reader.get(path).headers["Location"] == end
        assert (
            reader.get(end).headers["Content-Type"].startswith("application/atom+xml")
        )
    # The current plan may be another one tomorrow.
    assert reader.get("/en/changes.atom").status == 302
    assert reader.get("/es/2016-19/changes.atom").status == 200


def test_log_and_texts_lead_to_what_is_retired(plan):
    priority = make_priority(plan.pillars.get(), title_en="Zq")
    make_strategy(priority)
    make_section(plan, body_en="Once this was in 1B, as 1B.1.")
    publish()
    priority.is_retired = True
    priority.retirement_note_en = "It is in 1A now."
    priority.save()

    reader = reader_of(pressed(publish().contents))

    log = lxml.html.fromstring(reader.get("/en/2022-26/changes/").text)
    (address,) = {*log.xpath("//a[contains(., 'Zq')]/@href")}
    assert reader.get(address).status == 410
    about = lxml.html.fromstring(reader.get("/en/2022-26/about/").text)
    assert about.xpath("//a[.='1B']/@href") == [address]
