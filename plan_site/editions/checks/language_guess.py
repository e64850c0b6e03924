"""Whether a text is in the wrong language, by the word lists of all languages."""

import re
import unicodedata
from functools import lru_cache

from simplemma import is_known
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from pillars.models.base import languages

# Fewer words may be a name.
FEWEST_WORDS = 2

# The same in each language: targets of links, addresses, e-mail, code.
NO_WORDS = re.compile(r"\]\([^()]*\)|https?://\S+|www\.\S+|(?<!\S)\S+@\S+|`[^`]*`|#\S+")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


@lru_cache(20_000)
def is_in_wrong_language(text: str, language: str, other: str = "") -> bool:
    """Whether a text, or a paragraph of it, has more words of another language."""
    # What has a capital letter and is in the other language's text, too, is a name.
    names = {word for word in words_of(other) if word[0].isupper()}
    return any(
        has_more_words_of_another(paragraph, language, names)
        for paragraph in {text, *text.splitlines()}
    )


def has_more_words_of_another(text: str, language: str, names: set[str]) -> bool:
    words = [word.casefold() for word in words_of(text) if word not in names]
    listed = SUPPORTED_LANGUAGES.intersection(languages())
    if len(words) < FEWEST_WORDS or language not in listed:
        return False
    known = {code: sum(is_listed(word, code) for word in words) for code in listed}
    return max(known.values()) > known[language]


@lru_cache(20_000)
def is_listed(word: str, language: str) -> bool:
    """Remembered: a plan repeats its words, and a search takes 15 µs."""
    return is_known(word, language, low_memory=True)


def words_of(text: str) -> list[str]:
    return WORD.findall(NO_WORDS.sub(" ", unicodedata.normalize("NFC", text)))
