from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    name = "plan_site.drafts"
    # The name of its tables and migrations, which stay.
    label = "kept"
    verbose_name = _("Forms that were not saved")
