"""Editors' texts as HTML: Markdown, their language, codes that do not break."""

import re

import nh3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_info,
)
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

# What Markdown would read as its own sign: a year as a list's number ("2022. That
# was"), plus as a bullet, times as emphasis (3*4). Code, the first choice, is left.
_MEANT_AS_TYPED = re.compile(
    r"`[^`]*`|^(?:[ \t>*-]|\d{1,3}[.)] )*(?:\d{4,9}(?=[.)](?:\s|$))|(?=\+\s+\d))"
    r"|(?<=\d)(?=\*\d)",
    re.MULTILINE,
)
# The web without user and password, mail, telephones, and this site; never //host.
_LEADS_ON = re.compile(
    r"https?://[^/?#@%]+(?:[/?#]|$)|mailto:|tel:|(?!//|/?%5c|[a-z][a-z0-9+.-]*:)",
    re.IGNORECASE,
)
_TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("blockquote", "code", "hr", "table", "thead", "tbody", "tr", "th", "td"),
}
_TAG = re.compile(r"(<[^>]*>)")
# What would be misread with a line break inside: A-G, 1D-M2, 2025-26, 2025–26.
_TAG_OR_UNBREAKABLE = re.compile(
    _TAG.pattern
    + r"|\b(?:[A-Z]-[A-Z]|[1-9][A-Z]?-[MR][1-9][0-9]?[a-z]?|[0-9]{4}[-–][0-9]{2})\b"
)


DIRECTIONS = {True: SafeString(' dir="rtl"'), False: SafeString(' dir="ltr"')}


def in_its_language(html: str, language: str, tag: str) -> SafeString:
    """HTML with its ``lang`` and direction, where these are not the page's own."""
    if not html or language == get_language():
        return html
    is_rtl = get_language_info(language)["bidi"]
    turn = "" if is_rtl == get_language_bidi() else DIRECTIONS[is_rtl]
    return format_html('<{0} lang="{1}"{2}>{3}</{0}>', tag, language, turn, html)


def keep_together(html: str) -> SafeString:
    """Codes and years stay on one line each; tags are left alone."""
    html = _TAG_OR_UNBREAKABLE.sub(
        lambda found: found[0] if found[1] else f'<span class="nb">{found[0]}</span>',
        conditional_escape(html),
    )
    return mark_safe(html)  # noqa: S308 - escaped above, or HTML already


def fit_in(state: StateCore) -> None:
    """Headings come under a page's h2; a list's numbers are those that were typed."""
    above: list[str] = []
    typed: dict[int, str] = {}
    for token in state.tokens:
        if token.type == "heading_open":
            above = [*(tag for tag in above if tag < token.tag), token.tag]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + 2, 6)}"
        # The same number before each item means: count them.
        elif token.info not in {"", typed.get(token.level)}:
            token.attrSet("value", token.info)
            typed[token.level] = token.info


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.disable(["code", "fence", "image"]).core.ruler.push("fit_in", fit_in)
_MARKDOWN.validateLink = _LEADS_ON.match


def markdown(text: str) -> SafeString:
    """No raw HTML, no style, no unusual scheme."""
    text = _MEANT_AS_TYPED.sub(
        lambda found: found[0] if found[0][:1] == "`" else found[0] + "\\", text or ""
    )
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
    )
    # A wide table scrolls in a box of its own, also by keyboard.
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    return keep_together(mark_safe(html))  # noqa: S308 - cleaned by nh3


def in_text(html: str, change) -> SafeString:
    """HTML with ``change`` made to each text outside links and headings."""
    parts, depth = _TAG.split(html), 0
    for place, part in enumerate(parts):
        if place % 2:
            if re.match(r"<(a|h[1-6])\b", part):
                depth += 1
            elif re.match(r"</(a|h[1-6])\b", part):
                depth -= 1
        elif not depth:
            parts[place] = change(part)
    return mark_safe("".join(parts))  # noqa: S308 - its pieces were HTML before
