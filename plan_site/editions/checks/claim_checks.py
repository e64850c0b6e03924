"""Checks of what is said of progress, against the numbers and the day."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.enums import Status
from pillars.hierarchy.tree import withdrawn_by
from pillars.models import Measure, MeasureNote, Plan, PlanItem, Strategy
from pillars.models.base import OfYear
from pillars.models.notes import YearNote
from pillars.text.language_names import language_name
from pillars.translations.status import Text
from plan_site.editions.document.records import plain
from plan_site.editions.scope import WORKING_COPY

from .contents import Contents
from .messages import CheckMessage, about, about_text, quoted

NOT_SAID = (
    r"(?<!\bnot )(?<!\bnot yet )(?<!n[’']t )(?<!\bno longer )"
    r"(?<!\bno está )(?<!\bno están )(?<!\bno va )(?<!\bno van )"
)
ON_TRACK = re.compile(
    NOT_SAID + r"\b(?:on track|on pace|on schedule|en camino|(?:por|en) buen camino"
    r"|al ritmo que pide el plan|vamos bien|van? bien)\b",
    re.IGNORECASE,
)
TARGET_MET = re.compile(
    r"\b(?:(?:target|goal) (?:has been |was |is )?(?:already )?(?:met|reached|achieved)"
    r"|(?:met|reached|achieved) (?:the|its|our|this) (?:target|goal)"
    r"|(?:objetivo|meta) (?:ya )?(?:se )?(?:ha sido |fue )?"
    r"(?:cumplid[oa]|alcanzad[oa]|logrado|lograda|cumplió|alcanzó|logró)"
    r"|(?:cumplió|alcanzó|logró|cumplimos|alcanzamos|logramos)"
    r" (?:el|su|con el|con su|nuestro) objetivo"
    r"|se (?:cumplió|alcanzó|logró) (?:el|su) objetivo)\b",
    re.IGNORECASE,
)
GOOD_ENOUGH = {
    ON_TRACK: {Status.ON_TRACK, Status.MET, Status.DONE, Status.WITHIN_RANGE},
    TARGET_MET: {Status.MET, Status.DONE, Status.WITHIN_RANGE},
}

CLAIM = _(
    "%(field)s says %(words)s, but the numbers say: %(statuses)s. Say what the numbers"
    " say, or leave it to the page, which shows it."
)
NO_STATUS = _("a related figure has no status")
OTHER_COUNT = _(
    "The district’s own count is %(count)s, but its sentence does not say that in:"
    " %(languages)s. Correct the one that is wrong."
)
AHEAD = _(
    "Readers will see %(month)s beside where it stands. That month is still to come:"
    " check that it is right."
)
UNEXPLAINED = _(
    "Its status is “%(status)s”, by the result for %(year)s, and nothing is said of"
    " that. In its form, under “%(notes)s”, write what happened, why, or what comes"
    " next."
)
HIDDEN_TOLD = _(
    "%(field)s says %(value)s, as a number does that is hidden to protect students."
    " Write it without that number, unless it means another one."
)
NUMBER = re.compile(r"(?:19|20)\d\d[–-]\d\d|(\d+(?:,\d{3})*(?:\.\d+)?)")


def claims(contents: Contents) -> Iterator[CheckMessage]:
    measures: dict[PlanItem | None, list[Measure]] = defaultdict(list)
    for measure in contents.measures:
        measures[measure].append(measure)
    for measure in contents.live_measures:
        if not measure.is_related_figure:
            measures[measure.priority].append(measure)
    for text in contents.texts:
        concerned = measures_concerned(text, measures)
        for words, good in GOOD_ENOUGH.items():
            match = words.search(text.wording) if concerned else None
            others = [m for m in concerned if m.progress.status not in good]
            if match and others:
                statuses = "; ".join(map(status_of, others))
                claim = {"words": quoted(match[0]), "statuses": statuses}
                yield about_text("claim", text, CLAIM, **claim)
                break


def own_counts(contents: Contents) -> Iterator[CheckMessage]:
    """Readers see the district's own count large, and in a sentence beside it."""
    for plan in contents.of(Plan):
        texts = plan.visible_texts("own_count_text").items()
        other = [code for code, text in texts if text and plan.own_count not in text]
        if other:
            names = ", ".join(map(language_name, other))
            words = OTHER_COUNT % {"count": plan.own_count, "languages": names}
            yield about("own-count", plan, words)


def stages_ahead(contents: Contents) -> Iterator[CheckMessage]:
    for strategy in contents.of(Strategy):
        month = strategy.stage_since
        if month and month > contents.today and not withdrawn_by(strategy):
            words = AHEAD % {"month": date_format(month, "YEAR_MONTH_FORMAT")}
            yield about("stage-ahead", strategy, words)


def unexplained(contents: Contents) -> Iterator[CheckMessage]:
    locked = Plan.objects.using(WORKING_COPY).filter(is_locked=True)
    explained = defaultdict(list)
    for note in contents.of(MeasureNote):
        explained[note.measure_id].append(note.school_year)
    for measure in contents.live_measures:
        year = measure.progress.year_to_explain(explained[measure.pk])
        if year and measure.pillar.plan not in locked:
            values = {
                "status": measure.progress.status.label,
                "year": school_years.label(year),
                "notes": capfirst(MeasureNote._meta.verbose_name_plural),
            }
            yield about("unexplained", measure, UNEXPLAINED % values, year)


def hidden_numbers_told(contents: Contents) -> Iterator[CheckMessage]:
    """In the notes of a measure, or of its priority, what its numbers do not tell."""
    of_measure: dict[int, set[Decimal]] = defaultdict(set)
    for (_kind, key, *_place), values in contents.candidate.hide.values.items():
        of_measure[key] |= {Decimal(it) for it, hidden in values.items() if hidden}
    hidden: dict[PlanItem | None, set[Decimal]] = defaultdict(set)
    for measure in contents.measures:
        hidden[measure] = of_measure[measure.pk]
        hidden[measure.priority] |= of_measure[measure.pk]
    for text in contents.texts:
        if isinstance(text.record, YearNote):
            told = {it.replace(",", "") for it in NUMBER.findall(text.wording) if it}
            found = sorted(hidden[text.record.whole] & set(map(Decimal, told)))
            if found:
                values = ", ".join(map(plain, found))
                yield about_text("hidden-told", text, HIDDEN_TOLD, value=values)


def measures_concerned(
    text: Text, measures: dict[PlanItem, list[Measure]]
) -> list[Measure]:
    """The measures that a text's words about progress would be taken for."""
    record = text.record
    if not isinstance(record, YearNote):
        return measures[record.whole if isinstance(record, OfYear) else record]
    # What is hoped for may come, and what was said of an earlier year was true then.
    if text.field == "what_comes_next":
        return []
    decided = [(it, it.progress.latest) for it in measures[record.whole]]
    year = record.school_year
    return [it for it, latest in decided if not (latest and latest.year > year)]


def status_of(measure: Measure) -> str:
    """A measure and its status in words: ``1D-M2 Behind``."""
    status = measure.progress.status
    return f"{measure.code} {status.label if status else NO_STATUS}"
