"""The base of the commands that import a file."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError

from pillars.imports.files.dataset import BYTES_AT_MOST, UnreadableFileError
from pillars.imports.files.pipeline import (
    ChangedMeanwhileError,
    Importer,
    ImportResult,
    Kind,
)


class ImportCommand(BaseCommand):
    """Prints what a file would change; with ``--apply`` saves it."""

    # One record, and several.
    nouns: tuple[str, str]
    # A format with the count, what was done, and the rows of each kind.
    summary: str

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
        self.refuse_doubts(result, may_save=sure or not apply)
        if apply:
            self.save(importer, result, **options)
        did = "saved" if apply else "would be saved (--apply saves them)"
        count = count_of(len(result.to_save), *self.nouns)
        numbers = {kind.value: len(result.of(kind)) for kind in Kind}
        self.stdout.write(
            self.summary.format(importer, count=count, did=did, **numbers)
        )

    def refuse_doubts(self, result: ImportResult, may_save: bool) -> None:
        """Print the questions. Raises ``CommandError`` if the file cannot be saved."""
        if result.problems:
            errors = count_of(
                len(result.problems), "thing is wrong", "things are wrong"
            )
            raise CommandError(f"{errors}; nothing was saved.")
        for question in result.questions:
            self.stdout.write(f"Question: {question}")
        if result.questions and not may_save:
            questions = count_of(len(result.questions), "question", "questions")
            raise CommandError(
                f"{questions}; nothing was saved. If each number is right, add --sure."
            )

    def save(self, importer: Importer, result: ImportResult, **options) -> None:
        try:
            importer.apply(result.book, result.digest)
        except ChangedMeanwhileError:
            raise CommandError(
                f"Somebody changed these {self.nouns[1]} meanwhile; nothing was saved."
            ) from None


def read_content(path: Path) -> bytes:
    try:
        # As much as an importer needs to refuse what is too big, from a device too.
        with path.open("rb") as file:
            return file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def find_user(name: str | None) -> AbstractBaseUser | None:
    if name is None:
        return None
    users = get_user_model()
    user = users.objects.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user


def count_of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
