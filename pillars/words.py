"""What a plan calls its levels and its main texts, in the active language."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

DEFAULTS = {
    "pillar": _("pillar"),
    "pillars": _("pillars"),
    "priority": _("priority"),
    "priorities": _("priorities"),
    "strategy": _("strategy"),
    "strategies": _("strategies"),
    "measure": _("measure"),
    "measures": _("measures"),
    "measure of success": _("measure of success"),
    "measures of success": _("measures of success"),
    "resource": _("resource"),
    "resources": _("resources"),
    "singular goal": _("singular goal"),
    "our singular goal": _("our singular goal"),
    "our priority": _("our priority"),
    "why this matters": _("why this matters"),
}


def word(name: str) -> str:
    """As it is written inside a sentence."""
    return str(DEFAULTS[name])


def with_code(name: str, code: str) -> str:
    """``Pillar 3``; a code that says the word itself, such as ``Goal 2``, is enough."""
    its_word = capfirst(word(name))
    if code.casefold().startswith(its_word.casefold()):
        return code
    return pgettext("a level and its code", "%(word)s %(code)s") % {
        "word": its_word,
        "code": code,
    }
