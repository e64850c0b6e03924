"""What every page shows: its plan among the public ones, and links to the glossary."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pillars.models import GlossaryTerm, Plan
from pillars.models.base import languages
from pillars.text.markdown import in_text

from . import readings


@dataclass(frozen=True)
class PageContext:
    plans: list[Plan]
    plan: Plan | None
    # In which readers find the page.
    languages: list[str]

    @classmethod
    def of(cls, slug: str) -> "PageContext":
        """A 404 if no public plan has that address."""
        plans = readings.current().plans()
        for plan in plans:
            if plan.slug == slug:
                return cls(plans, plan, plan.languages)
        raise Http404

    @classmethod
    def of_current(cls) -> "PageContext":
        """Of a page that belongs to no plan; there may be none."""
        plans = readings.current().plans()
        public = {code for plan in plans for code in plan.languages}
        found = [code for code in languages() if code in public or not plans]
        return cls(plans, current(plans), found)

    @property
    def named_languages(self) -> list[tuple[str, str]]:
        return [(c, name) for c, name in settings.LANGUAGES if c in self.languages]

    @property
    def current(self) -> Plan | None:
        return current(self.plans)

    @property
    def is_of_an_old_plan(self) -> bool:
        return self.plan != self.current

    @property
    def has_several_plans(self) -> bool:
        return len(self.plans) > 1


def current(plans: list[Plan]) -> Plan | None:
    """The plan marked as current, or else the newest one."""
    return min(plans, key=lambda p: (not p.is_current, -p.first_year), default=None)


class Glossary:
    """For one page in one language: each term is linked once."""

    def __init__(self, plan: Plan, prefix: str = ""):
        self.plan = plan
        self._prefix = prefix  # of the addresses: the preview's at the desk
        self._linked = set()

    @cached_property
    def _terms(self) -> dict[str, GlossaryTerm]:
        return readings.current().terms(self.plan, get_language())

    def link(self, html: SafeString) -> SafeString:
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
    # Longest first, so that "English Learner" is not cut short by "English".
    either = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.I)
