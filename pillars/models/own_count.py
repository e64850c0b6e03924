"""How many measures a plan has, and what its district itself reports of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import AddressField


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
