"""Who works at the desk: signing in, invitations, rights, reminders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "plan_site.accounts"
    verbose_name = _("People")
