"""Addresses that once worked: withdrawn ones say so, moved ones lead on."""

from functools import partial

import pytest

from pillars.hierarchy.renumbering import move_codes
from plan_site.editions import scope
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Ask for an address of the newest edition, without being led on."""

    def get(path: str, *, follow=False, **headers):
        newest = Edition.objects.order_by("-number").first()
        facts = Document.read(newest.contents).facts
        with scope.reading(scope.Scope(scope.WORKING_COPY, facts)):
            return client.get(path, headers=headers, follow=follow)

    return get


@pytest.fixture
def end_of(ask):
    """What is at the end of an address's redirects, as the table of answers has it."""
    return partial(ask, follow=True)


def unpublish(plan) -> None:
    """A plan is no longer public, and the next edition goes out."""
    plan.is_public = plan.is_current = False
    plan.save()
    publish()


@pytest.fixture
def old_plan():
    """A plan beside the current one, both published."""
    make_priority()
    plan = make_plan(slug="2016-20", title_en="Old plan", title_es="Plan viejo")
    make_measure(make_priority(make_pillar(plan)), code="1A-M1")
    publish()
    return plan


@pytest.mark.parametrize(
    "path",
    ["", "1-anything/", "1a-anything/", "measures/", "measures/1a-m1/", "about/", "1a"],
)
def test_every_address_of_a_withdrawn_plan_answers_410(end_of, old_plan, path):
    assert end_of(f"/en/2016-20/{path}").status_code in {200, 301, 302}
    unpublish(old_plan)

    response = end_of(f"/en/2016-20/{path}")

    assert response.status_code == 410
    assert (
        "We took this plan off this site on October 1, 2024, with edition 2."
        in " ".join(response.content.decode().split())
    )


def test_page_is_in_the_language_of_its_address(ask, old_plan):
    unpublish(old_plan)

    page = ask("/es/2016-20/", accept_language="en").content.decode()

    assert '<html lang="es">' in page
    assert "Plan viejo" in page
    assert page.count("<h1>") == 1


def test_short_link_of_a_withdrawn_plan_answers_410(end_of, old_plan):
    unpublish(old_plan)

    assert end_of("/2016-20/1a").status_code == 410


def test_plan_without_coded_items_is_remembered_too(ask):
    make_priority()
    plan = make_plan(slug="2030-34")
    publish()
    unpublish(plan)

    assert ask("/en/2030-34/").status_code == 410


def test_last_plan_of_all_is_withdrawn_like_any_other(end_of):
    plan = make_priority().pillar.plan
    publish()
    unpublish(plan)

    assert end_of(f"/en/{plan.slug}/").status_code == 410
    assert end_of("/1a").status_code == 410


def test_plan_that_comes_back_is_there_again(ask, old_plan):
    unpublish(old_plan)
    old_plan.is_public = True
    old_plan.save()
    publish()

    assert ask("/en/2016-20/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/en/2040-44/", "/es/2040-44/1a", "/en/2040-44/about/"]
)
def test_plan_that_never_was_answers_404(ask, old_plan, path):
    assert ask(path).status_code == 404


def test_code_that_was_removed_answers_410_with_its_name(end_of):
    pillar = make_priority().pillar
    gone = make_priority(pillar, title_en="Gone for good")
    publish()
    gone.delete()
    publish()

    response = end_of("/en/2022-26/1b-gone-for-good/")

    page = " ".join(response.content.decode().split())
    assert response.status_code == 410
    assert "<h1> 1B Gone for good </h1>" in page
    day = "October 1, 2024, with edition 2."
    assert f"We took this part of the plan off this site on {day}" in page


def test_old_title_of_a_removed_code_is_not_read_as_a_shorter_code(ask):
    pillar = make_pillar(code="Goal")
    gone = make_priority(pillar, code="Goal 1")
    publish()
    gone.delete()
    publish()

    assert ask("/en/2022-26/goal-1-an-old-title/")["Location"] == "/en/2022-26/goal-1/"
    assert ask("/en/2022-26/goal-1/").status_code == 410


@pytest.mark.parametrize("path", ["/1b", "/es/1b", "/2022-26/1b", "/en/2022-26/1b"])
def test_short_links_to_a_removed_code_answer_410(end_of, path):
    gone = make_priority(make_priority().pillar)
    publish()
    gone.delete()
    publish()

    assert end_of(path).status_code == 410


