"""``manage.py import_results FILE``: a year's results from a CSV or XLSX file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pillars.imports.files.dataset import UnreadableFileError
from pillars.imports.files.pipeline import (
    LOCKED,
    ChangedMeanwhileError,
    ImportResult,
    Kind,
)
from pillars.imports.results.importer import ResultsImporter
from pillars.management.files import SURE, Bar, check, content_of, counted, found_user
from pillars.models import Plan


class Command(BaseCommand):
    help = (
        "Read a year's results from a CSV or XLSX file and print what they would"
        " change. Nothing is saved without --apply, nor if one row is bad."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--sure", action="store_true", help=SURE)
        parser.add_argument("--apply", action="store_true", help="Save the results.")
        parser.add_argument(
            "--plan", metavar="SLUG", help="Such as 2022-26; else the current plan."
        )
        parser.add_argument(
            "--by", metavar="USER", help="Who enters them: a user's name."
        )

    def handle(self, *, file, apply, plan, by, sure, **options):
        plan = found_plan(plan)
        importer = ResultsImporter(plan, found_user(by), checks_rights=False)
        try:
            book = importer.read(content_of(file))
        except UnreadableFileError as error:
            raise CommandError(f"{file}: {error}") from None
        if plan.is_locked:
            raise CommandError(LOCKED % {"plan": plan})
        result = importer.preview(book)
        self.report(result)
        check(self, result, may_save=sure or not apply)
        if apply:
            self.save(importer, book, result)
        new, changed, same, blank = (
            len(result.of(kind))
            for kind in (Kind.NEW, Kind.CHANGED, Kind.UNCHANGED, Kind.BLANK)
        )
        count = counted(len(result.to_save), "result", "results")
        did = "saved" if apply else "would be saved (--apply saves them)"
        self.stdout.write(
            f"{count} {did}: {new} new, {changed} changed; {same} unchanged,"
            f" {blank} blank."
        )

    def report(self, result: ImportResult) -> None:
        self.stdout.write(result.read_as)
        for problem in result.problems:
            self.stderr.write(str(problem))
        for row in result.to_save:
            record = row.record
            group = f" {record.group.code}" if record.group else ""
            changes = "; ".join(map(str, row.changes))
            place = f"{record.measure.code}{group} {row.school_year}"
            self.stdout.write(f"{row.kind.value} {place}: {changes}")

    def save(self, importer, book, result: ImportResult) -> None:
        each = Bar(self.stderr, len(result.to_save))
        try:
            importer.apply(book, result.digest, each)
        except ChangedMeanwhileError:
            raise CommandError(
                "Somebody changed these results meanwhile; nothing was saved."
            ) from None


def found_plan(slug: str | None) -> Plan:
    """The plan that is named, or the current one. Raises ``CommandError`` for none."""
    chosen = {"slug": slug} if slug else {"is_current": True}
    plan = Plan.objects.filter(**chosen).first()
    if plan is None:
        known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no such plan. Give one by --plan: {known}.")
    return plan
