"""The files at the root of the site that machines ask for."""

import pytest

from plan_site.editions.document.document import Document
from plan_site.editions.scope import WORKING_COPY, Scope, reading
from plan_site.variables import contact
from tests.helpers.makers import make_plan

pytestmark = pytest.mark.django_db

SECURITY = "/.well-known/security.txt"


@pytest.fixture
def read(client):
    """A file's text as of an edition of September 30, 2024."""

    def get(path: str) -> str:
        with reading(Scope(WORKING_COPY, Document(number=1, day="2024-09-30"))):
            response = client.get(path)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return response.content.decode()

    return get


def test_robots_may_read_all_but_the_desk_and_searches(read):
    assert read("/robots.txt") == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /preview/\n"
        "Disallow: /en/search\n"
        "Disallow: /es/search\n"
        "\n"
        "Sitemap: http://127.0.0.1:8000/sitemap.xml\n"
    )


def test_weaknesses_are_told_to_the_contact_of_the_current_plan(read):
    make_plan(contact_email="plan@example.org", contact_url_en="https://example.org")

    assert read(SECURITY) == (
        "Contact: mailto:plan@example.org\n"
        "Expires: 2025-09-29T00:00:00Z\n"
        "Preferred-Languages: en, es\n"
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt\n"
    )


def test_weaknesses_are_told_to_the_contact_page_or_to_whom_a_variable_names(
    read, settings
):
    make_plan(contact_url_en="https://example.org/en", contact_url_es="https://es")

    assert "Contact: https://example.org/en\n" in read(SECURITY)
    settings.SECURITY_CONTACT = contact("security@example.org")
    assert "Contact: mailto:security@example.org\n" in read(SECURITY)
    settings.SECURITY_CONTACT = contact("https://example.org/security")
    assert "Contact: https://example.org/security\n" in read(SECURITY)


def test_without_a_contact_there_is_no_such_file(client):
    assert client.get(SECURITY, follow=True).status_code == 404
    make_plan()
    assert client.get(SECURITY, follow=True).status_code == 404
