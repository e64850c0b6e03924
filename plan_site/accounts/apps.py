"""Who works at the desk: signing in, invitations, rights, reminders."""

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "plan_site.accounts"
    verbose_name = _("People")

    def ready(self):
        from . import journal  # noqa: PLC0415 - models are there only now

        journal.listen()
        # An app without models of its own is not told of migrations.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("auth"))


def make_cache_table(using: str, **_other) -> None:
    """Make the table in which tries are counted, if it is not there yet."""
    call_command("createcachetable", database=using, verbosity=0)
