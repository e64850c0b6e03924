"""
An index of records in SQLite's full-text tables, and questions to it. No Django here.

A word of a question is looked for as it is; if nothing has it, as the beginning of a
word; else as a misspelled one.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from .analysis import code_key, stem, stems, words, words_of_text

MAX_WORDS = 12
# Words that a beginning may stand for, and those compared with a misspelled one.
MAX_VARIANTS, MAX_CANDIDATES = 10, 30
# How alike the two have to be, of 1: "asistensia" and "asistencia" are 0.9.
ALIKE = 0.75
# So many places with all words are enough, as is one with that code: those with some of
# the words are left out then.
ENOUGH = 5
# How much a word weighs in a title and a text: in the reader's language, in others.
OWN, OTHERS = "6, 2", "3, 1"
NOTHING = '""'

# FTS5's own rank is 0 for a word that more than half of the rows have. Before it comes
# where the words are, and then what has a page of its own.
FIND = """
SELECT rowid, kind, CASE
  WHEN rowid IN (SELECT rowid FROM entries(:code)) THEN 0
  WHEN rowid IN (SELECT rowid FROM entries(:below)) THEN 1
  WHEN rowid IN (SELECT rowid FROM entries(:title)) THEN 2
  WHEN rowid IN (SELECT rowid FROM entries(:body)) THEN 3
  WHEN rowid IN (SELECT rowid FROM entries(:all)) THEN 4 ELSE 5 END AS place
FROM entries(:any) WHERE instr(languages, :language) ORDER BY place, is_old,
  bm25(entries, 0, 0, 0, 10, {weights})
    * (1 + (kind IN ('pillar', 'priority', 'measure', 'group'))), rowid
"""
CODE, SOME_WORDS = 0, 5


class Entry(NamedTuple):
    """A title and a body in each language of its readers."""

    code: str
    texts: dict[str, tuple[str, str]]
    kind: str = ""
    is_old: bool = False


class Findings(NamedTuple):
    """
    The numbers of entries, from 1, with their kinds, the best first; by language, the
    stems looked for; the words taken for misspelled ones; whether hits have all words.
    """

    hits: list[tuple[int, str]]
    stems: dict[str, set[str]]
    corrected: list[str]
    is_whole: bool


class Index:
    def __init__(self, db: sqlite3.Connection, languages: Sequence[str]):
        self.db, self.languages = db, languages

    def fill(self, entries: Iterable[Entry]) -> None:
        columns = [f"title{n}, body{n}" for n, _language in enumerate(self.languages)]
        self.db.execute(
            "CREATE VIRTUAL TABLE entries USING fts5(kind UNINDEXED, is_old UNINDEXED,"
            f" languages UNINDEXED, code, {', '.join(columns)})"
        )
        self.db.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize=trigram)")
        marks, known = ", ".join("?" * (4 + 2 * len(columns))), set()
        for code, texts, kind, is_old in entries:
            row = [kind, is_old, f" {' '.join(texts)} ", code_key(code)]
            for language in self.languages:
                title, body = texts.get(language, ("", ""))
                for text in (f"{code} {title}", body):
                    row.append(stems(text, language))
                    known.update(words_of_text(text))
            self.db.execute(f"INSERT INTO entries VALUES ({marks})", row)  # noqa: S608 - question marks
        rows = ([word] for word in sorted(known))
        self.db.executemany("INSERT INTO words VALUES (?)", rows)

    def find(
        self, query: str, language: str = "", takes_parts: bool = False
    ) -> Findings:
        """With ``takes_parts``, also what has some of the words, where few have all."""
        meant = {word: self.meant(word) for word in words(query)[:MAX_WORDS]}
        known = [found for found in meant.values() if found]
        is_whole = len(known) == len(meant)
        rows = self.rows(query, known if is_whole or takes_parts else [], language)
        have_all = [row for row in rows if row[2] < SOME_WORDS]
        has_code = any(place == CODE for _entry, _kind, place in rows[:1])
        if len(have_all) >= ENOUGH or has_code or not takes_parts:
            rows = have_all
        forms = {form for found in known for form in found}
        return Findings(
            [(entry, kind) for entry, kind, _place in rows],
            {code: {stem(form, code) for form in forms} for code in self.languages},
            [one[0] for one in known if not one[0].startswith(tuple(meant))],
            is_whole and rows == have_all,
        )

    def meant(self, word: str) -> list[str]:
        """The words of the index that a word of a question may stand for."""
        if self.column("SELECT 1 FROM entries(?) LIMIT 1", self.anywhere([word])):
            return [word]
        longer = "SELECT word FROM words WHERE word GLOB ? LIMIT ?"
        if found := self.column(longer, f"{word}*", MAX_VARIANTS):
            return found
        near = "SELECT word FROM words(?) ORDER BY rank LIMIT ?"
        trigrams = [word[place : place + 3] for place in range(len(word) - 2)]
        found = self.column(near, any_of(trigrams), MAX_CANDIDATES)
        return get_close_matches(word, found if word.isalpha() else [], 1, ALIKE)

    def column(self, sql: str, *values: object) -> list:
        return [value for (value,) in self.db.execute(sql, values)]

    def rows(
        self, query: str, known: list[list[str]], language: str
    ) -> list[tuple[int, str, int]]:
        """The numbers of entries, their kinds, and where they have the words."""
        whole, *parts = code_keys(query)
        code = f"code : ({any_of([whole, *parts])})"
        below = f'code : "{whole}" *' if whole[:1].isdigit() else NOTHING
        each = [f"({self.anywhere(forms)})" for forms in known] or [NOTHING]
        values = {
            "code": code,
            "below": below,
            "title": self.in_one("title", known),
            "body": self.in_one("body", known),
            "all": " AND ".join(each),
            "any": " OR ".join([*each, code, below]),
            "language": language and f" {language} ",
        }
        own = {"", language}
        weights = ", ".join(OWN if it in own else OTHERS for it in self.languages)
        return self.db.execute(FIND.format(weights=weights), values).fetchall()

    def anywhere(self, forms: list[str]) -> str:
        return " OR ".join(
            f"{{title{place} body{place}}} : ({any_of(forms, language)})"
            for place, language in enumerate(self.languages)
        )

    def in_one(self, part: str, known: list[list[str]]) -> str:
        """All words in the titles, or in the texts, of one language."""
        each = []
        for place, code in enumerate(self.languages):
            terms = [f"({any_of(forms, code)})" for forms in known]
            each.append(f"{part}{place} : ({' AND '.join(terms) or NOTHING})")
        return " OR ".join(each)


def any_of(forms: list[str], language: str = "") -> str:
    return " OR ".join(f'"{stem(form, language)}"' for form in forms) or NOTHING


def code_keys(query: str) -> list[str]:
    """Of the whole question, and of each of its words that looks like a code."""
    keys = map(code_key, query.split()[:MAX_WORDS])
    mixed = [key for key in keys if not (key.isdigit() or key.isalpha())]
    return [code_key(query), *mixed]
