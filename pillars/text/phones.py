"""Telephone numbers as links, in texts of any language and direction."""

import re
import unicodedata

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# As the United States writes them, with or without an extension.
_NUMBER = re.compile(
    r"(?<![\d-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"
    r"(?:,? ?(?:ext\.?|x) ?(?P<extension>\d{1,6}))?"
)
_EXTENSION = re.compile(r"\D+$|\D*(?:ext\.?|x) ?(\d+)$", re.IGNORECASE)


def tel(phone: str) -> str:
    """The address of a number (RFC 3966): ``tel:+12135550142;ext=5``."""
    extension = _EXTENSION.search(phone)
    number = phone[: extension.start()] if extension else phone
    digits = re.sub(r"\D", "", number)
    country = "" if phone.lstrip().startswith("+") or len(digits) != 10 else "1"
    plus = "+" if len(digits) > 10 or country else ""
    suffix = f";ext={extension[1]}" if extension and extension[1] else ""
    return f"tel:{plus}{country}{digits}{suffix}"


def with_phone_links(text: str) -> SafeString:
    """Numbers read from left to right in any text."""
    html, last = [], 0
    for found in _NUMBER.finditer(text):
        html.append(escape(text[last : found.start()]))
        html.append(
            format_html(
                '<a href="{}"><bdi dir="ltr">{}</bdi></a>', tel(found[0]), found[0]
            )
        )
        last = found.end()
    return mark_safe("".join([*html, escape(text[last:])]))  # noqa: S308 - escaped


def is_right_to_left(text: str) -> bool:
    """By its first letter that has a direction (Unicode TR 9, rule P2)."""
    directions = map(unicodedata.bidirectional, text)
    strong = next((one for one in directions if one in {"L", "R", "AL"}), "L")
    return strong != "L"
