"""Numbers and statuses as text: the same on pages, in feeds and in files."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import NamedTuple, Self

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pillars.enums import Reason, TargetKind, UnitKind
from pillars.models import Measure
from pillars.models.series import Series
from pillars.rules.progress import Point, Progress
from pillars.rules.texts import Wording
from pillars.rules.values import decimals_of, round_to
from pillars.school_years import label


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


def tick_text(value: Decimal, unit: Unit) -> str:
    """Without decimals that say nothing, and without words: ``93%``."""
    decimals = 0 if value == value.to_integral_value() else unit.decimals
    return value_text(value, unit.without_words()._replace(decimals=decimals))


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


def of_difference(unit: Unit) -> Unit:
    """Percents differ by points."""
    is_percent = unit.unit_kind == UnitKind.PERCENT
    return in_points(unit.decimals) if is_percent else unit


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
        yield Sentence(str(Reason(progress.reason).label), {})


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
