"""Telephone numbers as links, in texts of any language and direction."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_GAP = r"[\s.‑–-]?"
# A plus and a country's code, or as in the North American plan, where neither the area
# code nor the next three digits begin with 0 or 1; then an extension, if there is one.
_NUMBER = re.compile(
    rf"""
    (?<![0-9-])
    (?: (?:\+?1{_GAP})? (?:\([2-9][0-9]{{2}}\)\s?|[2-9][0-9]{{2}}{_GAP})
        [2-9][0-9]{{2}}{_GAP}[0-9]{{4}}
      | \+[2-9](?:[\s.()‑–-]{{0,2}}[0-9]){{6,13}} )
    (?!-?[0-9])
    (?: [,;]?\s?(?:x|ext[a-zó]*)[.:]?\s?(?P<extension>[0-9]{{1,7}})(?![0-9]) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def tel(phone: str) -> str:
    """
    The address of its first number (RFC 3966), ``tel:+12135550142;ext=5``; empty where
    there is no digit to dial.
    """
    if found := _NUMBER.search(phone):
        return address(found)
    return f"tel:{''.join(phone.split())}" if re.search("[0-9]", phone) else ""


def address(found: re.Match) -> str:
    extension = found["extension"]
    end = found.start("extension") if extension else found.end()
    digits = re.sub("[^0-9]", "", found.string[found.start() : end])
    country = "1" if len(digits) == 10 and not found[0].startswith("+") else ""
    return f"tel:+{country}{digits}" + (f";ext={extension}" if extension else "")


def with_phone_links(text: str) -> SafeString:
    """Numbers read from left to right in any text."""
    html = _NUMBER.sub(
        lambda found: f'<a href="{address(found)}"><bdi dir="ltr">{found[0]}</bdi></a>',
        escape(text),
    )
    return mark_safe(html)  # noqa: S308 - all but the links is escaped
