"""``manage.py rollback 3``: publish edition 3's content as a new edition."""

from plan_site.editions.document.diff import as_text
from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.publishing import rollback


class Command(EditionsCommand):
    help = (
        "Publish the content of edition NUMBER as a new edition. The working copy"
        " stays as it is: see takeback."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        self.add_note_options(parser)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print what would change; publish nothing.",
        )

    def handle(self, *, number: int, dry_run, **options):
        candidate = rollback.candidate_of(number)
        if dry_run:
            for line in as_text(candidate.changes):
                self.stdout.write(line)
            self.stdout.write(f"{len(candidate.changes)} items.")
            return
        edition = rollback.record(number, candidate, self.note_in(options))
        self.press(edition)
        self.stdout.write(
            f"Edition {edition.number}: the content of edition {number},"
            f" {len(candidate.changes)} items."
        )
