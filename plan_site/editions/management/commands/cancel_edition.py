"""``manage.py cancel_edition``: take back the edition that waits for its moment."""

from django.core.management.base import BaseCommand, CommandError

from plan_site.editions import publishing
from plan_site.editions.models import Edition, database_now
from plan_site.editions.publishing import PublishingError


class Command(BaseCommand):
    help = "Take back the edition that waits for its moment; its number is free again."

    def handle(self, **options):
        now = database_now()
        edition = Edition.objects.waiting(now).first()
        if edition is None:
            raise CommandError("No edition waits for its moment.")
        try:
            publishing.cancel(edition, now)
        except PublishingError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Edition {edition.number} is cancelled.")
