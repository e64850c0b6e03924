"""Checks of baselines, targets and results, and of what can be worked out from them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.enums import GroupFamily, State, TargetKind, UnitKind
from pillars.models import Target
from pillars.models.measured_series import Series
from pillars.models.number_errors import faults_in
from pillars.rules.suppression import can_be_worked_out
from pillars.rules.values import BY_CHANGE, LEVELS
from plan_site.editions.document.hide_again import key_of_record
from plan_site.editions.document.records import COUNTED, plain

from .contents import Contents
from .messages import CheckMessage, about, quoted

# Students may belong to two programs, so that those do not add up to all students.
ADD_UP = set(GroupFamily) - {GroupFamily.PROGRAM}
# A result that is more than half away from the one before is looked at twice.
HALF = Decimal("0.5")
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

YES_OR_NO = _("Write 1 for yes or 0 for no.")
WORKED_OUT = _(
    "This hidden value can be worked out from the total and the other groups. Hide a"
    " second group of the family “%(family)s”, or the total, for that year."
)
JUMP = _(
    "%(value)s is more than half away from %(before)s in %(year)s. Check that no digit"
    " or point is out of place."
)
SHOWN_AGAIN = _(
    "%(value)s would be shown, where a value was hidden for privacy. From then on"
    " readers may be shown it in older editions, too. Answer this only if no student"
    " can be recognized in %(value)s; otherwise hide it."
)
OVERDUE = _(
    "Its next result was due on %(day)s. Enter it, say why there is none, or set the"
    " day on which it will come."
)
TARGET_OF_FIGURE = _(
    "A related figure has no targets. Take this one out, or choose what kind of target"
    " it is."
)
NO_TARGET = _("It has no target. Add one, or choose “%(none)s” as the kind of target.")
NO_NUMBER = _("It has no number. Write the level, or the percent or points.")
NO_RANGE = _("A range needs both ends. Write the lower and the upper one.")
NO_NUMBER_FOR_YEAR = _(
    "It has no number. Write one; where the plan’s wording does not fix it, give the"
    " wording and a note that says so, in each language."
)
NO_DIRECTION = _("Write in each language whether the measure should go up or down.")
YEARS_MISSING = _(
    "A target for each year needs one for every school year; the one before this is"
    " for %(year)s. Add those between."
)
NO_RESULT = _(
    "There is no result for the target’s own year, so that for %(year)s decides. Enter"
    " the missing result, if there is one."
)
TWO_THRESHOLDS = _(
    "Its wording %(wording)s has two numbers. If they are two thresholds, make two"
    " measures of it, such as %(code)sa and %(code)sb."
)


def incomplete_targets(contents: Contents) -> Iterator[CheckMessage]:
    for measure in contents.live_measures:
        targets = measure.targets.all()
        if measure.target_kind == TargetKind.NONE:
            for target in targets:
                yield about("target", target, TARGET_OF_FIGURE, stops=True)
        elif not targets:
            message = NO_TARGET % {"none": TargetKind.NONE.label}
            yield about("target", measure, message, "none", stops=True)


def incomplete_series(contents: Contents) -> Iterator[CheckMessage]:
    for series in contents.live_series():
        kind = TargetKind(series.measure.target_kind)
        for target in series.targets:
            is_last = target is series.targets[-1]
            if message := what_lacks(kind, target, is_last):
                yield about("target", target, message, stops=True)
        if kind is TargetKind.EACH_YEAR:
            for before, after in pairwise(series.targets):
                if after.school_year != before.school_year + 1:
                    year = school_years.label(before.school_year)
                    message = YEARS_MISSING % {"year": year}
                    yield about("target-years", after, message, stops=True)


def what_lacks(kind: TargetKind, target: Target, is_last: bool) -> str:
    """What a target of that kind has to have and does not; empty for a whole one."""
    in_words = not target.columns_to_write("wording")
    if kind in LEVELS | BY_CHANGE and is_last and target.value is None:
        # An early target may be in words; the last one decides.
        return NO_NUMBER
    if kind is TargetKind.RANGE and None in {target.low, target.high}:
        return NO_RANGE
    if kind is TargetKind.EACH_YEAR and target.value is None:
        is_explained = in_words and not target.columns_to_write("note")
        return "" if is_explained else NO_NUMBER_FOR_YEAR
    if kind is TargetKind.DIRECTION_ONLY and not in_words:
        return NO_DIRECTION
    return ""


def deeds_neither_done_nor_not(contents: Contents) -> Iterator[CheckMessage]:
    for measure in contents.measures:
        for row in [*measure.baselines.all(), *measure.results.all()]:
            if measure.unit_kind == UnitKind.YES_NO and row.value not in {None, 0, 1}:
                yield about("state", row, YES_OR_NO, stops=True)


def faults_of_series(contents: Contents) -> Iterator[CheckMessage]:
    """Errors of targets, and questions about all numbers, each series by itself."""
    for series in contents.live_series():
        for row, _column, fault, message in faults_in(series):
            check = fault.name.lower().replace("_", "-")
            yield about(check, row, message, stops=fault.stops)


def groups_worked_out(contents: Contents) -> Iterator[CheckMessage]:
    for measure in contents.live_measures:
        for part in (measure.baselines, measure.results):
            totals: dict[int, State] = {}
            families = defaultdict(dict)
            for row in part.all():
                if row.group is None:
                    totals[row.school_year] = State(row.state)
                elif row.group.family in ADD_UP:
                    families[row.school_year, row.group.family][row] = State(row.state)
            for (year, _family), rows in families.items():
                row = year in totals and can_be_worked_out(rows, total=totals[year])
                if row:
                    family = row.group.get_family_display()
                    message = WORKED_OUT % {"family": family}
                    yield about("worked-out", row, message, stops=True)


def years_without_result(contents: Contents) -> Iterator[CheckMessage]:
    """Targets whose own year has no result, so that another year's decides."""
    for series in contents.live_series():
        if series.progress.is_decided_by_another_year:
            year = school_years.label(series.progress.latest.year)
            yield about("target-result", series.targets[-1], NO_RESULT % {"year": year})


