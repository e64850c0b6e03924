"""
Cells as values: school years, groups, and numbers as people write them (``53.5``,
``53,5``, ``1,234``, ``$1 234``, ``53 %``).

What can be read in two ways is refused, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.enums import UnitKind
from pillars.models import Measure, StudentGroup
from pillars.models.base import languages
from pillars.models.series import DECIMALS_AT_MOST, decimals_entered
from pillars.rules.texts import fold
from pillars.rules.values import with_decimals
from pillars.text.units import default_word, has_letters

# A ``Decimal`` where the file itself says that it is a number; None where it says
# nothing at all, which JSON can: an empty cell is an empty text.
Cell = str | Decimal | None


class Unformatted(Decimal):
    """A number of a cell whose format does not say how many decimals it shows."""


YES = {"yes", "si", "true", "verdadero", "1", "1 0"}
NO = {"no", "false", "falso", "0", "0 0"}
PERCENTS = {UnitKind.PERCENT, UnitKind.PERCENTAGE_POINTS}
# Between three digits and the next: spaces of all widths, and apostrophes.
GAPS = r"[ \u00a0\u2009\u202f'\u2019]"
# What a number format shows as it is: quoted, escaped, a gap, a color, a currency.
LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\[\]<>=]*\]', re.DOTALL)
NOT_A_NUMBER = gettext_lazy("Expected a number such as 53.5, without words.")
OTHER_SIGN = gettext_lazy(
    "This measure is not counted in “%(sign)s”. Expected a number without that sign."
)
NO_GROUP = gettext_lazy(
    "Expected the code of a student group, or nothing for all students."
)


class CellError(ValueError):
    """What a column expected of a cell; empty where another row's problem says it."""


def folded(text: str) -> str:
    """A name without what people write differently: case, accents, punctuation."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def in_each_language(text: Callable[[], object]) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield folded(str(text()))


def is_empty(cells: Iterable[Cell]) -> bool:
    return all(cell is None or not str(cell).strip() for cell in cells)


def as_text(cell: Cell) -> str:
    """With the plan's line ends, and accents as the plan stores them."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    text = "" if cell is None else unicodedata.normalize("NFC", str(cell))
    return re.sub(r"\r\n?", "\n", text).strip()


def read_school_year(text: str) -> int:
    """``2024``, ``2024-25`` or ``2024–2025``."""
    match = re.fullmatch(r"(\d{4})(?:\s*[-–—/]\s*(\d{2}|\d{4}))?", text, re.ASCII)
    year = int(match[1]) if match else 0
    if not match or int(match[2] or year + 1) not in {(year + 1) % 100, year + 1}:
        raise CellError(_("Expected a school year such as 2024 or 2024–25."))
    return year


@cache
def all_students() -> set[str]:
    return {"", *in_each_language(lambda: _("All students"))}


def read_group(text: str, groups: dict[str, StudentGroup]) -> StudentGroup | None:
    """A group by its code in small letters; None for all students."""
    group = groups.get(text.casefold())
    if group is None and folded(text) not in all_students():
        codes = ", ".join(group.code for group in groups.values() if group)
        raise CellError(f"{NO_GROUP} {codes}".strip())
    return group


def read_whole(text: str, most: int = 32_767) -> int:
    """With or without thousands separators."""
    digits = re.sub(r"(?<=\d)[., \u00a0\u202f](?=\d{3}(\D|$))", "", text)
    if not re.fullmatch(r"\d{1,10}", digits, re.ASCII) or int(digits) > most:
        raise CellError(_("Expected a whole number."))
    return int(digits)


def read_yes_or_no(text: str) -> bool:
    if folded(text) not in YES | NO:
        raise CellError(_("Expected yes or no."))
    return folded(text) in YES


def number_shown(number: Decimal, number_format: str) -> Cell:
    """A number as its format shows it: a percent sign that counts multiplies it."""
    # One section for positive numbers, and perhaps others: negative, zero, text.
    sections = LITERAL.sub("", number_format).split(";")[:3]
    sections = [section for section in sections if "@" not in section] or [""]
    signs = {section.count("%") for section in sections}
    if "[" in "".join(sections) and len(signs) > 1:
        # A condition chooses the section. It is not evaluated, and no number is read.
        return f"{number:f} {number_format}"
    place = 1 if number < 0 else 2 if number == 0 else 0
    section = sections[place] if place < len(sections) else sections[0]
    percent = section.count("%")
    multiplied = (number * 100**percent).normalize()
    if not re.search("[0#?%]", section):
        return Unformatted(multiplied)
    zeros = re.search(r"\.(0*)|$", section)[1] or ""
    found = with_decimals(multiplied, min(len(zeros), DECIMALS_AT_MOST))
    return f"{found:f}{'%' * percent}" if percent else found