@pytest.mark.parametrize("path", ["/en/2022-26/1c-x/", "/es/1c", "/en/2022-26/9-x/"])
def test_code_that_was_never_used_answers_404(ask, path):
    gone = make_priority(make_priority().pillar)
    publish()
    gone.delete()
    publish()

    assert ask(path).status_code == 404


def test_code_that_was_changed_leads_to_the_new_one(ask):
    measure = make_measure(code="1A-M1", title_en="Share")
    publish()
    measure.code = "1A-M2"
    measure.save()
    publish()

    response = ask("/en/2022-26/measures/1a-m1-share/")

    assert response.status_code == 301
    assert response["Location"] == "/en/2022-26/measures/1a-m2-share/"


def test_group_leads_on_from_its_former_code_and_is_remembered(ask):
    group = make_group(code="el", title_en="English learners")
    publish()
    group.code = "english-learners"
    group.save()
    publish()
    assert ask("/en/2022-26/groups/el/")["Location"].endswith("/english-learners/")
    group.delete()
    publish()

    response = ask("/en/2022-26/groups/english-learners/")

    assert response.status_code == 410
    assert "English learners" in response.content.decode()
    assert ask("/en/2022-26/groups/never/").status_code == 404
    assert ask("/en/2022-26/groups-el/").status_code == 404


def test_measures_of_a_renumbered_pillar_lead_to_their_new_codes(ask):
    measure = make_measure(code="1A-M1", title_en="Share")
    pillar = measure.pillar
    publish()
    pillar.code = "6"
    pillar.save()
    move_codes(pillar, "1")
    publish()

    response = ask("/en/2022-26/measures/1a-m1-share/")

    assert response["Location"] == "/en/2022-26/measures/6a-m1-share/"
    assert ask("/2022-26/1a-m1")["Location"] == "/en/2022-26/measures/6a-m1-share/"
    assert ask("/en/2022-26/1a/")["Location"].startswith("/en/2022-26/6a-")


def test_plan_whose_address_was_changed_leads_to_the_new_one(ask):
    plan = make_priority(title_en="Share").pillar.plan
    publish()
    plan.slug = "the-plan"
    plan.save()
    publish()

    response = ask("/en/2022-26/1a-share/")

    assert response.status_code == 301
    assert response["Location"] == "/en/the-plan/1a-share/"
    assert ask("/2022-26/1a")["Location"] == "/en/the-plan/1a-share/"


def test_retired_code_still_shows_its_note(ask):
    priority = make_priority()
    publish()
    priority.is_retired = True
    priority.retirement_note_en = "It went to 2B."
    priority.save()
    publish()

    response = ask(priority.get_absolute_url())

    assert response.status_code == 410
    assert "It went to 2B." in response.content.decode()


def test_the_working_copy_remembers_nothing(client, old_plan):
    unpublish(old_plan)

    assert client.get("/en/2016-20/").status_code == 404


def test_address_leads_on_when_plan_and_code_have_both_changed(ask, old_plan):
    measure = old_plan.pillars.get().measures.get()
    old_plan.slug = "the-plan"
    old_plan.save()
    measure.code = "1A-M7"
    measure.save()
    publish()

    response = ask("/en/2016-20/measures/1a-m1/")

    assert response.status_code == 301
    assert response["Location"] == measure.get_absolute_url().replace(
        "2016-20", "the-plan"
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/es/2022-26/1a-m1.json", "/es/the-plan/1a-m2.json"),
        ("/2022-26/data/1a-m1.csv", "/the-plan/data/1a-m2.csv"),
        ("/es/2022-26/groups/el.json", "/es/the-plan/groups/learners.json"),
        ("/en/2022-26/about.json", "/en/the-plan/about.json"),
        ("/2022-26/data/plan.json", "/the-plan/data/plan.json"),
    ],
)
def test_files_lead_to_files_of_the_same_kind(ask, before, now):
    measure = make_measure(code="1A-M1", title_es="Parte")
    plan = measure.pillar.plan
    group = make_group(plan, code="el")
    publish()
    plan.slug, measure.code, group.code = "the-plan", "1A-M2", "learners"
    for record in (plan, measure, group):
        record.save()
    publish()

    assert ask(before)["Location"] == now
