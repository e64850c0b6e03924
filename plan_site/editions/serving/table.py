"""
The table of answers that the press wrote, and what follows from it.

An answer is whatever a subclass makes of an entry, or a dictionary of one for each
language where the reader's decides. No Django here.
"""

from collections.abc import Callable
from urllib.parse import quote

from .addresses import normalize

# Answers found for addresses that are not in the table, so that links with an old tail
# and what robots look for are worked out once.
MAX_RECENT = 2000

Entry = list | dict


class Table:
    """``contents`` is what ``answers.json`` holds."""

    def __init__(self, contents: dict):
        self.languages = tuple(contents["languages"])
        self.answers, self.errors = contents["answers"], contents["errors"]
        # Other addresses lead to these; what else is known answers there as well.
        self.pages = {path for path, entry in self.answers.items() if 200 in entry}
        # Whatever follows them, as titles change.
        self.codes = frozenset(contents["codes"])
        for part in (self.answers, self.errors):
            for address, entry in part.items():
                part[address] = self.answer(entry)
        self.recent: dict[str, object] = {}

    def answer(self, entry: Entry) -> object:
        if isinstance(entry, dict):
            return {language: self.answer(one) for language, one in entry.items()}
        return self.make(tuple(entry))

    def find(self, path: str) -> object:
        """The answer to WSGI's PATH_INFO; 404 where there is none."""
        answer = self.answers.get(path) or self.recent.get(path)
        if answer is None:
            if len(self.recent) >= MAX_RECENT:
                self.recent.clear()
            answer = self.recent[path] = self.find_meant(normalize(path))
        return answer

    def find_meant(self, address: str) -> object:
        return (
            self.known(address)
            or self.in_each_language(address, self.known)
            or self.of_code(address)
            or self.in_each_language(address, self.of_code)
            or self.error("404", address)
        )

    def known(self, address: str) -> object:
        """A redirect to the page with that address; what is no page answers itself."""
        for exact in (f"{address}/", address):
            if answer := self.answers.get(exact):
                is_page = exact in self.pages
                return self.make((301, quote(exact))) if is_page else answer
        return None

    def of_code(self, address: str) -> object:
        """By the longest code that its last part begins with."""
        start, end = address.rfind("/"), len(address)
        while end > start:
            if address[:end] in self.codes:
                return self.known(address[:end])
            end = address.rfind("-", start, end)
        return None

    def in_each_language(self, address: str, find: Callable[[str], object]) -> object:
        answers = {
            language: find(f"/{language}{address}") for language in self.languages
        }
        return answers if all(answers.values()) else None

    def error(self, status: str, path: str) -> object:
        """In the language of an address, or of each."""
        pages = self.errors[status]
        return pages.get(path[1:].partition("/")[0], pages)
