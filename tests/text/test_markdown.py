"""Editors' Markdown: no number changes, headings fit, links lead where they say."""

import pytest

from pillars.text.markdown import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2022. That was the year.", "<p>2022. That was the year.</p>\n"),
        ("2022) That was the year.", "<p>2022) That was the year.</p>\n"),
        (
            "1. One\n\n2022. That was the year.",
            '<ol>\n<li value="1">One</li>\n</ol>\n<p>2022. That was the year.</p>\n',
        ),
        ("- 2022. Begun", "<ul>\n<li>2022. Begun</li>\n</ul>\n"),
        ("> 2022. Begun", "<blockquote>\n<p>2022. Begun</p>\n</blockquote>\n"),
        ("2022.", "<p>2022.</p>\n"),
        (
            "5. Old\n6. New",
            '<ol start="5">\n<li value="5">Old</li>\n<li value="6">New</li>\n</ol>\n',
        ),
        (
            "1. One\n3. Three",
            '<ol>\n<li value="1">One</li>\n<li value="3">Three</li>\n</ol>\n',
        ),
        # Whoever writes 1 before each item lets them be counted.
        (
            "1. One\n1. Two",
            '<ol>\n<li value="1">One</li>\n<li>Two</li>\n</ol>\n',
        ),
        ("3*4*5 is 60", "<p>3*4*5 is 60</p>\n"),
        ("+ 5 points", "<p>+ 5 points</p>\n"),
        ("`3*4*5`", "<p><code>3*4*5</code></p>\n"),
        ("*5* and **6**", "<p><em>5</em> and <strong>6</strong></p>\n"),
        ("C# costs $5, ~5% #1", "<p>C# costs $5, ~5% #1</p>\n"),
        ("    Set in by four", "<p>Set in by four</p>\n"),
        ("![A photo](", "<p>![A photo](</p>\n"),
    ],
)
def test_markdown_changes_no_number_and_eats_no_sign(text, html):
    assert markdown(text) == html


def test_table_scrolls_in_a_box_of_its_own_also_by_keyboard():
    html = markdown("| A | B |\n|---|---|\n| 1 | 2 |")

    assert html.startswith('<div class="scroll" tabindex="0"><table>')
    assert html.endswith("</table></div>\n")


def test_picture_that_cannot_be_shown_is_a_link_to_it():
    html = markdown("![A class](https://example.org/a.png)")

    assert html == '<p>!<a href="https://example.org/a.png">A class</a></p>\n'


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# Why now", ["h3"]),
        ("#### Small", ["h3"]),
        ("#### Small\n\n# Large", ["h3", "h3"]),
        ("## A\n\n#### B\n\n### C\n\n## D", ["h3", "h4", "h4", "h3"]),
        (
            "\n\n".join(f"{'#' * n} A" for n in range(1, 7)),
            ["h3", "h4", "h5", "h6", "h6", "h6"],
        ),
    ],
)
def test_headings_come_under_those_of_the_page_and_skip_no_level(text, levels):
    html = markdown(text)

    assert html == "".join(f"<{level}>{{}}</{level}>\n" for level in levels).format(
        *(line.split(" ", 1)[1] for line in text.split("\n\n"))
    )


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
