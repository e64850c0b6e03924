"""The app of signing in, and Django's auth app under the name *People*."""

from django.apps import AppConfig, apps
from django.contrib.auth.apps import AuthConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AuthConfig):
    verbose_name = _("People")


class AccountsConfig(AppConfig):
    name = "plan_site.accounts"
    verbose_name = _("People")

    def ready(self):
        from . import auth_log  # noqa: F401, PLC0415 - it needs the models

        # An app without models gets no signal after a migration.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("auth"))


def make_cache_table(using: str, **_other) -> None:
    """The table counts sign-in tries."""
    call_command("createcachetable", database=using, verbosity=0)
