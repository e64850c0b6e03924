"""Links in a page's texts: to the glossary, and to what the plan's codes name."""

import re
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cached_property, lru_cache, partial

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pillars import words
from pillars.contexts import within
from pillars.models import GlossaryTerm, Plan
from pillars.text.markdown import in_text

from . import readings


class PageLinks:
    """
    For one page in one language: each term is linked once, a code wherever it stands as
    a whole word, written as the plan writes it; but never on its own page.
    """

    def __init__(self, plan: Plan, own_path: str = "", prefix: str = ""):
        self.plan = plan
        self._own_path = own_path
        self._prefix = prefix  # of the addresses: the preview's, or a feed's host
        self.linked_terms: list[GlossaryTerm] = []

    @cached_property
    def _terms(self) -> dict[str, GlossaryTerm]:
        return readings.current().terms(self.plan, get_language())

    @cached_property
    def _codes(self) -> dict[str, str]:
        with words.used_by(self.plan):
            return readings.current().codes(self.plan, get_language())

    def link(self, html: SafeString) -> SafeString:
        html = self.link_codes(html)
        if not self._terms:
            return html
        pattern = term_pattern(tuple(self._terms))
        return in_text(html, lambda text: pattern.sub(self._linked_term, text))

    def link_codes(self, html: SafeString) -> SafeString:
        if not self._codes:
            return html
        pattern = code_pattern(tuple(self._codes))
        return in_text(html, lambda text: pattern.sub(self._linked_code, text))

    def _linked_term(self, match: re.Match) -> str:
        term = self._terms[match[0].lower()]
        if term in self.linked_terms:
            return match[0]
        self.linked_terms.append(term)
        # The words were escaped before they were matched.
        words = mark_safe(match[0])  # noqa: S308
        address = self._prefix + term.get_absolute_url()
        link = format_html('<a class="term" href="{}">{}</a>', address, words)
        # Its meaning is on the page, too, but neither in a feed nor at the desk.
        return link if self._prefix else link + meaning_button(term, words)

    def _linked_code(self, match: re.Match) -> str:
        form = " ".join(match[0].split())
        other = form[:1].swapcase() + form[1:]
        address = self._codes.get(form) or self._codes.get(other)
        if address in {None, self._own_path}:
            return match[0]
        return format_html('<a href="{}">', self._prefix + address) + f"{match[0]}</a>"


def meaning_button(term: GlossaryTerm, words: SafeString) -> SafeString:
    html = '<button class="means" popovertarget="term.{}" aria-label="{}"></button>'
    return format_html(html, term.code, format_html(_("What “{}” means"), words))


def longest_first(patterns: Iterator[str]) -> str:
    """So that "English Learner" is not cut short by "English", nor 1A.10 by 1A.1."""
    return "|".join(sorted(patterns, key=len, reverse=True))


@lru_cache(maxsize=16)
def term_pattern(forms: tuple[str, ...]) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{longest_first(map(re.escape, forms))})(?!\w)", re.I)


@lru_cache(maxsize=16)
def code_pattern(forms: tuple[str, ...]) -> re.Pattern:
    """Not in 1A-2, 1.5 or an address, and not in a character of HTML such as &#39;."""
    either = longest_first(map(code_form, forms))
    return re.compile(rf"(?<![\w.#/@-])(?:{either})(?![.,-]?\w)")


def code_form(form: str) -> str:
    """A word and a number: "pillar 1" as well, and with any blank between the two."""
    first, rest = re.escape(form[0]), re.escape(form[1:])
    return (
        f"(?i:{first})" + rest.replace(r"\ ", r"\s+") if " " in form else first + rest
    )


_current: ContextVar[PageLinks | None] = ContextVar("links of the page", default=None)


def current() -> PageLinks | None:
    return _current.get()


def link_codes(html: SafeString) -> SafeString:
    links = current()
    return links.link_codes(html) if links else html


def linked_terms() -> list[GlossaryTerm]:
    """Those of the page so far, whose meanings it has to show."""
    links = current()
    return links.linked_terms if links else []


used_on_page = partial(within, _current)
