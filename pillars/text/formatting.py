"""Numbers and statuses as text: the same on pages, in feeds and in files."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pillars.enums import Reason, TargetKind, UnitKind
from pillars.models import Measure
from pillars.models.series import Series
from pillars.rules.progress import Point, Progress
from pillars.rules.values import round_to
from pillars.school_years import label


class Unit(NamedTuple):
    unit_kind: str
    decimals: int


def value_text(value: Decimal, measure: Measure) -> str:
    """With its unit's sign: ``84.0%``, ``$50,000,000``, ``Yes``."""
    return _value_text(value, measure.unit_kind, measure.decimals, get_language())


# The same values stand in a chart, in its table and in a sentence.
@lru_cache(maxsize=10_000)
def _value_text(value: Decimal, kind: str, decimals: int, language: str) -> str:
    if kind == UnitKind.YES_NO:
        return _("Yes") if value else _("No")
    shown = round_to(value, decimals)
    text = number_format(abs(shown), decimals, use_l10n=True, force_grouping=True)
    sign = "−" if shown < 0 else ""  # a real minus sign
    if kind == UnitKind.PERCENT:
        return f"{sign}{text}%"
    if kind == UnitKind.MONEY:
        return f"{sign}${text}"
    if kind in {UnitKind.POINTS, UnitKind.PERCENTAGE_POINTS}:
        count = 1 if abs(shown) == 1 else 2
        words = ngettext("%(number)s point", "%(number)s points", count)
        return words % {"number": sign + text}
    return sign + text


def samples(measure: Measure) -> tuple[str, str]:
    """How its values look in the active language: one, and many below zero."""
    return value_text(Decimal(1), measure), value_text(Decimal("-1234.5678"), measure)


def target_text(value: Decimal, measure: Measure) -> str:
    """As a plan writes it, without decimals that say nothing: ``93%``."""
    whole = value == value.to_integral_value()
    return value_text(value, Unit(measure.unit_kind, 0) if whole else measure)


def distinct_unit(value: Decimal, others: Iterable[Decimal], measure: Measure) -> Unit:
    """With as many decimals as it takes to see the difference from others."""
    decimals, differing = measure.decimals, [o for o in others if o != value]
    while round_to(value, decimals) in [round_to(o, decimals) for o in differing]:
        decimals += 1
    return Unit(measure.unit_kind, decimals)


def found_text(value: Decimal, series: Series) -> str:
    """Distinct from the targets: 59.96 of 60 is not 60.0."""
    unit = distinct_unit(value, series.progress.goal_numbers, series.measure)
    return value_text(value, unit)


def asked_text(value: Decimal, series: Series) -> str:
    """A target, distinct from the results."""
    found = [report.value for report in series.reports if report.is_usable]
    if series.progress.baseline:
        found.append(series.progress.baseline.value)
    return target_text(value, distinct_unit(value, found, series.measure))


def in_points(unit: Unit) -> Unit:
    """Percents differ by points."""
    is_percent = unit.unit_kind == UnitKind.PERCENT
    kind = UnitKind.PERCENTAGE_POINTS if is_percent else unit.unit_kind
    return Unit(kind, unit.decimals)


def aim_text(value: Decimal, kind: TargetKind, unit: Unit) -> str:
    """What a target asks for in its own kind: ``93%``, ``6 points``, ``15% more``."""
    if kind == TargetKind.CHANGE_BY_PERCENT:
        words = _("%(percent)s less") if value < 0 else _("%(percent)s more")
        decimals = max(0, -value.normalize().as_tuple().exponent)
        percent = value_text(abs(value), Unit(UnitKind.PERCENT, decimals))
        return words % {"percent": percent}
    is_by_points = kind == TargetKind.CHANGE_BY_POINTS
    return target_text(value, in_points(unit) if is_by_points else unit)


class Sentence(NamedTuple):
    """Words with placeholders, and the numbers that go into them by name."""

    words: str
    numbers: dict[str, str]

    @property
    def html(self) -> str:
        """With its numbers in bold, years excepted."""
        if not self.numbers:
            return self.words
        marked = {
            name: text
            if name in {"year", "due", "state"}
            else format_html('<b class="nb">{}</b>', text)
            for name, text in self.numbers.items()
        }
        return format_html(self.words, **marked)

    @property
    def text(self) -> str:
        return self.words.format(**self.numbers)


def sum_sentences(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    if series.measure.target_kind == TargetKind.YES_NO:
        yield from _deed_sentences(progress)
    else:
        yield from _value_sentences(series)
    if progress.years_late:
        words = ngettext(
            "That is a year late.", "That is {years} years late.", progress.years_late
        )
        yield Sentence(words, {"years": str(progress.years_late)})
    if progress.last_without_value:
        year, state = progress.last_without_value
        yield Sentence("{year}: {state}.", {"year": label(year), "state": state.label})
    if progress.reason:
        yield Sentence(str(Reason(progress.reason).label), {})


def _value_sentences(series: Series) -> Iterator[Sentence]:
    measure, progress = series.measure, series.progress

    def sentence(words: str, at: Point, text=found_text) -> Sentence:
        return Sentence(
            words, {"value": text(at.value, series), "year": label(at.year)}
        )

    if progress.baseline:
        yield sentence(_("It started at {value} in {year}."), progress.baseline)
    if progress.latest:
        yield sentence(_("It was {value} in {year}."), progress.latest)
    if progress.expected is not None and progress.latest.year != progress.due:
        expected = value_text(progress.expected, measure)
        yield Sentence(
            _("To be on pace, it needed {expected}."), {"expected": expected}
        )
    if progress.low is not None:
        yield from _range_sentences(series)
    elif progress.target:
        yield sentence(
            _("The target is {value} by {year}."), progress.target, asked_text
        )
    yield from _stand_in_sentence(progress)
    if progress.now:
        yield sentence(_("After that, it was {value} in {year}."), progress.now)


def _stand_in_sentence(progress: Progress) -> Iterator[Sentence]:
    if progress.is_decided_by_another_year:
        years = {"due": label(progress.due), "year": label(progress.latest.year)}
        words = _(
            "There is no result for {due}, the target’s year, so the one for {year}"
            " decides."
        )
        yield Sentence(words, years)


def _range_sentences(series: Series) -> Iterator[Sentence]:
    progress, distance = series.progress, series.progress.distance
    low, high = (asked_text(end, series) for end in (progress.low, progress.high))
    yield Sentence(_("The plan asks for {low} to {high}."), {"low": low, "high": high})
    if distance:
        # What is outside is never 0 outside.
        unit = in_points(distinct_unit(distance, [Decimal(0)], series.measure))
        far = value_text(distance, unit)
        yield Sentence(_("That is {far} outside."), {"far": far})


def _deed_sentences(progress: Progress) -> Iterator[Sentence]:
    def sentence(words: str, year: int) -> Sentence:
        return Sentence(words, {"year": label(year)})

    if progress.due is not None:
        yield sentence(_("The plan asks for this to be done by {year}."), progress.due)
    yield from _stand_in_sentence(progress)
    done, not_done = _("It was done by {year}."), _("It was not done by {year}.")
    for found in filter(None, (progress.latest, progress.now)):
        yield sentence(done if found.value else not_done, found.year)
