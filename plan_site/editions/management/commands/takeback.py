"""``manage.py takeback 3``: restore edition 3 to the working copy."""

from django.core.management.base import CommandError

from plan_site.editions.document.diff import as_text
from plan_site.editions.document.document import Document
from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.models import Edition
from plan_site.editions.publishing import restore


class Command(EditionsCommand):
    help = (
        "Print what restoring edition NUMBER to the working copy would overwrite."
        " Private columns, hidden and redacted values stay as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument("--apply", action="store_true", help="Restore it.")

    def handle(self, *, number: int, apply: bool, **options):
        edition = Edition.objects.filter(number=number).first()
        if edition is None:
            raise CommandError(f"There is no edition {number}.")
        action = restore.apply if apply else restore.differences
        changes = action(Document.read(edition.contents))
        for line in as_text(changes):
            self.stdout.write(line)
        done = "restored" if apply else "would be restored; --apply does it"
        self.stdout.write(f"{len(changes)} items {done}.")
