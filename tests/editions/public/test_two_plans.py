"""The next plan and the old one, side by side for readers in one edition."""

import lxml.html
import pytest

from pillars.models import Plan, Priority
from pillars.plans import lifecycle
from pillars.plans.lifecycle import Part
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.document import Act, Document
from tests.helpers.editions.candidates import TODAY, candidate, published, stored
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_measure, make_plan, make_priority, make_strategy

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db

BANNER = {
    "en": "This is not the District’s current plan.",
    "es": "Este no es el plan actual del Distrito.",
}


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


@pytest.fixture
def old():
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    make_strategy(priority)
    make_measure(priority, baseline=(2021, "70"), targets={2025: "90"})
    return priority.pillar.plan


@pytest.fixture
def new(old):
    parts = [part for part in Part.values if part != Part.MEASURES]
    draft = lifecycle.draft_of(old, parts)
    draft.slug, draft.first_year, draft.last_year = "2026-30", 2026, 2029
    for code in ("en", "es"):
        setattr(draft, f"title_{code}", f"Plan 2026-30 ({code})")
        setattr(draft, f"short_title_{code}", f"Next ({code})")
    return lifecycle.start_next(old, draft, parts)


def banner_in(page: str) -> list[str]:
    """Where the line above an old plan's page leads to."""
    return lxml.html.fromstring(page).xpath("//aside[@class='banner']//a/@href")


def test_next_plan_is_not_published_before_it_is_public(old, new):
    slugs = {
        row["fields"]["slug"]
        for row in published()["snapshot"]
        if row["model"] == "pillars.plan"
    }

    assert slugs == {old.slug}


def test_both_plans_are_read_and_the_old_one_leads_to_the_new(old, new):
    lifecycle.make_current(new)

    reader = reader_of(pressed(published()))

    for language, banner in BANNER.items():
        assert reader.get(f"/{language}/").headers["Location"] == (
            f"/{language}/2026-30/"
        )
        for priority in Priority.objects.select_related("pillar__plan"):
            page = reader.get(priority.get_absolute_url_in(language))
            is_old = priority.pillar.plan == old
            assert page.status == 200
            assert (banner in page.text) is is_old
            leads = [f"/{language}/2026-30/"] if is_old else []
            assert banner_in(page.text) == leads
        mine = Priority.objects.get(pillar__plan=new)
        its = Priority.objects.get(pillar__plan=old)
        for short, priority in {
            f"/{language}/1a": mine,
            f"/{language}/2026-30/1a": mine,
            f"/{language}/2022-26/1a": its,
        }.items():
            address = priority.get_absolute_url_in(language)
            assert reader.get(short).headers["Location"] == address


def test_plans_change_places_in_one_publication(old, new):
    last = published()
    lifecycle.make_current(new)
    kept_back = {f"pillars.plan:{old.pk}"}

    whole = candidate(last)
    half = candidate(last, without=kept_back)

    assert [one for one in check_list(whole) if one.stops] == []
    assert [one.name for one in check_list(half) if one.stops] != []


def test_last_public_plan_cannot_be_withdrawn(old):
    last = published()
    Plan.objects.update(is_public=False)

    (finding,) = (one for one in check_list(candidate(last)) if one.stops)

    assert finding.message == (
        f"Plan “{old.title_en}”: Readers would be left without any plan. Keep this one"
        " public until another one is."
    )
    assert finding.admin_url == f"/admin/pillars/plan/{old.pk}/change/"


def test_current_plan_is_withdrawn_where_another_is_public(old, new):
    Plan.objects.filter(pk=new.pk).update(is_public=True)
    last = published()
    Plan.objects.filter(pk=old.pk).update(is_public=False)

    withdrawn = candidate(last)

    reader = reader_of(
        pressed(stored(Document.read(last).next(withdrawn.rows, Act({}, {}), TODAY)))
    )
    assert [one for one in check_list(withdrawn) if one.stops] == []
    assert reader.get("/es/").headers["Location"] == "/es/2026-30/"
    assert reader.get("/es/2022-26/").status == 410


def test_locked_plan_is_published_as_any_other(old, new):
    lifecycle.make_current(new)

    rows = {
        row["fields"]["slug"]: row["fields"]
        for row in published()["snapshot"]
        if row["model"] == "pillars.plan"
    }

    assert Plan.objects.get(pk=old.pk).is_locked
    assert rows["2022-26"]["is_current"] is False
    assert "is_locked" not in rows["2022-26"]


def test_first_plan_of_all_becomes_current_and_locks_nobody():
    plan = make_plan(is_public=False, is_current=False)

    former = lifecycle.make_current(plan)

    plan.refresh_from_db()
    assert (former, plan.is_current, plan.is_public) == (None, True, True)
    assert not plan.is_locked
