"""When readers will know more: the page of dates, a measure's own, the calendar."""

import datetime
import re
from dataclasses import replace

import lxml.html
import pytest
from django.conf import settings

from pillars.models import Measure, Plan, Review
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition
from plan_site.editions.scope import WORKING_COPY, Scope, reading
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_review,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db

# Editions of tests are of October 1, 2024.
PAST, COMING = datetime.date(2024, 9, 30), datetime.date(2024, 11, 15)
LINKS = "report (opens another site), recording (opens another site)"
DATES, CALENDAR = "/{}/2022-26/dates/", "/{}/2022-26/dates.ics"


@pytest.fixture
def plan() -> Plan:
    """With an update that is late, one to come, a past review and one to come."""
    plan = make_plan(title_en="Plan; a, b", title_es="Plan; año")
    priority = make_priority(make_pillar(plan))
    make_measure(priority, title_es="Años " * 20, next_update_due=COMING)
    make_measure(priority, next_update_due=PAST)
    # Its result is there, so nothing is awaited.
    make_measure(priority, results={2023: "84"}, next_update_due=PAST)
    make_measure(priority, is_retired=True, next_update_due=COMING)
    make_review(
        plan,
        day=PAST,
        title_en="Board meeting",
        title_es="Reunión de la Junta",
        measures="1a-m1, 1a-M1, 1A-M4, 9Z-M9",
        report_url_en="https://example.org/report",
        report_url_es="",
        recording_url_en="https://example.org/en",
        recording_url_es="https://example.org/es",
    )
    make_review(plan, day=COMING, measures="1A-M1,1A-M2")
    return plan


@pytest.fixture
def read(client):
    """What readers of the newest edition find at an address."""

    def get(path: str, **facts) -> bytes:
        newest = Edition.objects.order_by("-number").first() or publish()
        edition = replace(Document.read(newest.contents).facts, **facts)
        with reading(Scope(WORKING_COPY, edition)):
            answer = client.get(path)
        assert answer.status_code == 200
        return answer.content

    return get


def parts_of(page: bytes) -> dict[str, list[str]]:
    """The lines of each section, by its heading."""
    return {
        section.find("h2").text_content(): [
            " ".join(line.text_content().split())
            for line in section.xpath(".//dt | .//dd/div | .//li")
        ]
        for section in lxml.html.fromstring(page.decode()).iter("section")
    }


def facts_of(page: bytes) -> dict[str, str]:
    (facts,) = lxml.html.fromstring(page.decode()).find_class("facts")
    pairs = [list(fact.iterchildren()) for fact in facts]
    return {
        name.text_content(): " ".join(text.text_content().split())
        for name, text in pairs
    }


def test_page_says_in_english_what_comes_when(plan, read):
    late, coming = (Measure.objects.get(code=code) for code in ("1A-M2", "1A-M1"))
    page = read(DATES.format("en"))

    second = Review.objects.get(day=COMING)
    assert parts_of(page) == {
        "Next updates": [
            "Was due on September 30, 2024.",
            f"1A-M2 {late.title}",
            "Expected by November 15, 2024.",
            f"1A-M1 {coming.title}",
        ],
        "Reviews by the Board": [
            "November 15, 2024",
            f"{second.title}: report (opens another site)",
            "This meeting is still to come.",
            f"1A-M1 {coming.title}",
            f"1A-M2 {late.title}",
            "September 30, 2024",
            f"Board meeting: {LINKS}",
            f"1A-M1 {coming.title}",
        ],
    }
    assert "As of October 1, 2024." in page.decode()
    assert f'href="{coming.get_absolute_url()}"' in page.decode()


def test_page_says_it_in_spanish_with_the_language_of_what_it_leads_to(plan, read):
    page = read(DATES.format("es"))

    updates, reviews = parts_of(page).values()
    assert updates[::2] == [
        "Debía salir el 30 de septiembre de 2024.",
        "Se espera para el 15 de noviembre de 2024.",
    ]
    assert "Esta reunión todavía no se ha realizado." in reviews
    links = "informe (en inglés) (abre otro sitio), grabación (abre otro sitio)"
    assert f"Reunión de la Junta: {links}" in reviews
    (report,) = lxml.html.fromstring(page.decode()).xpath("//a[@hreflang and @rel]")[:1]
    assert report.attrib.items() == [
        ("href", "https://example.org/report"),
        ("rel", "external noopener"),
        ("hreflang", "en"),
    ]


