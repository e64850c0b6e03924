"""Preview: the whole site as it would be, for staff alone, and beside what is now."""

import pytest
from django.urls import get_script_prefix, get_urlconf, reverse

from pillars.models import Priority
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.review_form import own_editions_folder, parse, text_of
from tests.helpers.makers import make_measure, make_pillar, make_plan, make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
HOME = "/preview/en/2022-26/"


@pytest.fixture
def priority():
    return make_priority(title_en="Joyful schools", title_es="Escuelas alegres")


def rename(priority, english: str, spanish: str):
    priority.title_en, priority.title_es = english, spanish
    priority.save()


def asked_for(name: str, page: str) -> str:
    return reverse(f"admin:editions_edition_{name}") + f"?page={page}"


def frames(response) -> list[tuple[str, str]]:
    found = parse(response).xpath("//iframe")
    return [(frame.get("title"), frame.get("src")) for frame in found]


@pytest.mark.parametrize("staff", [None, False])
def test_who_is_not_staff_signs_in_and_comes_back(client, django_user_model, staff):
    if staff is not None:
        client.force_login(django_user_model.objects.create_user("reader"))
    page = HOME + "1a-joyful-schools/?x=1"

    answer = client.get(page)

    wanted = f"{reverse('admin:login')}?next=/preview/en/2022-26/1a-joyful-schools/"
    assert answer["Location"] == f"{wanted}%3Fx%3D1"


def test_draft_is_previewed_and_kept_by_nobody(admin_client, priority):
    page = admin_client.get(HOME + "1a-joyful-schools/")

    policy = page["Content-Security-Policy"]
    assert text_of(parse(page).xpath("//h1")[0]).endswith("Joyful schools")
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert "sessionid" not in page.cookies


def test_bar_says_that_it_is_a_preview_and_leads_to_the_pairs(admin_client, priority):
    page = admin_client.get(HOME)

    (bar,) = parse(page).xpath("//aside[@class='preview-bar']")
    assert text_of(bar).startswith("Preview.")
    assert bar.xpath(".//a/@href") == [
        asked_for("languages", "/en/2022-26/"),
        asked_for("compare", "/en/2022-26/"),
        reverse("admin:editions_edition_review"),
    ]


def test_bar_in_a_frame_has_no_links(admin_client, priority):
    page = admin_client.get(HOME, headers={"Sec-Fetch-Dest": "iframe"})

    (bar,) = parse(page).xpath("//aside[@class='preview-bar']")
    assert bar.xpath(".//a") == []


@pytest.mark.parametrize("path", ["", "1a-joyful-schools/", "measures/", "nowhere/"])
@pytest.mark.parametrize("prefix", ["/preview", "/preview/now"])
def test_every_link_stays_in_the_preview(admin_client, priority, prefix, path):
    make_measure(priority)
    publish()

    page = parse(admin_client.get(f"{prefix}/en/2022-26/{path}"))

    outside = page.xpath("//a[not(ancestor::aside)]/@href")
    outside = [a for a in outside if a.startswith("/")]
    assert [a for a in outside if not a.startswith(f"{prefix}/")] == []
    assert len(outside) > 2


def test_old_tail_heals_within_the_preview(admin_client, priority):
    answer = admin_client.get(HOME + "1a-an-older-title/")

    assert answer.status_code == 301
    assert answer["Location"] == HOME + "1a-joyful-schools/"
    assert answer["Cache-Control"] == "no-store"


def test_preview_leaves_the_desk_as_it_was(admin_client, priority):
    admin_client.get("/preview/es/2022-26/")

    assert get_script_prefix() == "/"
    assert get_urlconf() is None
    assert reverse("admin:index") == "/admin/"


def test_desk_has_no_second_address(admin_client, priority):
    answer = admin_client.get("/preview/admin/pillars/priority/", follow=True)

    assert answer.status_code == 404


