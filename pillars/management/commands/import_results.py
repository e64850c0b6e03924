"""``manage.py import_results FILE``: a year's results from a CSV or XLSX file."""

from django.core.management.base import CommandError

from pillars.imports.files.pipeline import LOCKED
from pillars.imports.results.importer import ResultsImporter
from pillars.management.import_command import ImportCommand
from pillars.models import Plan


class Command(ImportCommand):
    help = (
        "Read a year's results from a CSV or XLSX file and print what they would"
        " change. Nothing is saved without --apply, nor if one row is bad."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--plan", metavar="SLUG", help="Such as 2022-26; else the current plan."
        )

    def importer(self, user, plan, **options):
        chosen = {"slug": plan} if plan else {"is_current": True}
        found = Plan.objects.filter(**chosen).first()
        if found is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no such plan. Give one by --plan: {known}.")
        if found.is_locked:
            raise CommandError(LOCKED % {"plan": found})
        return ResultsImporter(found, user, checks_rights=False)

    def report(self, importer, result):
        yield result.book.read_as
        for row in result.to_save:
            changes = "; ".join(map(str, row.changes))
            yield f"{row.kind.value} {row.name}: {changes}"
