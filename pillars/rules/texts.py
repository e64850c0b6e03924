"""Texts as readers see them, and as they are compared."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import NamedTuple

# Comments, bare tags, and links and pictures without words.
_HOLLOW = re.compile(
    r"<!--(?:.*?-->|.*)|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|!?\[\s*\]\([^()]*\)",
    re.IGNORECASE | re.DOTALL,
)
# Signs of Markdown and HTML, and letters that fill a place and show nothing there.
_SIGNS = set(" *_~`#>[]()!|+-=<&\\\u115f\u1160\u2800\u3164\uffa0")


class Wording(NamedTuple):
    """A text and its language; false where there is none."""

    text: str
    language: str

    def __bool__(self):
        return bool(self.text)


def visible_text(text: str | None) -> str:
    """The text, or an empty one where a reader would see nothing."""
    if text and is_visible(text[0]):
        return text  # The fast way: a press asks a hundred thousand times.
    printed = "".join(filter(str.isprintable, unescape(text or "")))
    return text if any(map(is_visible, _HOLLOW.sub("", printed))) else ""


def is_visible(letter: str) -> bool:
    # An accent, or what chooses a letter's variant, is nothing by itself.
    is_mark = unicodedata.category(letter) in {"Mn", "Me"}
    return letter.isprintable() and letter not in _SIGNS and not is_mark


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Without accents and capitals: ``educacion`` for ``Educación``."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(filter(lambda it: not unicodedata.combining(it), plain)).casefold()
