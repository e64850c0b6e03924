"""
What a plan calls its levels and its main texts.

Each word is written as inside a sentence. What a plan does not name in a language has
that language's usual word: a sentence never has a word in another language.
"""

from contextlib import AbstractContextManager
from contextvars import ContextVar

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from .contexts import within

# The plan's fields that may name it, the first that does, and the usual word.
WORDS = {
    "pillar": (["pillar_word"], _("pillar")),
    "pillars": (["pillar_words"], _("pillars")),
    "priority": (["priority_word"], _("priority")),
    "priorities": (["priority_words"], _("priorities")),
    "strategy": (["strategy_word"], _("strategy")),
    "strategies": (["strategy_words"], _("strategies")),
    "measure": (["measure_word"], _("measure")),
    "measures": (["measure_words"], _("measures")),
    "measure of success": (["measure_word"], _("measure of success")),
    "measures of success": (["measure_words"], _("measures of success")),
    "resource": (["resource_word"], _("resource")),
    "resources": (["resource_words"], _("resources")),
    "singular goal": (["goal_heading"], _("singular goal")),
    "our singular goal": (["goal_heading"], _("our singular goal")),
    "our priority": (["statement_heading", "priority_word"], _("our priority")),
    "why this matters": (["why_heading"], _("why this matters")),
}
FIELDS = list(
    dict.fromkeys(field for fields, _usual in WORDS.values() for field in fields)
)
PLURALS = {
    **{"pillar": "pillars", "priority": "priorities"},
    **{"strategy": "strategies", "measure": "measures"},
}
HEADINGS = [field for field in FIELDS if field.endswith("heading")]

_plan: ContextVar = ContextVar("plan whose words are used", default=None)


def used_by(plan: object) -> AbstractContextManager:
    """Within, the words are that plan's; with none, the usual ones."""
    return within(_plan, plan)


def own_word(field: str) -> str:
    """Empty where the plan has none in the active language."""
    language = (get_language() or "").replace("-", "_")
    return getattr(_plan.get(), f"{field}_{language}", "") or ""


def plan_key() -> int | None:
    """What tells the texts of one plan from another's: a part of a cache's key."""
    return getattr(_plan.get(), "pk", None)


def word(name: str) -> str:
    fields, usual = WORDS[name]
    return next(filter(None, map(own_word, fields)), "") or str(usual)


word_lazy = lazy(word, str)


def counted(name: str, count: int) -> str:
    """``1 pillar``, ``5 pillars``."""
    words = pgettext("how many of a level", "%(count)s %(things)s")
    things = word(name if count == 1 else PLURALS[name])
    return words % {"count": count, "things": things}


def with_code(name: str, code: str) -> str:
    """``Pillar 3``; a code that says the word itself, such as ``Goal 2``, is enough."""
    its_word = capfirst(word(name))
    if code.casefold().startswith(its_word.casefold()):
        return code
    words = pgettext("a level and its code", "%(word)s %(code)s")
    return words % {"word": its_word, "code": code}
