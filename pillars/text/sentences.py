"""What a measure's numbers say, sentence by sentence: on pages, and of charts."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from pillars.enums import Reason, State, TargetKind, UnitKind
from pillars.models.measured_series import Series
from pillars.rules.values import Report, round_to
from pillars.school_years import label

from .formatting import Amount, Sentence, found
from .reasons import why
from .targets import target_sentences
from .units import Unit, unit_of

# Spanish says “en 81.6%”, but “con 4 programas”.
ON_A_SCALE = {
    1: pgettext_lazy(
        "on a scale", "It started at {start} in {first} and reached {value} in {year}."
    ),
    -1: pgettext_lazy(
        "on a scale",
        "It started at {start} in {first} and went down to {value} in {year}.",
    ),
    0: pgettext_lazy(
        "on a scale",
        "It started at {start} in {first} and stayed at {value} in {year}.",
    ),
    None: pgettext_lazy("on a scale", "It started at {start} in {first}."),
}
OF_THINGS = {
    1: pgettext_lazy(
        "so many things",
        "It started at {start} in {first} and reached {value} in {year}.",
    ),
    -1: pgettext_lazy(
        "so many things",
        "It started at {start} in {first} and went down to {value} in {year}.",
    ),
    0: pgettext_lazy(
        "so many things",
        "It started at {start} in {first} and stayed at {value} in {year}.",
    ),
    None: pgettext_lazy("so many things", "It started at {start} in {first}."),
}

# What the sentence before has said.
SAID = {Reason.FIRST_RESULT, Reason.NO_START}


def sum_sentences(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    if series.measure.target_kind == TargetKind.YES_NO:
        yield from _deed_sentences(series)
    else:
        sentences = _value_sentences(series)
        yield from _with_words_once(sentences, unit_of(series.measure))
    if progress.years_late:
        words = ngettext(
            "That is a year late.", "That is {years} years late.", progress.years_late
        )
        yield Sentence(words, {"years": str(progress.years_late)})
    yield from _row_without_value(series)
    if progress.reason and progress.reason not in SAID:
        yield why(series)


def _with_words_once(sentences: Iterable[Sentence], unit: Unit) -> Iterator[Sentence]:
    """Words such as “students per counselor” are said with the first number alone."""
    is_said = False
    for words, values in sentences:
        amounts = {k: it for k, it in values.items() if isinstance(it, Amount)}
        if is_said and " " in unit.many:
            values = values | {name: it.bare for name, it in amounts.items()}
        yield Sentence(words, values)
        is_said |= bool(amounts)


def _value_sentences(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    yield from _from_start_to_latest(series)
    if progress.expected is not None and progress.latest.year != progress.due:
        expected = Amount(progress.expected, unit_of(series.measure))
        words = _("To be on pace, it needed {expected}.")
        yield Sentence(words, {"expected": expected})
    yield from target_sentences(series)
    yield from _no_result(series)
    yield from _stand_in_sentence(series)
    if progress.now:
        values = _found_in(progress.now, series)
        words = _("After that, it was {value} in {year}.")
        if count := _count_of_things(values, series):
            words = npgettext(
                "so many things",
                "After that, it was {value} in {year}.",
                "After that, it was {value} in {year}.",
                count,
            )
        yield Sentence(words, values)


def _from_start_to_latest(series: Series) -> Iterator[Sentence]:
    start, latest = series.progress.baseline, series.progress.latest
    unit = unit_of(series.measure)
    started = OF_THINGS if unit.many.strip("%") and not unit.before else ON_A_SCALE
    if not start:
        joined = False
    else:
        values = {"start": found(start, series), "first": label(start.year)}
        joined = latest and start.year < latest.year and not _is_after_break(series)
        change = None
        if joined:
            values |= _found_in(latest, series)
            change = _change(values["start"], values["value"])
            values["value"] = values["value"].bare
        yield Sentence(str(started[change]), values)
    if latest and not joined:
        yield _it_was(_found_in(latest, series), series)


def _it_was(values: dict, series: Series) -> Sentence:
    words = _("It was {value} in {year}.")
    if count := _count_of_things(values, series):
        words = npgettext(
            "so many things",
            "It was {value} in {year}.",
            "It was {value} in {year}.",
            count,
        )
    return Sentence(words, values)


def _count_of_things(values: dict, series: Series) -> int | None:
    """As far as words agree with it: Spanish says “fue de 31%”, “fueron 8 becas”."""
    if series.measure.unit_kind != UnitKind.COUNT:
        return None
    return 1 if str(values["value"].bare) == "1" else 2


def _found_in(point, series: Series) -> dict[str, Amount | str]:
    return {"value": found(point, series), "year": label(point.year)}


def _change(start: Amount, latest: Amount) -> int:
    """Up or down, as both are shown."""
    before, after = (round_to(it.value, it.unit.decimals) for it in (start, latest))
    return (after > before) - (after < before)


def _is_after_break(series: Series) -> bool:
    """Whether the latest result is counted in another way than the baseline."""
    new_series = series.progress.new_series
    return bool(new_series) and new_series <= series.progress.latest.year


def _no_result(series: Series) -> Iterator[Sentence]:
    progress, start = series.progress, series.progress.baseline
    hidden = {Reason.HIDDEN, Reason.NOT_COMPARABLE}
    if not start or progress.latest or progress.reason in hidden:
        return
    if any(report.is_usable and report.year <= start.year for report in series.reports):
        words = _("No result since the starting point of {year}.")
        yield Sentence(words, {"year": label(start.year)})
    else:
        yield Sentence(_("We have no result yet."), {})


def _stand_in_sentence(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    if progress.is_decided_by_another_year:
        words = _(
            "There is no result for {due}, the target’s year, so the one for {year}"
            " decides."
        )
        years = {"due": label(progress.due), "year": label(progress.latest.year)}
        yield Sentence(words, years)


def _row_without_value(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    if not progress.last_without_value:
        return
    year, state = progress.last_without_value
    if state is State.SUPPRESSED and progress.latest and not progress.reason:
        words = _(
            "The number for {year} is hidden to protect students. The status is from"
            " {before}."
        )
        years = {"year": label(year), "before": label(progress.latest.year)}
        yield Sentence(words, years)
    else:
        yield Sentence("{year}: {state}.", {"year": label(year), "state": state.label})


def _deed_sentences(series: Series) -> Iterator[Sentence]:
    progress = series.progress
    yield from target_sentences(series)
    yield from _stand_in_sentence(series)
    done, not_done = _("It was done by {year}."), _("It was not done by {year}.")
    told = [
        (done, _done_since(series, point.year))
        if point.value
        else (not_done, point.year)
        for point in (progress.latest, progress.now)
        if point
    ]
    # What stays done is said once.
    for words, year in dict.fromkeys(told):
        yield Sentence(words, {"year": label(year)})


def _done_since(series: Series, year: int) -> int:
    """The first of the results up to that year that all say it is done."""
    usable: list[Report] = sorted(
        (it for it in series.reports if it.is_usable and it.year <= year),
        key=lambda report: report.year,
        reverse=True,
    )
    return list(takewhile(lambda report: report.value, usable))[-1].year
