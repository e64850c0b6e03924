"""Where PDFs and pictures are, and what the press makes of them."""

import io
import re

import pytest
from django.utils import translation
from PIL import Image

from pillars.models import Plan
from plan_site.editions import scope
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition
from plan_site.editions.paper.pictures import picture_path
from plan_site.editions.press import press
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import (
    FOUND,
    connections_kept,
    paths_in,
    reader_of,
)
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_measure, make_pillar, make_plan, make_priority
from tests.helpers.pdf_parts import text_of

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    priority = make_priority(make_pillar(make_plan()))
    make_measure(priority)
    return priority


@pytest.fixture
def ask(client):
    """An address of the newest edition, without being led on."""

    def get(path: str, **headers):
        facts = Document.read(Edition.objects.latest("number").contents).facts
        with scope.reading(scope.Scope(scope.WORKING_COPY, facts)):
            return client.get(path, headers=headers)

    return get


@pytest.mark.parametrize(
    ("path", "status", "end"),
    [
        ("/2022-26.pdf", 302, "/es/2022-26.pdf"),
        ("/2022-26/1a.pdf", 302, "/es/2022-26/1a.pdf"),
        ("/en/2022-26/1A.pdf", 301, "/en/2022-26/1a.pdf"),
        ("/en/2022-26/1.pdf", 404, None),
        ("/en/2022-26/9z.pdf", 404, None),
        ("/en/2022-26/1a-m1.pdf", 404, None),
        ("/en/2030.pdf", 404, None),
    ],
)
def test_addresses_lead_to_the_right_one(ask, priority, path, status, end):
    publish()

    answer = ask(path, accept_language="es")

    assert (answer.status_code, answer.get("Location")) == (status, end)


def test_pdf_has_a_name_to_be_saved_under(ask, priority):
    publish()

    names = [ask(f"/es/2022-26{end}.pdf")["Content-Disposition"] for end in ("", "/1a")]

    assert names == [
        'inline; filename="2022-26-es.pdf"',
        'inline; filename="2022-26-1a-es.pdf"',
    ]


def test_retired_priority_says_where_it_went(ask, priority):
    priority.is_retired, priority.retirement_note_en = True, "It is in 1B now."
    priority.save()
    publish()

    answer = ask("/en/2022-26/1a.pdf")

    assert answer.status_code == 410
    assert "It is in 1B now." in answer.content.decode()
    assert ask("/2022-26/1a.pdf").status_code == 302


def test_old_slug_and_code_lead_on(ask, priority):
    publish()
    plan = priority.pillar.plan
    plan.slug = "the-plan"
    plan.save()
    publish()

    assert ask("/en/2022-26.pdf")["Location"] == "/en/the-plan.pdf"
    assert ask("/en/2022-26/1a.pdf")["Location"] == "/en/the-plan/1a.pdf"
    assert ask("/2022-26/1a.pdf")["Location"] == "/the-plan/1a.pdf"


def contents_of(edition: Edition) -> dict:
    return Edition.objects.get(pk=edition.pk).contents


@pytest.mark.rest
def test_press_makes_pdfs_and_pictures_in_two_processes(priority, own_editions_folder):
    for number in range(4):
        make_priority(priority.pillar, title_en=f"Other {number}")
    with connections_kept():
        folder = press.press(contents_of(publish()), processes=2)
    reader = reader_of(folder)
    pictures = {path[1:3] for path in paths_in(folder) if "/picture-" in path}

    assert pictures == {"en", "es"}
    for language in ("en", "es"):
        for name in ("2022-26", *(f"2022-26/1{letter}" for letter in "abcde")):
            answer = reader.get(f"/{language}/{name}.pdf")
            assert answer.body.startswith(b"%PDF"), (language, name)
            assert answer.headers["Content-Type"] == "application/pdf"
            assert "filename=" in answer.headers["Content-Disposition"]
            assert "Content-Security-Policy" not in answer.headers
            short = reader.get(f"/{name}.pdf", accept_language=language)
            assert (short.status, short.headers["Location"]) == (
                302,
                f"/{language}/{name}.pdf",
            )


def test_preview_has_pdfs_too(admin_client, priority):
    for path in ("2022-26.pdf", "2022-26/1a.pdf"):
        answer = admin_client.get(f"/preview/en/{path}")
        assert answer.content.startswith(b"%PDF")
        assert f"127.0.0.1:8000/{path[:-4]}" in text_of(answer.content)


def picture_in(language: str) -> str:
    with translation.override(language):
        return picture_path(Plan.objects.get())


def test_picture_is_named_by_what_it_shows(ask, priority):
    plan = priority.pillar.plan
    publish()
    paths = {"en": picture_in("en"), "es": picture_in("es")}

    for path in paths.values():
        answer = ask(path)
        assert answer["Content-Type"] == "image/png"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
        assert re.fullmatch(r"/e[ns]/2022-26/picture-[0-9a-f]{16}\.png", path)
    assert len({*paths.values()}) == 2
    assert picture_in("en") == paths["en"]
    plan.singular_goal_en = "Another goal"
    plan.save()
    assert picture_in("en") != paths["en"]
    assert ask(paths["en"]).status_code == 404