def test_hidden_value_is_not_previewed(admin_client, priority):
    measure = make_measure(priority, baseline=(2021, "80"), targets={2025: "90"})
    measure.results.create(school_year=2023, value="77.7", student_count=3)

    page = admin_client.get(measure.get_absolute_url().replace("/en/", "/preview/en/"))

    assert page.status_code == 200
    assert "77.7" not in page.content.decode()


def test_now_is_the_live_edition(admin_client, priority):
    publish()
    rename(priority, "Calm schools", "Escuelas tranquilas")

    now = admin_client.get("/preview/now/en/2022-26/1a-calm-schools/", follow=True)
    then = admin_client.get(HOME + "1a-calm-schools/")

    assert text_of(parse(now).xpath("//h1")[0]).endswith("Joyful schools")
    assert text_of(parse(then).xpath("//h1")[0]).endswith("Calm schools")


def test_nothing_live_is_shown(admin_client, priority):
    page = admin_client.get("/preview/now/en/2022-26/")

    assert page.status_code == 404
    assert text_of(parse(page).xpath("//h1")[0]) == "Nothing is published yet"


@pytest.mark.parametrize("end", ["1a-an-older-title/", "1a-escuelas-alegres/"])
def test_languages_of_a_page_stand_beside_each_other(admin_client, priority, end):
    page = admin_client.get(asked_for("languages", f"/en/2022-26/{end}"))

    shown = [
        (title, admin_client.get(source, follow=True).request["PATH_INFO"])
        for title, source in frames(page)
    ]
    assert shown == [
        ("English", HOME + "1a-joyful-schools/"),
        ("Español", "/preview/es/2022-26/1a-escuelas-alegres/"),
    ]
    assert "frame-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("page", ["/", "/en/", "/en/plans/", "/en/2022-26/"])
def test_frames_are_in_the_languages_that_the_plan_is_written_in(admin_client, page):
    make_priority(make_pillar(make_plan(public_languages=["en"], title_es="")))

    answer = admin_client.get(asked_for("languages", page))

    assert [title for title, _source in frames(answer)] == ["English"]


def test_now_and_then_stand_beside_each_other(admin_client, priority):
    page = admin_client.get(asked_for("compare", "/es/2022-26/1a-escuelas-alegres/"))

    path = "/es/2022-26/1a-escuelas-alegres/"
    assert frames(page) == [
        ("As it is now", f"/preview/now{path}"),
        ("As it would be", f"/preview{path}"),
    ]


@pytest.mark.parametrize("page", ["//evil.example/", "https://evil.example/x", "x", ""])
def test_frames_show_this_site_only(admin_client, priority, page):
    answer = admin_client.get(asked_for("compare", page))

    sources = [source for _title, source in frames(answer)]
    assert all(source.startswith("/preview/") for source in sources)
    assert "evil.example/" not in "".join(sources)


def test_working_copy_that_no_edition_can_hold_says_what_to_fix(admin_client):
    hidden = make_priority(make_pillar(make_plan(is_public=False, is_current=False)))
    measure = make_measure(make_priority(make_pillar(make_plan(slug="2026-30"))))
    measure.priority = Priority.objects.get(pk=hidden.pk)
    measure.save()

    page = admin_client.get("/preview/en/2026-30/")

    assert page.status_code == 409
    assert text_of(parse(page).xpath("//h1")[0]) == "There is no preview now"
    assert f"/admin/pillars/measure/{measure.pk}/change/" in parse(page).xpath(
        "//main//a/@href"
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_form_of_a_record_leads_to_its_preview(admin_client, priority, language):
    address = reverse("admin:pillars_priority_change", args=[priority.pk])
    page = admin_client.get(address, headers={"Accept-Language": language})

    wanted = f"/preview{priority.get_absolute_url_in(language)}"
    assert wanted in parse(page).xpath("//a/@href")


def test_search_finds_what_is_not_published_yet(admin_client, priority):
    page = text_of(parse(admin_client.get("/preview/en/search?q=alegre")))

    assert "1A Joyful schools" in page
    assert "1 result for “alegre”" in page
