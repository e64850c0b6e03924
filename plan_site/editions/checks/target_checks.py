"""Checks of targets: what each kind needs, and that they lead one way."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from pillars import school_years
from pillars.enums import TargetKind
from pillars.models import Target
from pillars.models.base import languages
from pillars.rules.values import BY_CHANGE, LEVELS

from .contents import Contents, text_of
from .messages import Finding, found, quoted

WITH_A_NUMBER = LEVELS | BY_CHANGE

# Numbers that set no threshold: school years, grades and names, spans of time.
NO_THRESHOLD = re.compile(
    r"(?<![\d$.,])(?:19|20)\d\d(?:\s?[-–]\s?\d\d(?:\d\d)?)?(?![\d%]|\s?%|[.,]\d)"
    r"|\b[A-Za-z]+-\d+\b|\b\d+-[A-Za-z]+\b"
    r"|\b(?:from|de|del)\s+\$?[\d.,]+\s?%?\s+(?=(?:to|a|al)\b)"
    r"|\b(?:grades?|grados?)\s+\d+(?:\s*(?:to|through|a|al|y|and|[-–])\s*\d+)?"
    r"|\b\d+\s+(?:school |instructional )?"
    r"(?:hours?|days?|weeks?|months?|years?|horas?|días?|semanas?|mes(?:es)?|años?)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def incomplete_targets(contents: Contents) -> Iterator[Finding]:
    for measure in contents.live_measures():
        kind = TargetKind(measure.target_kind)
        targets = list(measure.targets.all())
        if kind is TargetKind.NONE:
            for target in targets:
                message = _(
                    "A related figure has no targets. Take this one out, or choose what"
                    " kind of target it is."
                )
                yield found("target", target, message, stops=True)
        elif not targets:
            message = _(
                "It has no target. Add one, or choose “%(none)s” as the kind of target."
            ) % {"none": TargetKind.NONE.label}
            yield found("target", measure, message, "none", stops=True)
        for series in measure.series:
            yield from incomplete_series(kind, series.targets)


def incomplete_series(kind: TargetKind, targets: list[Target]) -> Iterator[Finding]:
    for target in targets:
        last = target is targets[-1]
        message = ""
        if kind in WITH_A_NUMBER and last and target.value is None:
            # An early target may be in words; the last one decides.
            message = _("It has no number. Write the level, or the percent or points.")
        elif kind is TargetKind.RANGE and None in {target.low, target.high}:
            message = _("A range needs both ends. Write the lower and the upper one.")
        elif kind is TargetKind.EACH_YEAR and not (
            target.value is not None or is_told_in_words(target)
        ):
            message = _(
                "It has no number. Write one; where the plan’s wording does not fix it,"
                " give the wording and a note that says so, in each language."
            )
        elif kind is TargetKind.DIRECTION_ONLY and not said_in_all(target, "wording"):
            message = _("Write in each language which way the measure shall go.")
        if message:
            yield found("target", target, message, stops=True)
    if kind is TargetKind.EACH_YEAR:
        for before, after in pairwise(targets):
            if after.school_year != before.school_year + 1:
                message = _(
                    "A target for each year needs one for every school year; the one"
                    " before this is for %(year)s. Add those between."
                ) % {"year": school_years.label(before.school_year)}
                yield found("target-years", after, message, stops=True)


def said_in_all(record, name: str) -> bool:
    return all(text_of(record, name, code) for code in languages())


def is_told_in_words(target: Target) -> bool:
    """Whether a target without a number says what it is, and why it has none."""
    return said_in_all(target, "wording") and said_in_all(target, "note")


def target_years_without_result(contents: Contents) -> Iterator[Finding]:
    """Targets whose own year has no result, so that another year's decides."""
    for measure in contents.live_measures():
        for series in measure.series:
            if series.progress.is_decided_by_another_year:
                message = _(
                    "There is no result for the target’s own year, so that for %(year)s"
                    " decides. Enter the missing result, if there is one."
                ) % {"year": school_years.label(series.progress.latest.year)}
                yield found("target-result", series.targets[-1], message)


def two_thresholds(contents: Contents) -> Iterator[Finding]:
    """Targets that pack two numbers into one sentence."""
    for measure in contents.live_measures():
        if measure.target_kind == TargetKind.RANGE:
            continue
        for target in measure.targets.all():
            for code in languages():
                wording = text_of(target, "wording", code)
                if len(numbers_in(wording)) > 1:
                    message = _(
                        "Its wording %(wording)s has two numbers. If they are two"
                        " thresholds, make two measures of it, such as %(code)sa and"
                        " %(code)sb."
                    ) % {"wording": quoted(wording), "code": measure.code}
                    yield found("two-thresholds", target, message)
                    break


def numbers_in(wording: str) -> list[str]:
    """The numbers of a wording that may set a threshold."""
    return NUMBER.findall(NO_THRESHOLD.sub(" ", wording))


ERRORS: list[Callable[[Contents], Iterator[Finding]]] = [incomplete_targets]
WARNINGS: list[Callable[[Contents], Iterator[Finding]]] = [
    target_years_without_result,
    two_thresholds,
]
