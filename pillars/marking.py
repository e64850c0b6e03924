"""The words in which two wordings differ, marked for an editor's eye."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Past this a comparison would hold up the page; both texts are shown whole then.
MOST_WORDS = 3000
PIECES = re.compile(r"\s+|[^\s]+")


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Two wordings as HTML: what left the first, and what is new in the second."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    if not old or not new or len(old) + len(new) > MOST_WORDS:
        return wrapped("del", old), wrapped("ins", new)
    left, right = [], []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, False).get_opcodes():
        same = kind == "equal"
        left.append(plain(old[i:j]) if same else wrapped("del", old[i:j]))
        right.append(plain(new[k:n]) if same else wrapped("ins", new[k:n]))
    return together(left), together(right)


def plain(pieces: Iterable[str]) -> SafeString:
    """Pieces of a text that are in both wordings."""
    return escape("".join(pieces))


def wrapped(tag: str, pieces: Iterable[str]) -> SafeString:
    """Pieces of a text that are in one wording alone."""
    text = "".join(pieces)
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), text) if text else escape("")  # noqa: S308 - our own tag


def together(parts: Iterable[SafeString]) -> SafeString:
    """Parts that are HTML already, as one."""
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped
