"""Numbers and statuses in words: what a page, a feed and a file say alike."""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.functional import Promise
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
    return _number_text(value, decimals, get_language())


@lru_cache(maxsize=10_000)
def _number_text(value: Decimal, decimals: int, language: str) -> str:
    # The same numbers stand in a chart, in its table and in a sentence.
    shown = rounded(value, decimals)
    text = number_format(abs(shown), decimals, use_l10n=True, force_grouping=True)
    return f"−{text}" if shown < 0 else text


def value_text(value: Decimal, measure: Measure) -> str:
    """A measure's value with its unit's sign: ``84.0%``, ``$50,000,000``, ``Yes``."""
    kind = measure.unit_kind
    if kind == UnitKind.YES_NO:
        return _("Yes") if value else _("No")
    text = number_text(value, measure.decimals)
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


def strong(text: str) -> SafeString:
    """A number that the eye shall find."""
    return format_html('<b class="nb">{}</b>', text)


def sum_sentences(series: Series, mark: Callable[[str], str] = strong) -> list[str]:
    """
    Why a series has its status, in plain words with every number and its year.

    ``mark`` wraps each number but the years; give ``str`` for plain text.
    """
    return [
        sentence if isinstance(sentence, str) else str(sentence)
        for sentence in _sentences(series.measure, series.progress, mark)
    ]


def _sentences(measure: Measure, progress: Progress, mark) -> Iterator[str | Promise]:
    def said(template: str, **values) -> str:
        return format_html(
            template,
            **{
                name: value if name == "year" else mark(value)
                for name, value in values.items()
            },
        )

    def point(template: str, at: Point, **more) -> str:
        return said(
            template,
            value=value_text(at.value, measure),
            year=year_text(at.year),
            **more,
        )

    if measure.target_kind == TargetKind.YES_NO:
        yield from _yes_no_sentences(progress, said)
        return
    if progress.baseline:
        yield point(_("It began at {value} in {year}."), progress.baseline)
    if progress.latest and progress.expected is not None:
        expected = expected_text(progress, measure)
        yield point(
            _("It was {value} in {year}, when the plan expected {expected}."),
            progress.latest,
            expected=expected,
        )
    elif progress.latest:
        yield point(_("It was {value} in {year}."), progress.latest)
    if progress.low is not None and progress.high is not None:
        low, high = (
            value_text(progress.low, measure),
            value_text(progress.high, measure),
        )
        yield said(_("The plan asks for {low} to {high}."), low=low, high=high)
        if progress.distance:
            far = distance_text(progress.distance, measure)
            yield said(_("That is {far} outside."), far=far)
    elif progress.target:
        yield said(
            _("The target is {value} in {year}."),
            value=target_text(progress.target.value, measure),
            year=year_text(progress.target.year),
        )
    if progress.reason:
        yield Reason(progress.reason).label


def _yes_no_sentences(progress: Progress, said) -> Iterator[str | Promise]:
    if progress.target:
        yield said(
            _("The plan asks for this to be done by {year}."),
            year=year_text(progress.target.year),
        )
    if progress.latest and progress.latest.value:
        yield said(_("It was done by {year}."), year=year_text(progress.latest.year))
    elif progress.latest:
        yield said(
            _("It was not done by {year}."), year=year_text(progress.latest.year)
        )
    if progress.reason:
        yield Reason(progress.reason).label
