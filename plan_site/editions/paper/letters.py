"""Which letters can be printed."""

import unicodedata
from functools import cache
from pathlib import Path

from django.utils.translation import get_language_info

FONTS = Path(__file__).parent / "fonts"

# What the fonts lack, and what says the same.
LIKE = str.maketrans(dict.fromkeys("→⇒➔➜⟶", "–") | dict.fromkeys("\u2010\u2011", "-"))
# Emoji, marks for their colors and what joins them: a text says the same without. That
# is not so for letters, figures, currencies and the signs of arithmetic.
DECORATION = {"So", "Sk", "Cf", "Cc", "Co", "Cn"}
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@cache
def letters() -> frozenset[str]:
    """Of all four fonts; a test holds them against this list."""
    return frozenset((FONTS / "letters.txt").read_text())


def printable(text: str) -> str:
    """
    As far as possible with letters that the fonts have: a wide ﬀ as ff, an arrow as a
    dash, emoji left out.
    """
    text = unicodedata.normalize("NFC", text).translate(LIKE)
    if letters().issuperset(text):
        return text
    return "".join(char if char in letters() else nearest(char) for char in text)


def nearest(char: str) -> str:
    alike = unicodedata.normalize("NFKC", char)
    if letters().issuperset(alike):
        return alike
    is_decoration = unicodedata.category(char) in DECORATION
    return "" if is_decoration or ord(char) in VARIATION_SELECTORS else char


def missing(text: str) -> str:
    """Letters of a printable text that the fonts lack, each once."""
    return "".join(sorted({char for char in text if char not in letters()}))


def letters_we_lack(language: str) -> str:
    """Of a language's own name; nothing where the fonts have the language."""
    return missing(printable(get_language_info(language)["name_local"]))
