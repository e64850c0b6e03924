"""Review & publish: what changed is seen, chosen and answered before it goes out."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish, row_of
from tests.helpers.editions.review_form import (
    REVIEW,
    fill,
    open_review,
    own_editions_folder,
    parse,
    refusal_in,
    submit,
    text_of,
    warnings_in,
)
from tests.helpers.makers import (
    both,
    make_measure,
    make_note,
    make_pillar,
    make_priority,
    make_resource,
    make_strategy,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


def item(record) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def rewrite(record, **texts):
    for name, text in texts.items():
        setattr(record, name, text)
    record.save()


def entry(response, record):
    kind = record._meta.model_name
    (found,) = parse(response).xpath(f"//article[@id='{kind}-{record.pk}']")
    return found


@pytest.fixture
def priority():
    """A priority that readers have, with one below it."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    make_priority(priority.pillar)
    publish()
    return priority


@pytest.fixture
def measure(priority):
    """A measure with a result that readers have."""
    measure = make_measure(
        priority, baseline=(2021, "80"), targets={2025: "90"}, results={2023: "84"}
    )
    publish()
    return measure


def test_every_page_at_the_desk_leads_to_it(admin_client):
    for name in ("index", "pillars_priority_changelist", "pillars_priority_add"):
        page = parse(admin_client.get(reverse(f"admin:{name}")))

        assert page.xpath("//a[@class='ed-review-link']/@href") == [
            reverse("admin:editions_edition_review")
        ]


@pytest.mark.parametrize("size", [1, 3])
def test_number_of_changed_items_costs_the_same_however_many(
    admin_client, priority, django_assert_max_num_queries, size
):
    for _ in range(size):
        make_strategy(priority)

    # PostgreSQL is asked for its clock, too.
    with django_assert_max_num_queries(25):
        answer = admin_client.get(reverse("admin:editions_edition_changed"))

    wanted = {1: "1 item changed", 3: "3 items changed"}
    assert answer.content.decode() == wanted[size]
    assert "no-store" in answer["Cache-Control"]


def test_changes_stand_by_pillar_and_priority_in_both_languages(admin_client, priority):
    rewrite(priority, title_en="Joyful and calm schools")

    page = open_review(admin_client)

    headings = [text_of(h) for h in parse(page).xpath("//section//h2 | //section//h3")]
    english, spanish = entry(page, priority).xpath(".//*[@class='ed-wording']")
    assert headings[0].startswith("Pillar 1 – ")
    assert headings[1] == "Priority 1A – Joyful and calm schools"
    assert text_of(english) == (
        "English Before Joyful schools After Joyful and calm schools"
    )
    assert text_of(english.xpath(".//ins")[0]) == "and calm"
    assert text_of(spanish) == "Spanish Escuelas alegres not changed"


def test_text_of_a_new_note_that_a_language_lacks_is_missing(admin_client, measure):
    make_note(measure, 2023, **both("what_happened", "It rose.", ""))
    new = make_measure(measure.priority, title_es="")

    page = open_review(admin_client)

    for record, name in ((measure, "what happened"), (new, "Title")):
        (missing,) = entry(page, record).find_class("st-missing")
        line = missing.xpath("ancestor::*[self::tr or @class='ed-line']")[0]
        assert text_of(line).endswith("missing")
        assert name in text_of(line)


def test_item_that_depends_on_another_says_which(admin_client, priority):
    new = make_priority(priority.pillar)
    strategy = make_strategy(new)

    page = open_review(admin_client)

    (needs,) = entry(page, strategy).xpath(".//*[@class='ed-needs']")
    assert text_of(needs) == "Must be published with: Priority 1C"


def test_publishing_stores_what_was_ticked_and_leaves_the_rest(admin_client, priority):
    other = priority.pillar.priorities.last()
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    rewrite(other, title_en="Safe schools", title_es="Escuelas seguras")
    form = fill(open_review(admin_client), without=item(other), note_es="Nota")

    answer = submit(admin_client, {**form, "minor": item(priority)})

    edition = Edition.objects.first()
    assert answer["Location"] == reverse("admin:editions_edition_progress", args=[2])
    assert (edition.number, edition.note_es) == (2, "Nota")
    assert row_of(edition.contents, priority)["title_en"] == "Calm schools"
    assert row_of(edition.contents, other)["title_en"] != "Safe schools"
    assert [c["minor"] for c in edition.contents["log"][0]["changes"]] == [True]


def test_what_is_ticked_is_published_and_no_more(admin_client, priority):
    other = priority.pillar.priorities.last()
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    rewrite(other, title_en="Safe schools", title_es="Escuelas seguras")
    form = fill(open_review(admin_client))

    submit(admin_client, {**form, "with": item(other)})

    contents = Edition.objects.first().contents
    assert [c["item"] for c in contents["log"][0]["changes"]] == [item(other)]


def test_number_without_a_public_reason_stops_and_typing_is_kept(admin_client, measure):
    rewrite(measure.results.get(), value="85")
    form = fill(open_review(admin_client), note_en="Numbers", moment="2199-01-01T06:00")
    name = f"reason/{item(measure)}/en"

    page = submit(admin_client, {**form, name: "A typing error."})

    tree = parse(page)
    assert page.status_code == 409
    assert "the reason is missing in: Spanish" in refusal_in(page)
    assert text_of(tree.xpath(f"//textarea[@name='{name}']")[0]) == "A typing error."
    assert text_of(tree.xpath("//textarea[@name='note_en']")[0]) == "Numbers"
    assert tree.xpath("//input[@name='moment']/@value") == ["2199-01-01T06:00"]
    # What readers are given a reason for is never left out of their log.
    assert tree.xpath("//input[@name='minor']/@value") == []
    assert Edition.objects.count() == 2


