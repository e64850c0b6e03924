"""Checks of words: in both languages, in the right one, once, finished, and true."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pillars.enums import Status
from pillars.hierarchy.tree import is_withdrawn, plan_of
from pillars.models import Measure, PlanItem, Priority
from pillars.models.base import AddressField, languages
from pillars.models.series import YearValue
from pillars.translations.status import OPTIONAL_FIELDS, needed_texts, worded_texts
from plan_site.editions.document.public_fields import public_columns

from .contents import Contents, Passage, public_of, text_of
from .language_guess import is_in_wrong_language
from .messages import CheckMessage, about, field_label, quoted, where

# Where the plan speaks in sentences of its own.
SENTENCES = {"statement", "why", "text", "summary"}
FEWEST_WORDS = 4

PLACEHOLDERS = re.compile(
    r"""
    (?<!\w)(?:
        t\.?b\.?[adc]\.? | n\.?/[ad]\.? | s/d | not\ applicable | no\ aplica
      | to\ be\ (?:determined|decided|defined|confirmed|announced)
      | coming\ soon | próximamente | placeholder | fix\ ?me | sample\ text
      | insert\ (?:text|title|name|number|date|link)(?:\ here)?
      | (?:text|texto)\ (?:here|aquí) | texto\ de\ (?:ejemplo|relleno)
      | por\ (?:definir|determinar|confirmar|anunciar)(?:se)? | sin\ definir
      | pendientes? | lorem | ipsum | x{3,} | asdf\w* | \?{3,} | _{4,}
    )(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# In capitals only: in Spanish "todo" is an ordinary word.
ENGLISH_PLACEHOLDERS = re.compile(r"(?<!\w)(?:TODO|NA)(?!\w)")

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

NOT_WRITTEN = _("%(field)s is not written. Write it in that language too.")
BEHIND = _(
    "%(field)s has been behind its other language since %(day)s. Write it anew, or"
    " confirm that the meaning did not change."
)
REPEATED = _(
    "%(field)s says %(sentence)s, which is also in %(place)s, %(other)s. Check which of"
    " the two it belongs to."
)
WRONG_LANGUAGE = _(
    "%(field)s does not seem to be in that language: %(text)s. Check that the two"
    " languages have not changed places."
)
PLACEHOLDER = _(
    "%(field)s holds %(words)s, as if it were not finished. Write what is meant, or"
    " leave the field empty."
)
CLAIM = _(
    "%(field)s says %(words)s, but the numbers say: %(statuses)s. Say what the numbers"
    " say, or leave it to the page, which shows it."
)
NO_STATUS = _("a related figure has no status")


def missing_language(contents: Contents) -> Iterator[CheckMessage]:
    """Texts that are written in one language only, or in none where one is needed."""
    for record in contents.all_rows:
        needed = required_texts(record)
        for name in text_fields(record):
            missing = [code for code in languages() if not text_of(record, name, code)]
            is_written = len(missing) < len(languages())
            if name not in OPTIONAL_FIELDS and (is_written or name in needed):
                for code in missing:
                    passage = Passage(record, name, code)
                    yield passage.tell("missing", NOT_WRITTEN, stops=True)


def text_fields(record: PlanItem) -> list[str]:
    return public_of(record, worded_texts(type(record)))


def required_texts(record: PlanItem) -> set[str]:
    needed = {
        name for name in text_fields(record) if not record._meta.get_field(name).blank
    }
    if getattr(record, "is_retired", False):
        needed.add("retirement_note")
    if isinstance(record, Measure) and record.override_status:
        needed.add("override_reason")
    return needed


def unfit_addresses(contents: Contents) -> Iterator[CheckMessage]:
    """Addresses that a form would refuse: not of the web, or with a password."""
    for record in contents.all_rows:
        for column in address_columns(type(record)):
            try:
                column.run_validators(getattr(record, column.name))
            except ValidationError as error:
                message = f"“{column.verbose_name}”: {' '.join(error.messages)}"
                yield about("address", record, message, column.name, stops=True)


@cache
def address_columns(kind: type[PlanItem]) -> list[AddressField]:
    columns = public_columns(kind)
    return [column for column in columns if isinstance(column, AddressField)]


def language_behind(contents: Contents) -> Iterator[CheckMessage]:
    for record in contents.all_rows:
        names = [] if is_withdrawn(record) else needed_texts(type(record))
        for name, code in product(names, languages()):
            since = record.behind_since(name, code)
            if since and text_of(record, name, code):
                passage = Passage(record, name, code)
                yield passage.tell("behind", BEHIND, day=date_format(since))


def same_sentence_twice(contents: Contents) -> Iterator[CheckMessage]:
    """A sentence that stands in two places of one plan; the next one may repeat it."""
    first: dict[tuple[int, str, str], Passage] = {}
    for passage in contents.passages:
        if passage.field not in SENTENCES:
            continue
        for sentence in sentences_of(passage.text):
            key = plan_of(passage.record).pk, passage.language, normal(sentence)
            before = first.setdefault(key, passage)
            if before is not passage:
                place = where(before.record)
                other = field_label(before.record, before.field)
                texts = {"sentence": quoted(sentence), "place": place, "other": other}
                yield passage.tell("repeated", REPEATED, **texts)
                break


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that are long enough to tell it from another."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [part.strip() for part in parts if len(normal(part).split()) >= FEWEST_WORDS]


def normal(sentence: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", sentence.casefold()).split())


def wrong_language(contents: Contents) -> Iterator[CheckMessage]:
    for passage in contents.passages:
        if is_in_wrong_language(passage.text, passage.language, passage.other):
            text = quoted(passage.text)
            yield passage.tell("wrong-language", WRONG_LANGUAGE, text=text)


def placeholders(contents: Contents) -> Iterator[CheckMessage]:
    for passage in contents.passages:
        match = PLACEHOLDERS.search(passage.text)
        if not match and passage.language == "en":
            match = ENGLISH_PLACEHOLDERS.search(passage.text)
        if match:
            yield passage.tell("placeholder", PLACEHOLDER, words=quoted(match[0]))


def claims(contents: Contents) -> Iterator[CheckMessage]:
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in contents.live_measures:
        if not measure.is_related_figure:
            measures[measure.priority_id].append(measure)
    for passage in contents.passages:
        concerned = measures_concerned(passage.record, measures)
        for words, good in GOOD_ENOUGH.items():
            match = words.search(passage.text) if concerned else None
            others = [m for m in concerned if m.progress.status not in good]
            if match and others:
                statuses = "; ".join(map(status_of, others))
                claim = {"words": quoted(match[0]), "statuses": statuses}
                yield passage.tell("claim", CLAIM, **claim)
                break


def measures_concerned(record, by_priority: dict[int, list[Measure]]) -> list[Measure]:
    """The measures that a record's words about progress would be taken for."""
    if isinstance(record, YearValue):
        return [record.measure]
    if isinstance(record, Measure):
        return [record]
    return by_priority[record.pk] if isinstance(record, Priority) else []


def status_of(measure: Measure) -> str:
    """A measure and its status in words: ``1D-M2 Behind the pace``."""
    status = measure.progress.status
    return f"{measure.code} {status.label if status else NO_STATUS}"
