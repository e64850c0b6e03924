"""``manage.py import_plan FILE``: a whole plan from one XLSX or JSON file."""

from pillars.imports.plans.importer import PlanImporter, missing_texts
from pillars.management.import_command import ImportCommand
from pillars.plans import lifecycle


class Command(ImportCommand):
    help = (
        "Read a whole plan from an XLSX or JSON file (docs/plan-file.md) and print what"
        " it would create and change. Nothing is saved without --apply, nor if one row"
        " is bad."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--current",
            action="store_true",
            help="With --apply: make it public, and the current plan.",
        )

    def importer(self, user, **options):
        return PlanImporter(user)

    def report(self, importer, result):
        for row in result.to_save:
            changes = "; ".join(map(str, row.changes))
            shown = f": {changes}" if importer.plan else ""
            yield f"{row.kind.value} {row.row.sheet} {row.name}{shown}"
        for sheet, names in importer.absent.items():
            yield f"left alone in {sheet}: {', '.join(names)}"
        yield from missing_texts(importer.records, result)

    def save(self, importer, result, current, **options):
        super().save(importer, result)
        if current:
            lifecycle.make_current(importer.saved_plan(), importer.user)
