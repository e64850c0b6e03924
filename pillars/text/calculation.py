"""The calculation behind a status, and what a measure needs from now on."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pillars.enums import Direction, Status, UnitKind
from pillars.models.measured_series import Series
from pillars.rules.progress import Progress
from pillars.rules.values import decimals_of, round_to
from pillars.school_years import label

from .formatting import Amount, Sentence, asked, found
from .sentences import sum_sentences
from .units import (
    default_word,
    distinct_unit,
    in_active_language,
    in_percent,
    of_difference,
    unit_of,
)

FINAL = {Status.MET, Status.MISSED}
CUTS = {
    Status.ON_TRACK: gettext_lazy("95% or more is on track."),
    Status.CLOSE: gettext_lazy("From 60% to under 95% is slightly behind."),
    Status.BEHIND: gettext_lazy("Below 60% is behind."),
    **{status: status.meaning for status in FINAL},
}
NONE_NEEDED = gettext_lazy("No progress was needed by then, so it is on track.")


def all_sentences(series: Series) -> Iterator[Sentence]:
    yield from sum_sentences(series)
    yield from calculation(series)


def calculation(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    if progress.distance:
        # What is outside is never 0 outside.
        unit = distinct_unit(progress.distance, [Decimal(0)], unit_of(series.measure))
        far = Amount(progress.distance, of_difference(unit))
        yield Sentence(_("That is {far} outside."), {"far": far})
    elif progress.status is Status.MOVING_AWAY and progress.needed is None:
        yield Sentence(str(Status.MOVING_AWAY.meaning), {})
    elif progress.needed is not None and progress.gained < 0:
        yield _lost(series)
    elif _has_way(progress):
        yield _covered(series)
    if words := _cut(progress):
        yield Sentence(str(words), {})


def _has_way(progress: Progress) -> bool:
    # A target that is reached early was not needed by then.
    is_early = progress.status is Status.MET and progress.latest.year < progress.due
    return progress.way is not None and not is_early


def _cut(progress: Progress) -> Promise | str:
    if progress.status is Status.ON_TRACK and progress.needed is None:
        return NONE_NEEDED
    return CUTS.get(progress.status, "")


def _amounts(series: Series) -> tuple[Amount, Amount]:
    """Gained and needed: both with as many decimals as it takes."""
    both = series.progress.gained, series.progress.needed
    unit = unit_of(series.measure)
    decimals = max(unit.decimals, *(decimals_of(it.normalize()) for it in both))
    unit = of_difference(unit._replace(decimals=decimals))
    # The sentence before has said “students per counselor”.
    unit = unit.without_words() if " " in unit.many else unit
    return Amount(abs(both[0]), unit), Amount(both[1], unit)


def _lost(series: Series) -> Sentence:
    lost, needed = _amounts(series)
    words = _("It lost {lost}; it needed to gain {needed}.")
    if series.measure.direction == Direction.DOWN:
        words = _("It went up {lost}; it needed to come down {needed}.")
    return Sentence(words, {"lost": lost, "needed": needed.bare})


def _covered(series: Series) -> Sentence:
    gained, needed = _amounts(series)
    count = 1 if str(needed.bare) == "1" else 2
    if needed.unit.many == default_word(UnitKind.POINTS, 2):
        needed = needed.bare
        words = ngettext(
            "That is {gained} of the {needed} point needed by then: {way} of the way.",
            "That is {gained} of the {needed} points needed by then: {way} of the way.",
            count,
        )
    else:
        words = ngettext(
            "That is {gained} of {needed} needed by then: {way} of the way.",
            "That is {gained} of the {needed} needed by then: {way} of the way.",
            count,
        )
    way = _percent_of_way(series.progress)
    return Sentence(words, {"gained": gained.bare, "needed": needed, "way": way})


def _percent_of_way(progress: Progress) -> Amount:
    return Amount(Decimal(progress.way), in_percent(0))


def way_in(year: int, series: Series) -> str:
    """Beside what was needed in the deciding year: ``(52% of the way)``."""
    progress = series.progress
    if not _has_way(progress) or progress.latest.year != year:
        return ""
    return _("({way} of the way)").format(way=_percent_of_way(progress))


def needs_from_here(series: Series) -> Iterator[Sentence]:
    """How fast it has to go until the last target, and how fast it went."""
    progress = series.progress
    is_open = progress.line and progress.line[-1].year == progress.due
    if not is_open or progress.gained is None or progress.status in FINAL:
        return
    words = _("{rate} more each year to reach {target} by {year}.")
    if series.measure.direction == Direction.DOWN:
        words = _("{rate} fewer each year to reach {target} by {year}.")
    rest = progress.target.value - progress.latest.value
    values = {
        "rate": _rate(rest / (progress.due - progress.latest.year), series),
        "target": asked(progress.target.value, series),
        "year": label(progress.due),
    }
    yield Sentence(words, values)
    yield _so_far(series)


def _so_far(series: Series) -> Sentence:
    progress = series.progress
    is_down, has_lost = series.measure.direction == Direction.DOWN, progress.gained < 0
    if not progress.gained:
        words = _("So far it has not changed.")
    elif is_down and has_lost:
        words = _("So far it has gone up {rate} a year.")
    elif is_down:
        words = _("So far it has come down {rate} a year.")
    elif has_lost:
        words = _("So far it has lost {rate} a year.")
    else:
        words = _("So far it has gained {rate} a year.")
    years = progress.latest.year - progress.baseline.year
    return Sentence(words, {"rate": _rate(progress.gained / years, series).bare})


def _rate(change: Decimal, series: Series) -> Amount:
    """With the measure's decimals; with one more where it is small, and has none."""
    unit, change = unit_of(series.measure), abs(change)
    is_rough = not unit.decimals and change < 10 and change != round_to(change, 0)
    unit = unit._replace(decimals=unit.decimals + is_rough)
    if change and not round_to(change, unit.decimals):
        unit = distinct_unit(change, [Decimal(0)], unit)
    unit = of_difference(unit)
    is_points = unit.many == default_word(UnitKind.POINTS, 2)
    return Amount(change, unit if is_points else unit.without_words())


def in_people(series: Series) -> str:
    """The latest result as so many of every 100, from the number as it is shown."""
    progress, measure = series.progress, series.measure
    latest = progress.now or progress.latest
    what = in_active_language(measure.wording_of("of_every_100"))
    if not what or not latest or measure.unit_kind != UnitKind.PERCENT:
        return ""
    shown = round_to(latest.value, found(latest, series).unit.decimals)
    if not 1 <= shown <= 100:
        return ""
    words = _("About {count} of every 100 {what}.")
    return words.format(count=round_to(shown, 0), what=what)
