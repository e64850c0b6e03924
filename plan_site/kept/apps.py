"""What an editor had typed when the desk could not save it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeptConfig(AppConfig):
    name = "plan_site.kept"
    verbose_name = _("Forms that were not saved")
