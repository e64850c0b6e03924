"""Numbers and statuses in words: what a page, a feed and a file say alike."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import school_years
from .enums import Reason, TargetKind, UnitKind
from .models import Measure
from .models.series import Series
from .progress import Point, Progress


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A value to so many decimals, halves away from zero as people round."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number_text(value: Decimal, decimals: int) -> str:
    """A number as the active language writes it, with a real minus sign."""
    shown = rounded(value, decimals)
    text = number_format(abs(shown), decimals, use_l10n=True, force_grouping=True)
    return f"−{text}" if shown < 0 else text


def value_text(value: Decimal, measure: Measure) -> str:
    """A measure's value with its unit's sign: ``84.0%``, ``$50,000,000``, ``Yes``."""
    return _value_text(value, measure.unit_kind, measure.decimals, get_language())


# The same values stand in a chart, in its table and in a sentence.
@lru_cache(maxsize=10_000)
def _value_text(value: Decimal, kind: str, decimals: int, language: str) -> str:
    if kind == UnitKind.YES_NO:
        return _("Yes") if value else _("No")
    text = number_text(value, decimals)
    if kind == UnitKind.PERCENT:
        return f"{text}%"
    if kind == UnitKind.DOLLARS:
        return f"−${text[1:]}" if text.startswith("−") else f"${text}"
    if kind in {UnitKind.POINTS, UnitKind.PERCENTAGE_POINTS}:
        one = abs(value) == 1
        return ngettext("%(number)s point", "%(number)s points", 1 if one else 2) % {
            "number": text
        }
    return text


def samples(measure: Measure) -> tuple[str, str]:
    """A measure's look in the active language: one thing, and many below zero."""
    return _samples(measure.unit_kind, measure.decimals, get_language())


@lru_cache(maxsize=500)
def _samples(unit_kind: str, decimals: int, language: str) -> tuple[str, str]:
    unit = Unit(unit_kind, decimals)
    return value_text(Decimal(1), unit), value_text(Decimal("-1234.5678"), unit)


def expected_text(progress: Progress, measure: Measure) -> str:
    """
    What the plan expected of the latest year, precise enough to be told from it.

    With no decimals, 2 students where 2.33 were expected would read as just enough.
    """
    shown = value_text(progress.expected, measure)
    same = shown == value_text(progress.latest.value, measure)
    if same and progress.expected != progress.latest.value:
        return value_text(
            progress.expected, Unit(measure.unit_kind, measure.decimals + 1)
        )
    return shown


def target_text(value: Decimal, measure: Measure) -> str:
    """A target as a plan writes it, without decimals that say nothing: ``93%``."""
    whole = value == value.to_integral_value()
    return value_text(value, Unit(measure.unit_kind, 0) if whole else measure)


def distance_text(value: Decimal, measure: Measure) -> str:
    """How far two values are apart: percents differ by points, not by percent."""
    unit = Unit(measure.unit_kind, measure.decimals)
    if unit.unit_kind == UnitKind.PERCENT:
        unit.unit_kind = UnitKind.PERCENTAGE_POINTS
    return value_text(value, unit)


class Unit:
    """A measure's unit, written with so many decimals."""

    def __init__(self, unit_kind: str, decimals: int):
        self.unit_kind = unit_kind
        self.decimals = decimals


def year_text(year: int) -> str:
    """A school year, kept on one line: ``2024–25``."""
    return school_years.label(year)


class Sentence(NamedTuple):
    """A sentence on a series: its words, and by name the numbers that go into them."""

    words: str
    numbers: dict[str, str]

    @property
    def html(self) -> str:
        """The sentence with its numbers, but for the years, in bold."""
        if not self.numbers:
            return self.words
        marked = {
            name: text if name == "year" else strong(text)
            for name, text in self.numbers.items()
        }
        return format_html(self.words, **marked)

    @property
    def text(self) -> str:
        """The sentence as bare text."""
        return self.words.format(**self.numbers)


def strong(text: str) -> SafeString:
    """A number that the eye shall find."""
    return format_html('<b class="nb">{}</b>', text)


def sum_sentences(series: Series) -> Iterator[Sentence]:
    """Why a series has its status, in plain words with every number and its year."""
    measure, progress = series.measure, series.progress
    if measure.target_kind == TargetKind.YES_NO:
        yield from _deed_sentences(progress)
    else:
        yield from _value_sentences(measure, progress)
    if progress.reason:
        yield Sentence(str(Reason(progress.reason).label), {})


def _value_sentences(measure: Measure, progress: Progress) -> Iterator[Sentence]:
    def said(words: str, at: Point, **more: str) -> Sentence:
        value, year = value_text(at.value, measure), year_text(at.year)
        return Sentence(words, {"value": value, "year": year, **more})

    if progress.baseline:
        yield said(_("It began at {value} in {year}."), progress.baseline)
    if progress.latest and progress.expected is not None:
        yield said(
            _("It was {value} in {year}, when the plan expected {expected}."),
            progress.latest,
            expected=expected_text(progress, measure),
        )
    elif progress.latest:
        yield said(_("It was {value} in {year}."), progress.latest)
    if progress.low is not None and progress.high is not None:
        yield from _range_sentences(measure, progress)
    elif progress.target:
        value = target_text(progress.target.value, measure)
        yield said(_("The target is {value} in {year}."), progress.target, value=value)


def _range_sentences(measure: Measure, progress: Progress) -> Iterator[Sentence]:
    ends = {
        "low": value_text(progress.low, measure),
        "high": value_text(progress.high, measure),
    }
    yield Sentence(_("The plan asks for {low} to {high}."), ends)
    if progress.distance:
        far = distance_text(progress.distance, measure)
        yield Sentence(_("That is {far} outside."), {"far": far})


def _deed_sentences(progress: Progress) -> Iterator[Sentence]:
    def said(words: str, at: Point) -> Sentence:
        return Sentence(words, {"year": year_text(at.year)})

    if progress.target:
        yield said(_("The plan asks for this to be done by {year}."), progress.target)
    if progress.latest and progress.latest.value:
        yield said(_("It was done by {year}."), progress.latest)
    elif progress.latest:
        yield said(_("It was not done by {year}."), progress.latest)
