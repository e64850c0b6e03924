"""What a plan calls its parts, what its district counts of it and lets others do."""

import re
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars.words import FIELDS

from .base import AddressField, languages

# They would be taken for a mark: in a sentence, in HTML or in a plan file.
MARKS = re.compile(r"[%\[\]{}|<>\r\n]")
own_word = partial(models.CharField, max_length=60, blank=True)


class OwnCount(models.Model):
    measure_count = models.PositiveSmallIntegerField(
        _("measures in the plan"),
        null=True,
        blank=True,
        help_text=_("How many the plan itself has, also where some are not here."),
    )
    own_count = models.CharField(
        _("the district’s own count"),
        max_length=20,
        blank=True,
        help_text=_("What the district itself reports of its measures, such as 83%."),
    )
    own_count_word = models.CharField(_("what it counts"), max_length=60, blank=True)
    own_count_text = models.TextField(_("the count in a sentence"), blank=True)
    own_count_source = models.CharField(
        _("source of the count"), max_length=300, blank=True
    )
    own_count_url = AddressField(
        _("address of that source"), max_length=500, blank=True
    )

    class Meta:
        abstract = True


class Publication(models.Model):
    adopted_edition = models.PositiveSmallIntegerField(
        _("edition that was adopted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "The number of the edition that the Board adopted: readers see what has"
            " changed since. Empty: the first edition with this plan."
        ),
    )
    license_name = models.CharField(
        _("license of the data"),
        max_length=100,
        blank=True,
        help_text=_("What others may do with the plan’s numbers, such as CC BY 4.0."),
    )
    license_url = AddressField(_("address of the license"), max_length=500, blank=True)

    class Meta:
        abstract = True


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
