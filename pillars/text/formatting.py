"""A measure's numbers in sentences: the same on pages, in feeds and in files."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, Self

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pillars.enums import TargetKind
from pillars.models.measured_series import Series
from pillars.rules.texts import Wording
from pillars.rules.values import Point, Report, decimals_of, round_to

from .markdown import in_its_language
from .units import (
    Unit,
    distinct_unit,
    in_percent,
    of_difference,
    shown_decimals,
    unit_of,
    value_html,
    value_text,
)


def found_unit(value: Decimal, series: Series) -> Unit:
    """Distinct from the targets: 59.96 of 60 is not 60.0."""
    goals = series.progress.goal_numbers
    return distinct_unit(value, goals, unit_of(series.measure))


def asked_unit(value: Decimal, series: Series) -> Unit:
    """Of a target; where it is rounded, distinct from the results."""
    unit = unit_of(series.measure)
    if round_to(value, shown_decimals(value, unit)) == value:
        return distinct_unit(value, [], unit)
    found = [report.value for report in series.reports if report.is_usable]
    if series.progress.baseline:
        found.append(series.progress.baseline.value)
    return distinct_unit(value, found, unit)


def aim_text(value: Decimal, kind: TargetKind, unit: Unit) -> str:
    """What a target asks for in its own kind: ``93%``, ``6 points``, ``15% more``."""
    if kind == TargetKind.CHANGE_BY_PERCENT:
        words = _("%(percent)s less") if value < 0 else _("%(percent)s more")
        percent = in_percent(decimals_of(value.normalize()))
        return words % {"percent": value_text(abs(value), percent)}
    is_by_points = kind == TargetKind.CHANGE_BY_POINTS
    return value_text(value, of_difference(unit) if is_by_points else unit)


class Amount(NamedTuple):
    """A number of a sentence: in bold on pages."""

    value: Decimal
    unit: Unit

    def __str__(self) -> str:
        return value_text(self.value, self.unit)

    def __html__(self) -> SafeString:
        return value_html(self.value, self.unit)

    @property
    def bare(self) -> Self:
        return self._replace(unit=self.unit.without_words())


class Quote(NamedTuple):
    """What a plan says, in its words."""

    wording: Wording

    def __str__(self) -> str:
        return self.wording.text

    def __html__(self) -> SafeString:
        text, language = self.wording
        return in_its_language(conditional_escape(text), language, "span")


class Sentence(NamedTuple):
    """Words with placeholders, and what goes into them by name."""

    words: str
    values: dict[str, Amount | Quote | str]

    @property
    def html(self) -> str:
        return format_html(self.words, **self.values) if self.values else self.words

    @property
    def text(self) -> str:
        return self.words.format(**self.values)


def in_words(told: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in told)


def found(point: Point | Report, series: Series) -> Amount:
    return Amount(point.value, found_unit(point.value, series))


def asked(value: Decimal, series: Series) -> Amount:
    return Amount(value, asked_unit(value, series))
