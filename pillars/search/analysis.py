"""
How texts and questions are compared: as words without accents, capitals and endings.
Pure functions, without Django.
"""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import snowballstemmer

from pillars.rules.texts import fold

STEMMERS = {
    **{"en": "english", "es": "spanish", "hy": "armenian", "ar": "arabic"},
    **{"fa": "persian", "ru": "russian", "hi": "hindi", "fr": "french"},
}
# Chinese and Japanese have no blanks: there, each sign is a word.
WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W_぀-ヿ㐀-鿿]+")
# The stemmer leaves it where a vowel comes before it: graduación, but graduarse.
ION = re.compile(r"(?<=..[aeiou])[ai]cion$")
# That say nothing of what somebody looks for, in any language.
STOP_WORDS = frozenset(
    word
    for path in (Path(__file__).parent / "stop_words").glob("*.txt")
    for word in path.read_text().split()
)
# Letters by which a word is known: what is remembered must not fill the memory.
LONGEST = 40
# Characters around the first word that was found in a text.
AROUND = 60


def words(text: str) -> tuple[str, ...]:
    found = (word[:LONGEST] for word in WORD.findall(fold(text)))
    return tuple(word for word in found if word not in STOP_WORDS)


# Of texts, which come again; not of questions, of which strangers may ask any number.
words_of_text = lru_cache(maxsize=20_000)(words)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Of a folded word."""
    if language not in STEMMERS:
        return word
    # A new one each time: it keeps its word in itself, and threads share it.
    stemmer = snowballstemmer.stemmer(STEMMERS[language])
    return ION.sub("", stemmer.stemWord(word))


def stems(text: str, language: str) -> str:
    return " ".join(stem(word, language) for word in words_of_text(text))


def code_key(code: str) -> str:
    """Without what people leave out or change: ``1d m2`` is ``1D-M2``."""
    return re.sub(r"[^a-z0-9]", "", fold(code))


def places(text: str, found: set[str], language: str) -> list[re.Match]:
    """Where a text has one of the stems."""
    return [
        match
        for match in WORD.finditer(text)
        if stem(fold(match[0]), language) in found
    ]


def excerpt(text: str, found: set[str], language: str) -> tuple[str, str, str]:
    """What is before the first word found, the word, and what follows; cut at words."""
    text = " ".join(text.split())
    marks = places(text, found, language)
    start, end = marks[0].span() if marks else (0, 0)
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > 2 * AROUND:
        after = after[: 2 * AROUND].rpartition(" ")[0] + "…"
    return before, text[start:end], after


def marked(text: str, found: set[str], language: str) -> str:
    """HTML, with the words found marked."""
    html, end = "", 0
    for match in places(text, found, language):
        html += f"{escape(text[end : match.start()])}<mark>{escape(match[0])}</mark>"
        end = match.end()
    return html + escape(text[end:])
