"""The plan's words, linked to their meaning where a page first uses them."""

import re
from functools import cached_property, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pillars.models import GlossaryTerm, Plan
from pillars.text.markdown import in_text

from . import readings


class Glossary:
    """The terms of a plan, for one page in one language: each is linked once."""

    def __init__(self, plan: Plan, prefix: str = ""):
        self.plan = plan
        # What stands before the addresses of its links: the preview's own, at the desk.
        self._prefix = prefix
        self._linked = set()

    @cached_property
    def _terms(self) -> dict[str, GlossaryTerm]:
        return readings.current().terms(self.plan, get_language())

    def link(self, html: SafeString) -> SafeString:
        """The same HTML, each term that is new on the page linked to its meaning."""
        if not self._terms:
            return html
        pattern = pattern_of(tuple(self._terms))
        return in_text(html, lambda text: pattern.sub(self._linked_term, text))

    def _linked_term(self, match: re.Match) -> str:
        term = self._terms[match[0].lower()]
        if term.pk in self._linked:
            return match[0]
        self._linked.add(term.pk)
        # The words were escaped before they were matched.
        address = self._prefix + term.get_absolute_url()
        return format_html('<a class="term" href="{}">', address) + f"{match[0]}</a>"


@lru_cache(maxsize=16)
def pattern_of(forms: tuple[str, ...]) -> re.Pattern:
    """What finds any of some forms in a text, as whole words."""
    # Longest first, so that "English Learner" is not cut short by "English".
    either = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.I)
