"""The app of signing in, and Django's own of people and groups under our name."""

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

        # An app without models of its own gets no signal after a migration.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("auth"))


def make_cache_table(using: str, **_other) -> None:
    """Make the table in which tries are counted, if it is not there yet."""
    call_command("createcachetable", database=using, verbosity=0)
