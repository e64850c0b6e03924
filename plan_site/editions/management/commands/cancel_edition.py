"""``manage.py cancel_edition``: cancel the scheduled edition."""

from django.core.management.base import CommandError

from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.models import Edition, database_now
from plan_site.editions.publishing import publish


class Command(EditionsCommand):
    help = "Cancel the scheduled edition; its number is free again."

    def handle(self, **options):
        now = database_now()
        edition = Edition.objects.waiting(now).first()
        if edition is None:
            raise CommandError("No edition waits for its moment.")
        publish.cancel(edition, now)
        self.stdout.write(f"Edition {edition.number} is cancelled.")
