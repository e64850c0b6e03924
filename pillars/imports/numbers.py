"""
Numbers as people write them: ``53.5``, ``53,5``, ``1,234``, ``$1 234``, ``53 %``.

A number that can be read in two ways is refused, never guessed.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from pillars.enums import UnitKind
from pillars.models import Measure

from .cells import CellError
from .columns import folded

PERCENTS = {UnitKind.PERCENT, UnitKind.PERCENTAGE_POINTS}
DECIMALS_AT_MOST = 4
DIGITS_BEFORE_AT_MOST = 12
# Between three digits and the next: spaces of all widths, and apostrophes.
GAPS = r"[ \u00a0\u2009\u202f'\u2019]"
YES = {"yes", "si", "true", "verdadero", "1", "1 0"}
NO = {"no", "false", "falso", "0", "0 0"}


def read_value(cell: str | Decimal, measure: Measure) -> Decimal:
    """A measure's value, yes as 1. Raises ``CellError`` with what was expected."""
    if measure.unit_kind == UnitKind.YES_NO:
        return Decimal(read_yes_or_no(str(cell)))
    number = cell
    if isinstance(cell, str):
        number = read_number(without_signs(cell, measure), measure)
    exponent = number.normalize().as_tuple().exponent
    if -exponent > DECIMALS_AT_MOST:
        raise CellError(_("Expected at most four decimals."))
    if number.adjusted() >= DIGITS_BEFORE_AT_MOST:
        raise CellError(_("Expected at most twelve digits before the decimals."))
    return number


def read_yes_or_no(text: str) -> bool:
    if folded(text) in YES:
        return True
    if folded(text) in NO:
        return False
    raise CellError(_("Expected yes or no."))


def without_signs(text: str, measure: Measure) -> str:
    """The bare number; a sign of another unit is a mistake that is said."""
    text = text.strip().replace("\u2212", "-")
    if "%" in text:
        if measure.unit_kind not in PERCENTS or text.count("%") > 1:
            raise CellError(
                _("This measure is not counted in percent. Expected a bare number.")
            )
        text = text.removesuffix("%").removeprefix("%")
    if "$" in text:
        if measure.unit_kind != UnitKind.DOLLARS or text.count("$") > 1:
            raise CellError(
                _("This measure is not counted in dollars. Expected a bare number.")
            )
        text = re.sub(r"^(-?)\s*\$", r"\1", text).removesuffix("$")
    return re.sub(r"^([+-])\s+", r"\1", text.strip())


def read_number(text: str, measure: Measure) -> Decimal:
    """A bare number with a decimal point or comma, and with or without thousands."""
    match = re.fullmatch(r"([+-]?)(\d[\d.,]*|[.,]\d+)", without_gaps(text), re.ASCII)
    if match is None:
        raise CellError(not_a_number())
    sign, digits = match.groups()
    marks = [mark for mark in digits if mark in ".,"]
    if len(marks) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        return Decimal(sign + one_way(digits, marks[0], measure))
    if len(set(marks)) == 2:
        decimal = marks[-1]
    elif len(marks) == 1:
        decimal = marks[0]
    else:
        decimal = None
    whole, _mark, rest = digits.rpartition(decimal) if decimal else (digits, "", "")
    if re.search(r"[.,]", whole) and not re.fullmatch(
        r"\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3})+", whole
    ):
        raise CellError(not_a_number())
    return Decimal(f"{sign}{re.sub('[.,]', '', whole) or 0}.{rest or 0}")


def without_gaps(text: str) -> str:
    """A number without the spaces that part its thousands, where they stand right."""
    if re.match(rf"[+-]?\d{{1,3}}({GAPS}\d{{3}})+(?!\d)", text, re.ASCII):
        return re.sub(GAPS, "", text)
    return text


def one_way(digits: str, mark: str, measure: Measure) -> str:
    """
    What ``1,234`` or ``1.234`` means for a measure, where it can mean one thing only.

    A percent has no thousands, and what is counted whole has no decimals. In the United
    States the comma parts the thousands and the point the decimals.
    """
    is_percent = measure.unit_kind in PERCENTS
    if mark == "." and (is_percent or measure.decimals >= 3):
        return digits
    if mark == "," and not is_percent and measure.decimals < 3:
        return digits.replace(",", "")
    whole = digits.replace(mark, "")
    raise CellError(
        _("It can be read in two ways. Write %(whole)s or %(decimal)s.")
        % {"whole": whole, "decimal": f"{digits.replace(mark, '.')}0"}
    )


def not_a_number() -> str:
    return _("Expected a number such as 53.5, without words.")
