"""``manage.py redact 1D-M2 result:2022:value --reason …``: from every edition."""

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.publishing import redact
from plan_site.editions.publishing.lookup import resolve_item

REMAINS = (
    "It remains in backups, in an exported folder until it is exported again, in a CDN"
    " until it is purged, and for 12 hours in forms that were sent and not saved."
)


class Command(EditionsCommand):
    help = (
        "Remove a value from every edition ever published, and from the history at"
        " the desk. FIELD is a column, such as"
        " why_en, baseline:value, target:2025:value, result:2022:value or"
        " result:2022:middle-schools:value."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "item", help="By code (1A, 1D-M2, 2016-19/1A); an office by its name."
        )
        parser.add_argument("field")
        parser.add_argument("--reason", required=True, help="Saved for the editors.")
        parser.add_argument(
            "--earlier-only",
            action="store_true",
            help="Leave the working copy's own value where it was published.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print which editions would be changed; change none.",
        )

    def handle(self, *, item, field, reason, earlier_only, dry_run, **options):
        item = resolve_item(item, Candidate.now())
        if dry_run:
            redaction = redact.FieldRedaction(item, field, earlier_only=earlier_only)
            numbers = redaction.edition_numbers
        else:
            numbers = redact.redact(item, field, reason, earlier_only=earlier_only)
        done = "Would be taken out" if dry_run else "Taken out"
        editions = ", ".join(map(str, numbers))
        self.stdout.write(f"{done} of {len(numbers)} editions: {editions}.")
        self.stdout.write(f"{done} of the history at the desk, too.")
        self.stdout.write(REMAINS)
