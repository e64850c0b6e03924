"""What a file that came back would write, row by row, and what is wrong with it."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.admin.translations.actions import messages_of, set_wording
from pillars.imports.columns import answers, folded
from pillars.imports.judgement import Judgement, Kind
from pillars.imports.lines import LineReader
from pillars.imports.tables import Table
from pillars.models import PlanItem
from pillars.models.base import same_words
from pillars.permissions.rules import may_write
from pillars.translations.queries import texts_at
from pillars.translations.status import Text, TextState


@dataclass(frozen=True)
class Judged:
    """A row that is in order: its text, and what would become of it."""

    reader: LineReader
    text: Text
    kind: Kind
    wording: str = ""

    @property
    def line(self) -> int:
        return self.reader.line

    @property
    def name(self) -> str:
        """What the list of rows that change nothing calls it."""
        text = self.text
        return f"{text.location.name}, {text.label} ({text.language_name})"


class TextsJudgement(Judgement):
    @property
    def moved(self) -> list[Judged]:
        return self.of(Kind.MOVED)

    @property
    def parts(self) -> list[tuple[str, list[Judged]]]:
        return [
            (_("Changed meanwhile: these are left out"), self.moved),
            (_("Texts that would be written"), self.of(Kind.WRITTEN)),
            (_("Texts whose meaning did not change"), self.of(Kind.CONFIRMED)),
        ]

    @property
    def by_record(self) -> list[tuple[PlanItem, list[Judged]]]:
        """The rows to be saved, those of a record together."""
        found: dict[int, tuple[PlanItem, list[Judged]]] = {}
        for row in self.to_save:
            record = row.text.record
            found.setdefault(id(record), (record, []))[1].append(row)
        return list(found.values())

    @property
    def said(self) -> list:
        return [
            [row.text.key, row.kind.value, row.wording, row.text.digest]
            for row in [*self.to_save, *self.moved]
        ]


def judge(table: Table, user: AbstractBaseUser, lock: bool = False) -> TextsJudgement:
    """
    What the rows would write, if that person asks. Nothing is saved.

    The records hold the new wordings already. With ``lock``, nobody else can write them
    until the transaction is over.
    """
    readers = [LineReader(table.header, *line) for line in table.rows]
    texts = texts_at((reader.text("key") for reader in readers), lock)
    judging = Judge(user, texts)
    rows = [row for row in map(judging.row, readers) if row]
    judgement = TextsJudgement(rows, [], table.read_as)
    for record, of_record in judgement.by_record:
        check(record, of_record)
    problems = [problem for reader in readers for problem in reader.problems]
    judgement.problems.extend(sorted([*table.problems, *problems]))
    return judgement


class Judge:
    """Judges one row after the other, for a person who may write some texts."""

    def __init__(self, user: AbstractBaseUser, texts: dict[str, Text]):
        self.user = user
        self.texts = texts
        # As they are now, before their records hold any new wording.
        self.digests = {key: text.digest for key, text in texts.items()}
        self.lines: dict[str, int] = {}

    def row(self, reader: LineReader) -> Judged | None:
        """One row, or nothing if something is wrong with it."""
        typed, is_confirmed = reader.text("wording"), says_unchanged(reader)
        text = self.texts.get(reader.text("key"))
        if not typed and not is_confirmed:
            return Judged(reader, text, Kind.BLANK) if text else None
        if text is None:
            expected = _("No such text. Leave this column as it was downloaded.")
            reader.wrong("key", expected)
        elif text.key in self.lines:
            line = {"line": self.lines[text.key]}
            reader.wrong("key", _("Line %(line)s is for the same text.") % line)
        elif not may_write(self.user, text.record, text.language):
            reader.wrong("wording", _("You may not write this text."))
        elif typed and is_confirmed:
            expected = _("Give a new wording, or say yes here; not both.")
            reader.wrong("unchanged", expected)
        if reader.problems:
            return None
        self.lines[text.key] = reader.line
        return self.text(reader, text, typed)

    def text(self, reader: LineReader, text: Text, typed: str) -> Judged | None:
        """A row that says something of a text that the person may write."""
        if typed and same_words(typed, text.wording):
            return Judged(reader, text, Kind.UNCHANGED)
        is_as_seen = reader.text("digest") == self.digests[text.key]
        if not is_as_seen or not text.is_open:
            return Judged(reader, text, Kind.MOVED, typed)
        if not typed:
            if text.state == TextState.BEHIND:
                return Judged(reader, text, Kind.CONFIRMED)
            reader.wrong("unchanged", _("The text is missing. Write it."))
            return None
        try:
            wording = set_wording(text, typed)
        except ValidationError as error:
            reader.wrong("wording", " ".join(error.messages))
            return None
        return Judged(reader, text, Kind.WRITTEN, wording)


def says_unchanged(reader: LineReader) -> bool:
    said = folded(reader.text("unchanged"))
    if said in {"", *answers("No"), "0", "false"}:
        return False
    if said not in {*answers("Yes"), "x", "1", "true"}:
        reader.wrong("unchanged", _("Expected yes, or nothing."))
    return True


def check(record: PlanItem, rows: list[Judged]) -> None:
    """Note what a record's own rules have against its new wordings."""
    try:
        record.full_clean()
    except ValidationError as error:
        by_column = {row.text.column: row for row in rows}
        for column in error.error_dict:
            row = by_column.get(column, rows[0])
            about = ValidationError({column: error.error_dict[column]})
            row.reader.wrong("wording", " ".join(messages_of(record, about)))