def read_value(cell: str | Decimal, measure: Measure) -> Decimal:
    """A value of a measure; yes is 1. Raises ``CellError``."""
    if measure.unit_kind == UnitKind.YES_NO:
        return Decimal(read_yes_or_no(str(cell)))
    number = cell
    if isinstance(cell, str):
        number = read_number(without_unit(cell, measure), measure)
    if -number.normalize().as_tuple().exponent > DECIMALS_AT_MOST:
        raise CellError(_("Expected at most four decimals."))
    if number.adjusted() >= 12:
        raise CellError(_("Expected at most twelve digits before the decimals."))
    return number or abs(number)  # Never -0.


def entered_decimals(cell: Cell, value: Decimal | None) -> int | None:
    """Those that the file writes a value with; None where it does not say."""
    return None if isinstance(cell, Unformatted) else decimals_entered(value)


@cache
def default_words(kind: str) -> set[str]:
    one, many = (
        in_each_language(lambda n=count: default_word(kind, n)) for count in (1, 2)
    )
    return {*one, *many}


def without_words(text: str, measure: Measure) -> str:
    """Without those of the measure's own unit, in any language, as in ``12 days``."""
    if not has_letters(text):
        return text
    names = ("unit_before", "unit_one", "unit")
    columns = [f"{name}_{code}" for name in names for code in languages()]
    words = {fold(getattr(measure, column) or "") for column in columns}
    words |= default_words(measure.unit_kind)
    for word in sorted(filter(has_letters, words), key=len, reverse=True):
        if fold(text[-len(word) :]) == word:
            text = text[: -len(word)].strip()
        if fold(text[: len(word)]) == word:
            text = text[len(word) :].strip()
    return text


def without_unit(text: str, measure: Measure) -> str:
    text = without_words(text.strip().replace("\u2212", "-"), measure)
    if measure.unit_kind in PERCENTS:
        text = re.sub(r"^%|%$", "", text, count=1)
    elif "%" in text:
        raise CellError(OTHER_SIGN % {"sign": "%"})
    if measure.unit_kind == UnitKind.MONEY:
        signs = (getattr(measure, f"unit_before_{code}") for code in languages())
        sign = "|".join(map(re.escape, filter(None, signs)))
        text = re.sub(rf"^(-?)\s*({sign})|({sign})$", r"\1", text, count=1)
    if other := next((x for x in text if unicodedata.category(x) == "Sc"), None):
        raise CellError(OTHER_SIGN % {"sign": other})
    return re.sub(r"^([+-])\s+", r"\1", text.strip())


def read_number(text: str, measure: Measure) -> Decimal:
    """
    A number with a decimal point or comma, with or without thousands separators.

    ``1,234`` and ``1.234`` have one meaning only for some measures: a percent has no
    thousands, and what is counted whole has no decimals.
    """
    if re.match(rf"[+-]?\d{{1,3}}({GAPS}\d{{3}})+(?!\d)", text, re.ASCII):
        text = re.sub(GAPS, "", text)
    sign, digits = re.fullmatch(r"([+-]?)(.*)", text, re.DOTALL).groups()
    readings = []
    for thousands, decimal in (",.", ".,"):  # As in the United States, then elsewhere.
        whole = rf"\d+|[1-9]\d{{0,2}}([{thousands}]\d{{3}})+"
        pattern = rf"({whole})([{decimal}]\d*)?|[{decimal}]\d+"
        if re.fullmatch(pattern, digits, re.ASCII):
            readings.append(digits.replace(thousands, "").replace(decimal, "."))
    if not readings:
        raise CellError(NOT_A_NUMBER)
    has_decimals = measure.unit_kind in PERCENTS or measure.decimals >= 3
    if len(set(readings)) == 2 and has_decimals != ("." in digits):
        whole, fraction = sorted(readings, key=lambda reading: "." in reading)
        raise CellError(
            _("It can be read in two ways. Write %(whole)s or %(decimal)s.")
            % {"whole": whole, "decimal": f"{fraction}0"}
        )
    return Decimal(sign + readings[0])
