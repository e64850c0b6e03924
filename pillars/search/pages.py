"""A page of results, put together from what was rendered before. No Django here."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from html import escape
from itertools import chain
from urllib.parse import urlencode

from .analysis import excerpt, marked
from .index import Index

FILE = "search.sqlite3"
LONGEST_QUERY = 200
MAX_SHOWN = 30
# The filters, in their order; the first one is none.
KINDS = (
    *("", "about", "pillar", "priority", "strategy", "measure", "resource"),
    *("group", "term", "office"),
)
# Each number above it has the plural form of one below it.
NUMBERS = 200
SCHEMA = """
CREATE TABLE pieces (language TEXT, pieces TEXT);
CREATE TABLE hits (entry INTEGER, language TEXT, shown TEXT,
  PRIMARY KEY (entry, language)) WITHOUT ROWID;
"""
# A text and its language.
Text = list[str]


class ResultPages:
    """
    ``db`` has an index; what is shown of each hit; and for each language pieces of
    HTML, with ``%(query)s`` and the like for what is asked and found.
    """

    def __init__(self, db: sqlite3.Connection):
        self.db = db
        rows = db.execute("SELECT language, pieces FROM pieces")
        self.pieces = {language: json.loads(pieces) for language, pieces in rows}
        self.index = Index(db, [*self.pieces])

    def page(self, language: str, query: str, kind: str, frame: str = "") -> str:
        """``frame`` is a page without an answer, if it is not the one stored."""
        query = cut(query)
        parts = Answer(self, language, query, kind).parts()
        return in_frame(frame or self.pieces[language]["frame"], query, "".join(parts))

    def busy_page(self, language: str, query: str) -> str:
        pieces = self.pieces[language]
        return in_frame(pieces["frame"], cut(query), pieces["busy"])


def cut(query: str) -> str:
    """As it is read and shown: in one line, without what is not seen."""
    words = " ".join(query.split())[:LONGEST_QUERY]
    return "".join(filter(str.isprintable, words))


def in_frame(frame: str, query: str, answer: str) -> str:
    """The other languages answer the same question."""
    asked, shown = escape(urlencode({"q": query})), escape(query)
    for place, filled in {
        "<title>": f"<title>{shown} – ",
        'name="q" value="': f'name="q" value="{shown}',
        '/search" lang="': f'/search?{asked}" lang="',
        "<!--answer-->": answer,
    }.items():
        frame = frame.replace(place, filled, 1 if place[0] == "<" else -1)
    return frame


class Answer:
    def __init__(self, pages: ResultPages, language: str, query: str, kind: str):
        self.db, self.language, self.query = pages.db, language, query
        self.pieces = pages.pieces[language]
        self.findings = pages.index.find(query, language, takes_parts=True)
        self.counts = Counter(kind for _entry, kind in self.findings.hits)
        self.kind = kind if kind in self.counts else ""

    def parts(self):
        kinds = {self.kind} if self.kind else {*KINDS}
        chosen = [entry for entry, kind in self.findings.hits if kind in kinds]
        count = len(chosen)
        # 312 has the plural form of 112.
        pattern = self.pieces["counts"][min(count, NUMBERS // 2 + count % 100)]
        sentence = pattern % {"count": count, "query": escape(self.query)}
        yield self.pieces["count"] % {"sentence": sentence}
        if not chosen:
            yield self.pieces["none"]
            return
        if words := self.findings.corrected:
            yield self.pieces["corrected"] % {"words": escape(", ".join(words))}
        if not self.findings.is_whole:
            yield self.pieces["parts"]
        if len(self.counts) > 1:
            yield self.pieces["filters"] % {"links": "".join(self.filters())}
        hits = map(self.hit, chosen[:MAX_SHOWN])
        yield self.pieces["list"] % {"hits": "".join(hits)}
        if count > MAX_SHOWN:
            yield self.pieces["more"]

    def filters(self):
        counts = {"": self.counts.total(), **self.counts}
        for kind in filter(counts.get, KINDS):
            asked = {"q": self.query, **({"kind": kind} if kind else {})}
            yield self.pieces["chosen" if kind == self.kind else "filter"] % {
                "url": escape(f"?{urlencode(asked)}"),
                "kind": self.pieces[kind or "all"],
                "count": counts[kind],
            }

    def hit(self, entry: int) -> str:
        """With the text that has the words, or the first one."""
        select = "SELECT shown FROM hits WHERE entry = ? AND language = ?"
        ((row,),) = self.db.execute(select, [entry, self.language])
        shown = json.loads(row)
        texts = (self.marked(text, excerpt) for text in shown["texts"])
        first = next(texts)
        text = next((text for text in chain([first], texts) if "<mark>" in text), first)
        title = self.marked(shown["title"], None)
        return self.pieces["hit"] % {**shown, "title": title, "text": text}

    def marked(self, wording: Text, cut: Callable | None) -> str:
        text, language = wording
        found = self.findings.stems[language]
        html = marked(
            "".join(cut(text, found, language)) if cut else text, found, language
        )
        if language == self.language:
            return html
        return f'<span lang="{language}" dir="auto">{html}</span>'
