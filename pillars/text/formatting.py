"""A measure's numbers in sentences: the same on pages, in feeds and in files."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pillars.enums import TargetKind
from pillars.models.measure import Series
from pillars.rules.progress import Point, Progress
from pillars.rules.values import decimals_of, round_to
from pillars.school_years import label

from .units import (
    Unit,
    distinct_unit,
    in_percent,
    of_difference,
    shown_decimals,
    unit_of,
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


def found_text(value: Decimal, series: Series) -> str:
    return value_text(value, found_unit(value, series))


def asked_text(value: Decimal, series: Series) -> str:
    return value_text(value, asked_unit(value, series))


def aim_text(value: Decimal, kind: TargetKind, unit: Unit) -> str:
    """What a target asks for in its own kind: ``93%``, ``6 points``, ``15% more``."""
    if kind == TargetKind.CHANGE_BY_PERCENT:
        words = _("%(percent)s less") if value < 0 else _("%(percent)s more")
        percent = in_percent(decimals_of(value.normalize()))
        return words % {"percent": value_text(abs(value), percent)}
    is_by_points = kind == TargetKind.CHANGE_BY_POINTS
    return value_text(value, of_difference(unit) if is_by_points else unit)


def in_bold(text: str) -> SafeString:
    """On one line, unless its unit has several words."""
    is_short = text.count(" ") <= 1
    return format_html('<b class="nb">{}</b>' if is_short else "<b>{}</b>", text)


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
            name: text if name in {"year", "due", "state"} else in_bold(text)
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
        unit = unit_of(series.measure)
        yield from _with_words_once(_value_sentences(series), f" {unit.many}")
    if progress.years_late:
        words = ngettext(
            "That is a year late.", "That is {years} years late.", progress.years_late
        )
        yield Sentence(words, {"years": str(progress.years_late)})
    if progress.last_without_value:
        year, state = progress.last_without_value
        yield Sentence("{year}: {state}.", {"year": label(year), "state": state.label})
    if progress.reason:
        yield Sentence(str(progress.reason.meaning), {})


def _with_words_once(sentences: Iterable[Sentence], many: str) -> Iterator[Sentence]:
    """Words such as “students per counselor” are said with the first number alone."""
    is_long, is_said = many.count(" ") > 1, False
    for words, numbers in sentences:
        has_words = any(text.endswith(many) for text in numbers.values())
        if is_long and is_said:
            numbers = {name: numbers[name].removesuffix(many) for name in numbers}
        yield Sentence(words, numbers)
        is_said |= has_words


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
        expected = value_text(progress.expected, unit_of(measure))
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
    low, high = (asked_unit(end, series) for end in (progress.low, progress.high))
    # The unit's words are said once: 5 to 10 days, index 70 to 72.
    ends = {
        "low": value_text(progress.low, low.without_words("one", "many")),
        "high": value_text(progress.high, high.without_words("before")),
    }
    yield Sentence(_("The plan asks for {low} to {high}."), ends)
    if distance:
        # What is outside is never 0 outside.
        unit = distinct_unit(distance, [Decimal(0)], unit_of(series.measure))
        far = value_text(distance, of_difference(unit))
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
