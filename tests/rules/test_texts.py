"""Texts that show nothing, in the ways in which they come about."""

import pytest

from pillars.rules.texts import visible_text


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " \n\t",
        "\u200b",
        "\ufeff\u2060\u00ad",
        "\u00a0",
        "\u3164\u2800",
        "\u0301\u20dd",
        "\ufe00\U000e0100",
        "&nbsp;",
        "&nbsp; &#8203;&zwnj;",
        "<!-- to be written -->",
        "<!-- never closed",
        "<p>&nbsp;</p>",
        '<p class="a"><br/></p>',
        "**",
        "** **\n\n* * *",
        "[]()",
        "[ ](https://example.org)",
        "[&nbsp;\u200b](https://example.org)",
        "![](https://example.org/a.png)",
        "# \n- \n> ",
        "```\n```",
    ],
)
def test_text_without_anything_to_see_is_none(text):
    assert visible_text(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "¿Por qué?",
        "%",
        "$",
        "5.",
        "…",
        "—",
        "\u200bA",
        "**A**",
        "<!-- a --> B",
        "<https://example.org>",
        "[A](https://example.org)",
        "<5",
        "\u0301A",
        "&amp; so on",
        "重要",
        "🎓",
    ],
)
def test_text_with_anything_to_see_is_left_as_it_is(text):
    assert visible_text(text) == text
