"""``manage.py collectstatic``: also the error pages of a site without an edition."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.management.commands import collectstatic

from plan_site.editions.press.files import write_errors_without_plan


class Command(collectstatic.Command):
    def handle(self, *, dry_run: bool, **options):
        summary = super().handle(dry_run=dry_run, **options)
        if not dry_run:
            write_errors_without_plan(Path(settings.STATIC_ROOT, "errors"))
        return summary
