"""What the plan asks of a measure: in numbers, or in its own words."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pillars.enums import Direction, TargetKind
from pillars.models.measured_series import Series
from pillars.models.series import Target
from pillars.school_years import label

from .formatting import Amount, Quote, Sentence, asked


def last_target(series: Series) -> Target | None:
    """Of those without a number, if there are any: they are what is asked in words."""
    kind = TargetKind(series.measure.target_kind)
    wordy = [target for target in series.targets if not target.aim.numbers(kind)]
    targets = wordy or series.targets
    return max(targets, key=lambda target: target.school_year, default=None)


def target_sentences(series: Series) -> Iterator[Sentence]:
    progress, last = series.progress, last_target(series)
    if progress.low is not None:
        words = _("The target is {low} to {high} by {year}.")
        yield Sentence(words, {**_ends(series), "year": label(_year_of_range(series))})
    elif progress.target:
        value = asked(progress.target.value, series)
        year = label(progress.target.year)
        words = _("The target is {value} by {year}.")
        yield Sentence(words, {"value": value, "year": year})
    elif last and series.measure.target_kind == TargetKind.YES_NO:
        words = _("The plan asks for this to be done by {year}.")
        yield Sentence(words, {"year": label(last.school_year)})
    elif last:
        words = _("The plan asks for “{words}”.")
        yield _quoted(last, _("The plan asks for “{words}” by {year}."), words)


def target_quotes(series: Series) -> Iterator[Sentence]:
    """Each target in the plan’s words; of those in the same words, the last."""
    if series.measure.target_kind == TargetKind.YES_NO:
        yield from target_sentences(series)
        return
    ordered = sorted(series.targets, key=lambda target: target.school_year)
    for target in {it.wording_of("wording"): it for it in ordered}.values():
        yield _quoted(target, _("“{words}” by {year}."), "“{words}”.")


def _quoted(target: Target, with_year: str, as_it_is: str) -> Sentence:
    wording = target.wording_of("wording")
    # Many say their year themselves: “93% by 2026”.
    words = as_it_is if re.search(r"\b20\d\d\b", wording.text) else with_year
    year = label(target.school_year)
    return Sentence(words, {"words": Quote(wording), "year": year})


def better_way(series: Series) -> Iterator[Sentence]:
    direction = Direction(series.measure.direction)
    if direction is Direction.WITHIN and series.progress.low is not None:
        yield Sentence(_("Between {low} and {high} is best"), _ends(series))
    else:
        yield Sentence(str(direction.label), {})


def _ends(series: Series) -> dict[str, Amount]:
    """The unit's words are said once: 5 to 10 days, index 70 to 72."""
    low, high = (
        asked(it, series) for it in (series.progress.low, series.progress.high)
    )
    return {
        "low": low._replace(unit=low.unit.without_words("one", "many")),
        "high": high._replace(unit=high.unit.without_words("before")),
    }


def _year_of_range(series: Series) -> int:
    ends = (series.progress.low, series.progress.high)
    return next(it.school_year for it in series.targets if (it.low, it.high) == ends)
