"""Cells of a file as a result's own values: state, year, group, count, day, address."""

import datetime
import re
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pillars import school_years
from pillars.enums import State
from pillars.models import Plan, Result, StudentGroup

from .columns import answers, folded
from .tables import Cell

COUNT_AT_MOST = 2_147_483_647


class CellError(ValueError):
    """A cell that is not what its column holds, with what was expected."""


def as_text(cell: Cell) -> str:
    """A cell as a text, its line ends as the plan keeps them."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "" if cell is None else re.sub(r"\r\n?", "\n", str(cell)).strip()


@cache
def states() -> dict[str, State]:
    """The states by all that they are called: value, or label in any language."""
    named = {folded(state.value): state for state in State}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            named |= {folded(str(state.label)): state for state in State}
    return named


def read_state(text: str) -> State:
    state = states().get(folded(text))
    if state is None:
        labels = "; ".join(str(state.label) for state in State)
        if not text:
            raise CellError(
                _("The cell is empty. What is the value? One of these: %(states)s.")
                % {"states": labels}
            )
        raise CellError(_("Expected one of these: %(states)s.") % {"states": labels})
    return state


def read_school_year(text: str, example: str) -> int:
    """Any school year: ``2024``, ``2024-25`` or ``2024–2025``."""
    match = re.fullmatch(r"(\d{4})(?:\s*[-–—/]\s*(\d{2}|\d{4}))?", text, re.ASCII)
    if match is None:
        raise CellError(
            _("Expected a school year such as %(year)s.") % {"year": example}
        )
    year, end = int(match[1]), match[2]
    if end and int(end) not in {(year + 1) % 100, year + 1}:
        raise CellError(_("A school year ends in the year after it begins."))
    return year


def read_year(text: str, plan: Plan) -> int:
    example = school_years.label(plan.last_year)
    year = read_school_year(text, example)
    if not plan.first_year <= year <= plan.last_year:
        raise CellError(
            _("The plan goes from %(first)s to %(last)s.")
            % {"first": school_years.label(plan.first_year), "last": example}
        )
    return year


@cache
def all_students() -> set[str]:
    """What a group's cell says for all students, in any language."""
    return {"", *answers(gettext_noop("All students"))}


def read_group(text: str, groups: dict[str, StudentGroup]) -> StudentGroup | None:
    """A group by its code; None for all students."""
    group = groups.get(text.casefold())
    if group is None and folded(text) not in all_students():
        codes = ", ".join(group.code for group in groups.values())
        raise CellError(
            _("Expected the code of a student group, or nothing for all students.")
            + (f" {codes}" if codes else "")
        )
    return group


def read_count(text: str) -> int | None:
    """A number of students, thousands parted or not."""
    if not text:
        return None
    digits = re.sub(r"(?<=\d)[., \u00a0\u202f](?=\d{3}(\D|$))", "", text)
    if not re.fullmatch(r"\d{1,10}", digits, re.ASCII) or int(digits) > COUNT_AT_MOST:
        raise CellError(_("Expected a whole number of students."))
    return int(digits)


def read_day(text: str) -> datetime.date | None:
    """A day: ``2024-10-02``, or ``10/02/2024`` as it is written here."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    try:
        if match:
            month, day, year = (int(part) for part in match.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CellError(
            _("Expected a day such as 2024-10-02 (year, month, day).")
        ) from None


def read_address(text: str) -> str:
    try:
        return Result._meta.get_field("source_url").clean(text, None)
    except ValidationError as error:
        raise CellError(" ".join(error.messages)) from None
