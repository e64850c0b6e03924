"""Editors' texts as HTML: Markdown, and codes that do not break."""

import re

import nh3
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# The web without user and password, mail, telephones, and this site; never //host.
_LEADS_ON = re.compile(
    r"https?://[^/?#@%]+(?:[/?#]|$)|mailto:|tel:|(?!//|/?%5c|[a-z][a-z0-9+.-]*:)",
    re.IGNORECASE,
)
_MARKDOWN.validateLink = _LEADS_ON.match
_TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote"),
    *("code", "hr", "table", "thead", "tbody", "tr", "th", "td"),
}
_TAG = re.compile(r"(<[^>]*>)")
# What would be misread if a line ended inside it: A-G, 1D-M2, 2025-26, 2025–26.
_TAG_OR_UNBREAKABLE = re.compile(
    _TAG.pattern
    + r"|\b(?:[A-Z]-[A-Z]|[1-9][A-Z]?-[MR][1-9][0-9]?[a-z]?|[0-9]{4}[-–][0-9]{2})\b"
)


def keep_together(html: str) -> SafeString:
    """HTML whose codes and years stay on one line each; tags are left alone."""

    def kept(found: re.Match) -> str:
        return found[0] if found[1] else f'<span class="nb">{found[0]}</span>'

    html = _TAG_OR_UNBREAKABLE.sub(kept, conditional_escape(html))
    return mark_safe(html)  # noqa: S308 - escaped above, or HTML already


def markdown(text: str) -> SafeString:
    """An editor's Markdown as HTML: no raw HTML, no style, no odd scheme."""
    html = nh3.clean(
        _MARKDOWN.render(text or ""),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
    )
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
