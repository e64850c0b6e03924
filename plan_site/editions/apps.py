"""Publishing: what the public reads is an edition, never the working copy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "plan_site.editions"
    verbose_name = _("Editions")