def test_what_is_past_is_decided_by_the_day_of_the_edition(plan, read):
    late = parts_of(read(DATES.format("en"), day="2024-11-16"))

    assert late["Next updates"][::2] == [
        "Was due on September 30, 2024.",
        "Was due on November 15, 2024.",
    ]
    assert "This meeting is still to come." not in late["Reviews by the Board"]


def test_measure_names_its_next_update_and_its_reviews(plan, read):
    measure = Measure.objects.get(code="1A-M1")
    english, spanish = (
        facts_of(read(measure.get_absolute_url_in(code))) for code in ("en", "es")
    )
    later = facts_of(read(measure.get_absolute_url_in("en"), day="2024-11-15"))

    soon = "November 15, 2024: report (opens another site)"
    assert [*english.items()][-3:] == [
        ("Next update", "Expected by November 15, 2024. All coming dates"),
        ("The Board reviews this on", soon),
        ("Reviewed by the Board", f"September 30, 2024: {LINKS}"),
    ]
    assert [*spanish.items()][-3:] == [
        (
            "Próxima actualización",
            "Se espera para el 15 de noviembre de 2024. Todas las próximas fechas",
        ),
        (
            "La Junta revisará esto el",
            "15 de noviembre de 2024: informe (abre otro sitio)",
        ),
        (
            "Revisión de la Junta",
            "30 de septiembre de 2024: informe (en inglés) (abre otro sitio),"
            " grabación (abre otro sitio)",
        ),
    ]
    assert later["Reviewed by the Board"] == soon
    assert "The Board reviews this on" not in later


def test_measure_whose_result_is_there_waits_for_nothing(plan, read):
    measure = Measure.objects.get(code="1A-M3")

    facts = facts_of(read(measure.get_absolute_url()))

    assert not {"Next update", "Reviewed by the Board"} & {*facts}


def test_coming_day_is_shown_though_the_last_results_are_there(client, read):
    """Such as a day for the school year that is running."""
    measure = make_measure(results={2023: "84"}, next_update_due=COMING)
    publish()

    page, calendar = (read(path.format("en")) for path in (DATES, CALENDAR))
    address = measure.get_absolute_url()
    facts, later = (facts_of(read(address, day=f"2024-11-{day}")) for day in (15, 16))

    assert parts_of(page)["Next updates"][0] == "Expected by November 15, 2024."
    assert [event["DTSTART;VALUE=DATE"] for event in events_of(calendar)] == [
        "20241115"
    ]
    assert facts["Next update"].startswith("Expected by November 15, 2024.")
    assert "Next update" not in later


@pytest.mark.parametrize("language", ["en", "es"])
def test_plan_without_dates_has_no_page_no_event_and_no_link(client, language):
    measure = make_measure(results={2023: "84"}, next_update_due=PAST)
    plan = measure.pillar.plan

    led = client.get(DATES.format(language))
    calendar = client.get(CALENDAR.format(language))

    assert (led.status_code, led["Location"]) == (302, f"/{language}/{plan.slug}/")
    assert events_of(calendar.content) == []
    for path in ("progress/", "about/", f"measures/{measure.segment}/"):
        page = client.get(f"/{language}/2022-26/{path}", follow=True)
        assert page.status_code == 200
        assert b"/dates" not in page.content


@pytest.mark.parametrize("path", ["progress/", "about/"])
def test_progress_and_about_lead_to_the_dates(plan, read, path):
    page = lxml.html.fromstring(read(f"/es/2022-26/{path}").decode())

    (link,) = page.xpath("//main//a[@href='/es/2022-26/dates/']")
    assert link.text_content() == "Todas las próximas fechas"


@pytest.mark.parametrize(
    ("where", "most"), [("page", 8), ("calendar", 8), ("measure", 16)]
)
def test_dates_are_read_in_the_same_queries_however_many(
    client, django_assert_num_queries, django_assert_max_num_queries, where, most
):
    measure = make_measure(results={2022: "80"}, next_update_due=COMING)
    plan = measure.pillar.plan
    make_review(plan, measures=measure.code)
    address = {
        "page": DATES.format("en"),
        "calendar": CALENDAR.format("en"),
        "measure": measure.get_absolute_url(),
    }[where]
    with django_assert_max_num_queries(most) as one:
        client.get(address)
    for number in range(3):
        day = COMING + datetime.timedelta(number)
        more = make_measure(measure.priority, results={}, next_update_due=day)
        make_review(plan, measures=more.code)

    with django_assert_num_queries(len(one)):
        client.get(address)


