"""The base of the commands that import a file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError

from pillars.imports.files.columns import UnreadableFileError
from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.imports.files.pipeline import ChangedMeanwhileError, Importer, ImportResult


class ImportCommand(BaseCommand):
    """Prints what a file would change; with ``--apply`` saves it."""

    def add_arguments(self, parser):
        sure = "Each number in question is right."
        parser.add_argument("file", type=Path)
        parser.add_argument("--sure", action="store_true", help=sure)
        parser.add_argument("--apply", action="store_true", help="Save what it shows.")
        parser.add_argument("--by", metavar="USER", help="Who does it: a user's name.")

    def importer(self, user: AbstractBaseUser | None, **options) -> Importer:
        raise NotImplementedError

    def report(self, importer: Importer, result: ImportResult) -> Iterator[str]:
        """The lines to print, one for each change."""
        raise NotImplementedError

    def handle(self, *, file, apply, by, sure, **options):
        importer = self.importer(find_user(by), **options)
        try:
            result = importer.preview(importer.read(read_content(file)))
        except UnreadableFileError as error:
            raise CommandError(f"{file}: {error}") from None
        for problem in result.problems:
            self.stderr.write(str(problem))
        for line in self.report(importer, result):
            self.stdout.write(line)
        for question in result.questions:
            self.stdout.write(f"Question: {question}")
        if result.problems:
            raise CommandError(f"Wrong: {len(result.problems)}. Nothing was saved.")
        if result.questions and apply and not sure:
            raise CommandError(
                f"Questions: {len(result.questions)}. Nothing was saved."
                " If each number is right, add --sure."
            )
        if apply:
            self.save(importer, result, **options)
        kinds = Counter(row.kind.value for row in result.rows)
        counts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        did = "Saved" if apply else "To save with --apply"
        self.stdout.write(f"{did}: {len(result.to_save)} ({counts}).")

    def save(self, importer: Importer, result: ImportResult, **options) -> None:
        try:
            importer.apply(result.book, result.digest)
        except ChangedMeanwhileError:
            raise CommandError(
                "Somebody changed these records meanwhile; nothing was saved."
            ) from None


def read_content(path: Path) -> bytes:
    try:
        # As much as an importer needs to refuse what is too big, from a device too.
        with path.open("rb") as file:
            return file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def find_user(name: str | None) -> AbstractBaseUser | None:
    user = get_user_model().objects.filter(username=name).first()
    if name and user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user
