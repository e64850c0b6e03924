from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    name = "plan_site.drafts"
    # Its table and migrations have had this name from the first.
    label = "kept"
    verbose_name = _("Forms that were not saved")