def unfolded(file: bytes) -> list[str]:
    return re.sub("\r\n ", "", file.decode()).split("\r\n")


def events_of(file: bytes) -> list[dict[str, str]]:
    """The properties of each event, by name."""
    text = "\n".join(unfolded(file))
    found = re.findall("BEGIN:VEVENT\n(.*?)\nEND:VEVENT", text, re.DOTALL)
    return [dict(re.findall("^(.+?):(.*)$", one, re.MULTILINE)) for one in found]


def test_calendar_has_the_dates_of_the_page(plan, read):
    file = read(CALENDAR.format("es"))

    assert file.endswith(b"END:VCALENDAR\r\n")
    assert unfolded(file)[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        r"PRODID:-//Plan\; año: próximas fechas//ES",
        r"X-WR-CALNAME:Plan\; año: próximas fechas",
    ]
    events = events_of(file)
    day = "DTSTART;VALUE=DATE"
    assert [event[day] for event in events] == [
        *("20240930", "20241115", "20241115", "20240930")
    ]
    assert events[3]["SUMMARY"] == ("Revisión de la Junta: Reunión de la Junta (1A-M1)")
    assert events[3]["URL"] == settings.PUBLIC_URL + DATES.format("es")
    measure = Measure.objects.get(code="1A-M1")
    assert events[1] == {
        "UID": events[1]["UID"],
        "DTSTAMP": "20241001T070001Z",
        day: "20241115",
        "SUMMARY": f"Se espera un resultado nuevo: 1A-M1 {measure.title_es}",
        "URL": settings.PUBLIC_URL + measure.get_absolute_url_in("es"),
        "TRANSP": "TRANSPARENT",
    }


def test_calendar_writes_a_year_with_four_digits(plan, read):
    Review.objects.filter(day=PAST).update(day=datetime.date(24, 9, 30))

    file = read(CALENDAR.format("en"))

    assert b"DTSTART;VALUE=DATE:00240930\r\n" in file


def test_calendar_is_folded_between_characters(plan, read):
    Plan.objects.update(title_en="ñ€𝄞" * 22)

    lines = read(CALENDAR.format("en")).split(b"\r\n")

    assert max(map(len, lines)) == 75
    assert all(line.decode() for line in lines[:-1])
    assert not any(b"\n" in line for line in lines)


def test_calendar_names_an_event_alike_in_each_edition_of_a_language(plan, read):
    english = events_of(read(CALENDAR.format("en")))
    spanish = events_of(read(CALENDAR.format("es")))
    Measure.objects.filter(code="1A-M1").update(
        code="1A-M9", next_update_due=datetime.date(2025, 1, 31)
    )
    publish()

    moved = events_of(read(CALENDAR.format("en")))

    names = [event["UID"] for event in english]
    assert [event["UID"] for event in moved] == names
    assert moved[1]["DTSTART;VALUE=DATE"] == "20250131"
    assert moved[1]["DTSTAMP"] == "20241001T070002Z"
    assert not {*names} & {event["UID"] for event in spanish}


def test_calendar_is_pressed_and_served(plan, settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    plan.slug = "2022-27"
    publish()
    plan.save()
    contents = publish().contents

    reader = reader_of(pressed(contents))

    answer = reader.get("/en/2022-27/dates.ics", accept_encoding="br")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "br"
    assert len(events_of(reader.get("/en/2022-27/dates.ics").body)) == 4
    former = reader.get("/en/2022-26/dates.ics")
    assert former.headers["Location"] == "/en/2022-27/dates.ics"


def test_preview_has_the_page_and_the_calendar(plan, admin_client):
    page = admin_client.get(f"/preview{DATES.format('es')}")
    calendar = admin_client.get(f"/preview{CALENDAR.format('es')}")

    assert f'href="/preview{CALENDAR.format("es")}"' in page.content.decode()
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(events_of(calendar.content)) == 4
