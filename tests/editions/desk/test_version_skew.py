"""Where the live edition was written by newer software, the desk says so."""

import json

import pytest
from django.core.management import CommandError, call_command

from plan_site.editions.document.document import FORMAT
from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer() -> Edition:
    """A live edition of a format that nobody here knows."""
    make_plan()
    edition = publish()
    edition.document = json.dumps({**edition.contents, "format": FORMAT + 1})
    edition.save()
    return edition


@pytest.mark.parametrize("page", ["review/", "changed/", "", "1/roll-back/"])
def test_page_that_compares_with_a_newer_edition_says_so(admin_client, newer, page):
    answer = admin_client.get(f"/admin/editions/edition/{page}")

    assert answer.status_code == 503
    assert "published by newer software" in answer.content.decode()


def test_preview_of_a_newer_edition_says_so_in_spanish(admin_client, newer):
    answer = admin_client.get(
        "/preview/es/2022-26/", headers={"Accept-Language": "es"}, follow=True
    )

    assert answer.status_code == 503
    assert "un programa más nuevo" in answer.content.decode()


def test_form_of_the_plan_opens_beside_a_newer_edition(admin_client, newer):
    answer = admin_client.get("/admin/pillars/plan/")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "command",
    [["publish", "--dry-run"], ["publish"], ["rollback", "1"], ["takeback", "1"]],
)
def test_command_that_compares_with_a_newer_edition_says_so(newer, command):
    with pytest.raises(CommandError, match=f"format {FORMAT + 1}.*Update"):
        call_command(*command)
