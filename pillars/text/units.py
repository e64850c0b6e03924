"""Numbers with their units: ``84.0%``, ``$50,000,000``, ``1 day``, ``index 72``."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import NamedTuple, Self

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pillars.enums import UnitKind
from pillars.models import Measure
from pillars.rules.texts import Wording
from pillars.rules.values import decimals_of, round_to


class Unit(NamedTuple):
    """How numbers are written; the words are of the active language."""

    unit_kind: str
    decimals: int
    before: str = ""
    one: str = ""
    many: str = ""

    def without_words(self, *names: str) -> Self:
        """With signs such as % alone, in some of its places or in all."""
        names = names or ("before", "one", "many")
        return self._replace(**{n: "" for n in names if has_letters(getattr(self, n))})


def has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def in_percent(decimals: int) -> Unit:
    return Unit(UnitKind.PERCENT, decimals, one="%", many="%")


def in_points(decimals: int) -> Unit:
    words = default_word(UnitKind.POINTS, 1), default_word(UnitKind.POINTS, 2)
    return Unit(UnitKind.POINTS, decimals, "", *words)


def default_word(kind: str, count: int) -> str:
    """For a measure that gives none itself."""
    if kind in {UnitKind.POINTS, UnitKind.PERCENTAGE_POINTS}:
        return ngettext("point", "points", count)
    return ngettext("day", "days", count) if kind == UnitKind.DAYS else ""


def unit_of(measure: Measure) -> Unit:
    """A percent's words, such as “of schools”, are said beside its numbers."""
    if measure.unit_kind == UnitKind.PERCENT:
        return in_percent(measure.decimals)
    before, one, many = (
        in_active_language(measure.wording_of(name))
        for name in ("unit_before", "unit_one", "unit")
    )
    if not many and not has_letters(before):
        one, many = (default_word(measure.unit_kind, count) for count in (1, 2))
    return Unit(measure.unit_kind, measure.decimals, before, one or many, many)


def in_active_language(wording: Wording) -> str:
    """A sign is of all languages; a number is better bare than with foreign words."""
    text, language = wording
    is_foreign = language != get_language() and has_letters(text)
    return "" if is_foreign else text


def unit_words(measure: Measure) -> Wording:
    """What its numbers count, to be said once, above a table or a chart."""
    for wording in map(measure.wording_of, ("unit", "unit_before")):
        if has_letters(wording.text):
            return wording
    return Wording(default_word(measure.unit_kind, 2), get_language())


def value_text(value: Decimal, unit: Unit) -> str:
    """With its unit: ``84.0%``, ``$50,000,000``, ``1 day``, ``index 72``, ``Yes``."""
    return _value_text(value, unit, get_language())


# The same values stand in a chart, in its table and in a sentence.
@lru_cache(maxsize=10_000)
def _value_text(value: Decimal, unit: Unit, language: str) -> str:
    if unit.unit_kind == UnitKind.YES_NO:
        return _("Yes") if value else _("No")
    shown = round_to(value, unit.decimals)
    text = number_format(abs(shown), unit.decimals, use_l10n=True, force_grouping=True)
    # By the number as it is shown: 1 point, but 1.0 points.
    after = unit.one if text == "1" else unit.many
    sign = "−" if shown < 0 else ""  # a real minus sign
    if has_letters(unit.before):
        text = f"{unit.before} {sign}{text}"
    else:
        text = f"{sign}{unit.before}{text}"
    return f"{text} {after}" if has_letters(after) else f"{text}{after}"


def value_html(value: Decimal, unit: Unit) -> SafeString:
    """The number in bold, its words beside it."""
    number = value_text(value, unit.without_words("one", "many"))
    words = value_text(value, unit).removeprefix(number)
    return format_html("<b>{}</b>{}", number, words)


def tick_texts(values: Sequence[Decimal], unit: Unit) -> list[str]:
    """Of one scale: with as many decimals as the finest needs, and without words."""
    decimals = max((decimals_of(value.normalize()) for value in values), default=0)
    bare = unit.without_words()._replace(decimals=decimals)
    return [value_text(value, bare) for value in values]


def distinct_unit(value: Decimal, others: Iterable[Decimal], unit: Unit) -> Unit:
    """
    With the decimals that the value was entered with, and no more than the unit's; but
    with as many as it takes to see the difference from others.
    """
    least = shown_decimals(value, unit)
    for decimals in count(least):
        looks = round_to(value, decimals)
        alike = (
            round_to(other, max(decimals, shown_decimals(other, unit))) == looks
            for other in others
            if other != value
        )
        if not any(alike):
            break
    return unit._replace(decimals=decimals)


def shown_decimals(value: Decimal, unit: Unit) -> int:
    return min(unit.decimals, decimals_of(value))


def of_difference(unit: Unit) -> Unit:
    """Percents differ by points."""
    is_percent = unit.unit_kind == UnitKind.PERCENT
    return in_points(unit.decimals) if is_percent else unit
