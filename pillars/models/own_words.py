"""What a plan calls its parts, where that is not the usual word."""

import re
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars.words import FIELDS

from .base import languages

# They would be taken for a mark: in a sentence, in HTML or in a plan file.
MARKS = re.compile(r"[%\[\]{}|<>\r\n]")
own_word = partial(models.CharField, max_length=60, blank=True)


class OwnWords(models.Model):
    """As in the middle of a sentence; one that is empty is the usual word."""

    pillar_word = own_word(_("word for a pillar"))
    pillar_words = own_word(_("word for pillars"))
    priority_word = own_word(_("word for a priority"))
    priority_words = own_word(_("word for priorities"))
    strategy_word = own_word(_("word for a strategy"))
    strategy_words = own_word(_("word for strategies"))
    measure_word = own_word(_("word for a measure"))
    measure_words = own_word(_("word for measures"))
    resource_word = own_word(_("word for a resource"))
    resource_words = own_word(_("word for resources"))
    goal_heading = own_word(_("heading of the singular goal"))
    statement_heading = own_word(_("heading of a priority’s statement"))
    why_heading = own_word(_("heading of why it matters"))

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        columns = [f"{name}_{code}" for name in FIELDS for code in languages()]
        marked = [name for name in columns if MARKS.search(getattr(self, name) or "")]
        if marked:
            refusal = _("Write it on one line, without any of % [ ] { } | < >.")
            raise ValidationError(dict.fromkeys(marked, refusal))
