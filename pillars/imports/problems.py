"""What is wrong with a file of results, and where."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .files.dataset import UnreadableFileError as UnreadableFileError


class Problem(NamedTuple):
    line: int
    column: str
    read: str
    expected: str
    sheet: str = ""

    def __str__(self) -> str:
        said = self.said
        if not self.sheet:
            return said
        return _("Sheet “%(sheet)s”. %(said)s") % {"sheet": self.sheet, "said": said}

    @property
    def said(self) -> str:
        """The problem within its sheet."""
        where = _("Line %(line)s") % {"line": self.line}
        if self.column:
            where = _("Line %(line)s, column “%(column)s”") % {
                "line": self.line,
                "column": self.column,
            }
        if not self.read:
            return f"{where}: {self.expected}"
        read = _("read “%(read)s”") % {"read": shortened(self.read)}
        return f"{where}: {read}. {self.expected}"


def shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def locked(plan: object) -> str:
    return _("“%(plan)s” is locked: nothing in it can be changed. Unlock it first.") % {
        "plan": plan
    }