def test_reason_in_both_languages_goes_out_with_the_correction(admin_client, measure):
    rewrite(measure.results.get(), value="85")
    form = fill(open_review(admin_client))
    names = {f"reason/{item(measure)}/{code}": f"In {code}" for code in ("en", "es")}

    submit(admin_client, {**form, **names})

    (change,) = Edition.objects.first().contents["log"][0]["changes"]
    assert change["kind"] == "corrected"
    assert change["reason"] == {"en": "In en", "es": "In es"}


def test_warning_is_answered_by_name_or_nothing_goes_out(admin_client, priority):
    rewrite(priority, title_en="Calm schools")
    page = open_review(admin_client)
    (name,) = warnings_in(page)

    refused = submit(admin_client, fill(page))
    accepted = submit(admin_client, fill(page, accepted=name))

    assert refusal_in(refused).startswith("A warning has not been answered")
    assert accepted.status_code == 302


def test_answer_to_a_warning_stays_ticked(admin_client, priority):
    rewrite(priority, title_en="Calm schools")
    (name,) = warnings_in(open_review(admin_client))
    form = fill(open_review(admin_client), accepted=name, act="check")

    page = submit(admin_client, form)

    assert parse(page).xpath("//input[@name='accepted'][@checked]/@value") == [name]


def test_change_made_meanwhile_shows_the_page_again_with_what_is_new(
    admin_client, priority
):
    other = priority.pillar.priorities.last()
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    form = fill(open_review(admin_client), note_en="Calm", without=item(priority))
    rewrite(other, title_en="Safe schools", title_es="Escuelas seguras")

    page = submit(admin_client, form)

    ticked = parse(page).xpath("//input[@data-item][@checked]/@value")
    fresh = parse(page).xpath("//article[.//*[contains(@class, 'ed-fresh')]]/@id")
    assert page.status_code == 409
    assert refusal_in(page).startswith("Something changed while you were looking")
    assert len(parse(page).xpath("//*[@role='alert']/p")) == 1
    assert ticked == [item(other)]
    assert fresh == [f"priority-{other.pk}"]
    assert text_of(parse(page).xpath("//textarea[@name='note_en']")[0]) == "Calm"
    assert submit(admin_client, fill(page)).status_code == 302


def test_second_of_two_editors_is_told_who_was_first(
    admin_client, admin_user, priority
):
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    form = fill(open_review(admin_client), note_en="Mine")
    submit(admin_client, {**form, "note_en": "Theirs"})

    page = submit(admin_client, form)

    assert refusal_in(page).startswith("admin is publishing edition 2 now")
    assert text_of(parse(page).xpath("//textarea[@name='note_en']")[0]) == "Mine"
    assert Edition.objects.first().note_en == "Theirs"


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("tomorrow", "There is no such date or time"),
        ("9999-12-31T23:59", "There is no such date or time"),
        # Clocks move forward over it; back, so that it comes twice.
        ("2027-03-14T02:30", "There is no such date or time"),
        ("2027-11-07T01:30", "There is no such date or time"),
        ("2020-01-01T06:00", "That moment has passed"),
    ],
)
def test_moment_that_cannot_be_is_refused(admin_client, priority, moment, why):
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")

    page = submit(admin_client, fill(open_review(admin_client), moment=moment))

    assert refusal_in(page).startswith(why)


def test_note_is_rid_of_the_sign_that_no_database_holds(admin_client, priority):
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")

    submit(admin_client, fill(open_review(admin_client), note_en="Put\0 right."))

    assert Edition.objects.first().note_en == "Put right."


def test_who_may_not_publish_may_look(client, django_user_model, priority):
    editor = django_user_model.objects.create_user("eva", is_staff=True)
    client.force_login(editor)
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    page = open_review(client)

    assert not parse(page).xpath("//button[@value='publish']")
    assert submit(client, fill(page)).status_code == 403

    editor.user_permissions.add(Permission.objects.get(codename="publish"))
    assert submit(client, fill(page)).status_code == 302


def test_first_edition_has_everything_new(admin_client):
    pillar = make_pillar(title_en="Academic excellence")

    page = open_review(admin_client)

    assert text_of(
        entry(page, pillar).xpath(".//*[contains(@class, 'ed-label')]")[0]
    ) == ("New")
    assert "Academic excellence" in text_of(entry(page, pillar).xpath(".//table")[0])


def test_nothing_changed_is_shown(admin_client, priority):
    page = open_review(admin_client)

    assert "Nothing has changed since edition 1" in text_of(parse(page))


@pytest.mark.parametrize(
    ("language", "order", "confirmation"),
    [
        (
            "en",
            "Position Before 3 After 1",
            "Translation state Before “why this matters” (Spanish): behind since"
            " November 1, 2024 After in step",
        ),
        (
            "es",
            "Posición Antes 3 Después 1",
            "Estado de la traducción Antes “por qué es importante” (español): atrasado"
            " desde el 1 de noviembre de 2024 Después al día",
        ),
    ],
    ids=["en", "es"],
)
def test_order_or_confirmation_alone_is_shown_as_what_it_is(
    admin_client, priority, language, order, confirmation
):
    resource = make_resource(priority, position=3)
    priority.translation_state = {"why": {"es": "2024-11-01"}}
    priority.save()
    publish()
    rewrite(resource, position=1)
    priority.confirm_meaning("why", "es", "Eva", datetime.date(2024, 11, 2))
    priority.save()

    page = admin_client.get(reverse(REVIEW), headers={"accept-language": language})

    assert [
        text_of(line)
        for record in (resource, priority)
        for line in entry(page, record).xpath(".//*[@class='ed-line']")
    ] == [order, confirmation]