def two_thresholds(contents: Contents) -> Iterator[CheckMessage]:
    for measure in contents.live_measures:
        if measure.target_kind == TargetKind.RANGE:
            continue
        for target in measure.targets.all():
            wordings = target.visible_texts("wording").values()
            double = (text for text in wordings if len(numbers_in(text)) > 1)
            if wording := next(double, ""):
                texts = {"wording": quoted(wording), "code": measure.code}
                yield about("two-thresholds", target, TWO_THRESHOLDS % texts)


def numbers_in(wording: str) -> list[str]:
    return NUMBER.findall(NO_THRESHOLD.sub(" ", wording))


def jumps(contents: Contents) -> Iterator[CheckMessage]:
    for series in contents.live_series():
        if series.measure.unit_kind != UnitKind.YES_NO:
            yield from jumps_in(series)


def jumps_in(series: Series) -> Iterator[CheckMessage]:
    """The jumps of one series; nothing is compared across a break."""
    before = series.baseline
    if before and not before.report.is_usable:
        before = None
    for result in series.results:
        if result.starts_new_series:
            before = None
        if not result.report.is_usable or (
            before and result.school_year <= before.school_year
        ):
            continue
        if before and abs(result.value - before.value) > HALF * abs(before.value) > 0:
            values = {
                "value": plain(result.value),
                "before": plain(before.value),
                "year": school_years.label(before.school_year),
            }
            yield about("jump", result, JUMP % values)
        before = result


def overdue(contents: Contents) -> Iterator[CheckMessage]:
    for measure in contents.live_measures:
        day = measure.update_day(contents.today)
        if day and day < contents.today:
            yield about("overdue", measure, OVERDUE % {"day": date_format(day)})


def shown_again(contents: Contents) -> Iterator[CheckMessage]:
    """Values that were hidden once, or that come where the last edition hid one."""
    hide = contents.candidate.hide
    last = {row.key: row.fields for row in contents.candidate.last.snapshot}
    for row in contents.all_rows:
        if not isinstance(row, COUNTED) or row.value is None:
            continue
        key, value = key_of_record(type(row), row), plain(row.value)
        was_hidden = value in hide.values[key] or key in hide.last
        before = last.get((row._meta.label_lower, row.pk), {}).get("value")
        if was_hidden and before != value:
            yield about("shown-again", row, SHOWN_AGAIN % {"value": value}, value)
