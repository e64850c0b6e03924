"""``manage.py import_plan FILE``: a whole plan from one XLSX or JSON file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pillars.imports.applying import ChangedMeanwhileError
from pillars.imports.problems import UnreadableFileError
from pillars.management.files import SURE, Bar, check, content_of, counted, found_user
from pillars.plan_files.applying import apply
from pillars.plan_files.judging import BookJudgement, judge
from pillars.plan_files.reading import read_book
from pillars.plans import lifecycle


class Command(BaseCommand):
    help = (
        "Read a whole plan from an XLSX or JSON file (docs/plan-file.md) and print what"
        " it would create and change. Nothing is saved without --apply, nor if one row"
        " is bad."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--sure", action="store_true", help=SURE)
        parser.add_argument("--apply", action="store_true", help="Save the plan.")
        parser.add_argument(
            "--current",
            action="store_true",
            help="With --apply: make it public, and the current plan.",
        )
        parser.add_argument("--by", metavar="USER", help="Who does it: a user's name.")

    def handle(self, *, file, apply, current, by, sure, **options):
        user = found_user(by)
        try:
            book = read_book(content_of(file))
        except UnreadableFileError as error:
            raise CommandError(f"{file}: {error}") from None
        judgement = judge(book)
        self.report(judgement)
        check(self, judgement, may_save=sure or not apply)
        if apply:
            plan = self.save(book, judgement, user)
            if current:
                lifecycle.make_current(plan, user)
        did = "saved" if apply else "would be saved (--apply saves them)"
        count = counted(len(judgement.to_save), "record", "records")
        self.stdout.write(
            f"{judgement.slug}: {count} {did}:"
            f" {len(judgement.new)} new, {len(judgement.changed)} changed;"
            f" {len(judgement.unchanged)} unchanged."
        )

    def report(self, judgement: BookJudgement) -> None:
        for problem in judgement.problems:
            self.stderr.write(str(problem))
        for row in judgement.to_save:
            changes = "; ".join(map(str, row.changes))
            said = f": {changes}" if judgement.plan else ""
            self.stdout.write(f"{row.kind.value} {row.sheet} {row.name}{said}")
        for sheet, names in judgement.absent.items():
            self.stdout.write(f"left alone in {sheet}: {', '.join(names)}")

    def save(self, book, judgement: BookJudgement, user):
        each = Bar(self.stderr, len(judgement.to_save))
        try:
            return apply(book, judgement.digest, user, each)
        except ChangedMeanwhileError:
            raise CommandError(
                "Somebody changed this plan meanwhile; nothing was saved."
            ) from None
