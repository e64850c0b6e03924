"""The review form as a browser fills and sends it, and a safe place to publish from."""

import lxml.html
import pytest
from django.urls import reverse

from plan_site.editions.serving.watcher import Watcher
from plan_site.editions.storage import edition_files

REVIEW = "admin:editions_edition_review"


@pytest.fixture(autouse=True)
def own_editions_folder(settings, monkeypatch, tmp_path):
    """
    Editions of this test's own: what its presses find, they find here.

    A press runs in a process of its own, which never sees the test's transaction: it
    is given no database, and stops at once.
    """
    settings.EDITIONS_ROOT = tmp_path / "editions"
    monkeypatch.setenv("EDITIONS_ROOT", str(settings.EDITIONS_ROOT))
    monkeypatch.setenv("DATABASE_URL", "none")
    monkeypatch.setattr(edition_files, "_latest", {})
    monkeypatch.setattr(Watcher, "current", None)


def parse(response):
    """A page as a tree, to be asked for its parts."""
    return lxml.html.fromstring(response.content.decode())


def text_of(element) -> str:
    """What an element says, its white space made plain."""
    return " ".join(element.text_content().split())


def fill(response, without: str = "", **changes) -> dict:
    """What a browser would send back from the page, all ticked but some items."""
    (form,) = parse(response).xpath("//form[@data-review]")
    sent = {
        name: value or ""
        for name, value in form.form_values()
        if name not in {"with", "act", "csrfmiddlewaretoken"}
    }
    items = form.xpath(".//input[@data-item]/@value")
    chosen = [item for item in items if item not in without.split()]
    return {**sent, "with": chosen, "act": "publish", **changes}


def warnings_in(response) -> list[str]:
    """The names of the warnings that a page asks an answer to."""
    return parse(response).xpath("//input[@name='accepted']/@value")


def refusal_in(response) -> str:
    """What a page says at its top that was refused."""
    return " ".join(map(text_of, parse(response).xpath("//*[@role='alert']")))


def open_review(client):
    """The review page as it is now."""
    return client.get(reverse(REVIEW))


def submit(client, data: dict):
    """The answer to a form."""
    return client.post(reverse(REVIEW), data)
