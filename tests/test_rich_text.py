"""Editors' Markdown as HTML: links lead where they say."""

import pytest

from pillars.rich_text import markdown


@pytest.mark.parametrize(
    "address",
    [
        "//example.org/page",
        "///example.org",
        r"/\example.org",
        r"\\example.org",
        "&#47;/example.org",
        "https://user:secret@example.org/",
        "https://example.org@example.net/",
        "HTTPS://user@example.org/",
        r"https://example.org\@example.net/",
        "https:example.org",
        "http:/example.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_address_that_hides_where_it_leads_is_no_link(address):
    for text in (f"[x]({address})", f"<{address}>", f"[x]\n\n[x]: {address}"):
        assert "<a" not in markdown(text), text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c@d#e",
        "https://example.org/@name",
        "/en/2022-26/1a",
        "#strategies",
        "mailto:info@example.org",
        "tel:+12135550100",
    ],
)
def test_address_that_says_where_it_leads_is_a_link(address):
    assert markdown(f"[x]({address})") == f'<p><a href="{address}">x</a></p>\n'
