"""What the commands that read a file share: the file, who did it, how far it is."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from pillars.imports.tables import BYTES_AT_MOST, too_big

BAR = 40
SURE = "Each number that is asked about is meant."


def content_of(path: Path) -> bytes:
    """A file's content. Raises ``CommandError`` for one that cannot be read."""
    try:
        # What a pipe or a device holds, its size does not say.
        with path.open("rb") as file:
            content = file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    if len(content) > BYTES_AT_MOST:
        raise CommandError(f"{path}: {too_big()}")
    return content


def found_user(name: str | None):
    """The user of that name, if one is given. ``CommandError`` for a stranger."""
    if name is None:
        return None
    users = get_user_model()
    user = users.objects.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user


def counted(count: int, one: str, many: str) -> str:
    """So many of a thing: ``1 result``, ``2 results``."""
    return f"{count} {one if count == 1 else many}"


def check(command, judgement, may_save: bool) -> None:
    """Print what is asked about a file; a ``CommandError`` if it cannot be saved."""
    if judgement.problems:
        said = counted(len(judgement.problems), "thing is wrong", "things are wrong")
        raise CommandError(f"{said}; nothing was saved.")
    for question in judgement.questions:
        command.stdout.write(f"Question: {question}")
    if judgement.questions and not may_save:
        asked = counted(len(judgement.questions), "question", "questions")
        raise CommandError(
            f"{asked}; nothing was saved. If each number is meant, add --sure."
        )


class Bar:
    """How far a command is, on a terminal only: call it once for each thing done."""

    def __init__(self, stream, of: int):
        self.stream = stream
        self.of = of
        self.done = 0

    def __call__(self) -> None:
        self.done += 1
        if self.stream.isatty():
            filled = "#" * (BAR * self.done // self.of)
            end = "\n" if self.done == self.of else ""
            # Not in the colour of errors.
            line = f"\r[{filled:<{BAR}}] {self.done}/{self.of}"
            self.stream.write(line, str, end)
            self.stream.flush()
