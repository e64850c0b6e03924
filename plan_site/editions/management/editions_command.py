"""What all commands of publishing share."""

from django.core.management.base import BaseCommand, CommandError

from plan_site.editions.document.document import NewerFormatError
from plan_site.editions.publishing.publish import PublishingError


class EditionsCommand(BaseCommand):
    """Prints a publishing error in one line."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except NewerFormatError as error:
            raise CommandError(f"{error} Update this machine's software.") from None
        except PublishingError as refusal:
            raise CommandError(str(refusal)) from None
