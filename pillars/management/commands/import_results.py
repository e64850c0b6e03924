"""``manage.py import_results FILE``: a year's results from a CSV or XLSX file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pillars.imports.applying import ChangedMeanwhileError, apply
from pillars.imports.judging import ResultsJudgement, judge
from pillars.imports.problems import UnreadableFileError, locked
from pillars.imports.reading import read_table
from pillars.imports.tables import Table
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
        user = found_user(by)
        table = table_in(file)
        if plan.is_locked:
            raise CommandError(locked(plan))
        judgement = judge(table, plan)
        self.report(judgement)
        check(self, judgement, may_save=sure or not apply)
        if apply:
            self.save(table, plan, judgement, user)
        count = counted(len(judgement.to_save), "result", "results")
        did = "saved" if apply else "would be saved (--apply saves them)"
        self.stdout.write(
            f"{count} {did}: {len(judgement.new)} new,"
            f" {len(judgement.changed)} changed; {len(judgement.unchanged)} unchanged,"
            f" {len(judgement.blank)} blank."
        )

    def report(self, judgement: ResultsJudgement) -> None:
        self.stdout.write(judgement.read_as)
        for problem in judgement.problems:
            self.stderr.write(str(problem))
        for row in judgement.to_save:
            group = f" {row.group.code}" if row.group else ""
            changes = "; ".join(map(str, row.changes))
            place = f"{row.measure.code}{group} {row.school_year}"
            self.stdout.write(f"{row.kind.value} {place}: {changes}")

    def save(self, table: Table, plan: Plan, judgement: ResultsJudgement, user) -> None:
        each = Bar(self.stderr, len(judgement.to_save))
        try:
            apply(table, plan, judgement.digest, user, each)
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


def table_in(path: Path) -> Table:
    """The table in a file. Raises ``CommandError`` for what is none."""
    content = content_of(path)
    try:
        return read_table(content)
    except UnreadableFileError as error:
        raise CommandError(f"{path}: {error}") from None
