"""Whether there is anything to see in a text, however an editor came to type it."""

import re
import unicodedata
from html import unescape

# Comments, bare tags, and links and pictures without words.
_HOLLOW = re.compile(
    r"<!--(?:.*?-->|.*)|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|!?\[\s*\]\([^()]*\)",
    re.IGNORECASE | re.DOTALL,
)
# Signs of Markdown and HTML, and letters that fill a place and show nothing there.
_SIGNS = set(" *_~`#>[]()!|+-=<&\\\u115f\u1160\u2800\u3164\uffa0")


def shown(text: str | None) -> str:
    """The text, or an empty one where a reader would see nothing."""
    if text and is_seen(text[0]):
        return text  # The fast way: a press asks a hundred thousand times.
    printed = "".join(filter(str.isprintable, unescape(text or "")))
    return text if any(map(is_seen, _HOLLOW.sub("", printed))) else ""


def is_seen(letter: str) -> bool:
    # An accent, or what chooses a letter's variant, is nothing by itself.
    is_mark = unicodedata.category(letter) in {"Mn", "Me"}
    return letter.isprintable() and letter not in _SIGNS and not is_mark
