"""Checks of words: in each language, in the right one, once, and finished."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pillars.hierarchy.tree import plan_of, withdrawn_by
from pillars.models import Plan, PlanItem
from pillars.models.base import AddressField
from pillars.text.language_names import language_name
from pillars.text.units import has_letters
from pillars.translations.status import Text, TextState, needed_texts, worded_texts
from pillars.words import FIELDS as OWN_WORDS
from plan_site.editions.document.public_fields import public_columns

from .contents import Contents
from .language_guess import is_in_wrong_language
from .messages import CheckMessage, about, about_text, field_label, quoted, where

UNITS = {"unit_before", "unit_one", "unit"}
# Where the plan speaks in sentences of its own.
SENTENCES = {"statement", "why", "text", "summary"}
FEWEST_WORDS = 4
# Texts that a record has to have, by what it says of itself.
REQUIRED_BY = {
    "is_retired": "retirement_note",
    "override_status": "override_reason",
    "needs_reason": "stage_reason",
}

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

NOT_WRITTEN = _("%(field)s is not written. Write it in that language too.")
BEHIND = _(
    "%(field)s has been behind the %(source)s text since %(day)s. Write it anew, or"
    " confirm that the meaning did not change."
)
NO_SINGULAR = _(
    "%(field)s is not written. Readers see “1 %(unit)s” in that language. Write the"
    " unit of one in that language too."
)
SHOWN_IN_ANOTHER = ngettext_lazy(
    "%(count)s text is not written in %(language)s. Readers see it in another language,"
    " and are told so.",
    "%(count)s texts are not written in %(language)s. Readers see them in another"
    " language, and are told so.",
    "count",
)
REPEATED = _(
    "%(field)s says %(sentence)s, which is also in %(place)s, %(other)s. Check which of"
    " the two it belongs to."
)
WRONG_LANGUAGE = _(
    "%(field)s does not seem to be in that language: %(words)s. Check that the"
    " languages have not changed places."
)
PLACEHOLDER = _(
    "%(field)s holds %(words)s, as if it were not finished. Write what is meant, or"
    " leave the field empty."
)


def missing_language(contents: Contents) -> Iterator[CheckMessage]:
    """
    Texts that a language of readers lacks. Each is an error where the plan asks for all
    texts, or where no language has what is needed; readers see others in another one.
    """
    fallbacks: Counter[tuple[Plan, str]] = Counter()
    for record in contents.all_rows:
        required, plan = required_texts(record), plan_of(record)
        for text in needed_in(record):
            has_other = text.state == TextState.MISSING
            if text.wording or not (has_other or text.field in required):
                continue
            if plan.requires_all_texts or not has_other:
                yield about_text("missing", text, NOT_WRITTEN, stops=True)
            elif text.field == "unit_one" and (unit := unit_beside(text)):
                yield about_text("missing", text, NO_SINGULAR, unit=unit)
            else:
                fallbacks[plan, text.language] += 1
    for (plan, code), count in fallbacks.items():
        words = SHOWN_IN_ANOTHER % {"count": count, "language": language_name(code)}
        yield about("shown-in-another", plan, words, code)


def needed_in(record: PlanItem) -> Iterator[Text]:
    """Without what no language needs: a plan's own words, and a unit's sign."""
    names = [n for n in needed_texts(type(record)) if n not in OWN_WORDS]
    for name, code in product(names, plan_of(record).languages):
        text = Text(record, name, code)
        is_sign = name in UNITS and not any(map(has_letters, text.wordings.values()))
        if not is_sign:
            yield text


def unit_beside(text: Text) -> str:
    """What a language has for one where it has no word for one; empty for a bare 1."""
    return text.record.visible_texts("unit")[text.language]


def required_texts(record: PlanItem) -> set[str]:
    names = worded_texts(type(record))
    required = {name for name in names if not record._meta.get_field(name).blank}
    return required | {
        name for fact, name in REQUIRED_BY.items() if getattr(record, fact, False)
    }


def unfit_addresses(contents: Contents) -> Iterator[CheckMessage]:
    """Addresses that a form would refuse: not of the web, or with a password."""
    for record in contents.all_rows:
        columns = public_columns(type(record))
        for column in (one for one in columns if isinstance(one, AddressField)):
            try:
                column.run_validators(getattr(record, column.name))
            except ValidationError as error:
                message = f"“{column.verbose_name}”: {' '.join(error.messages)}"
                yield about("address", record, message, column.name, stops=True)


def language_behind(contents: Contents) -> Iterator[CheckMessage]:
    for record in contents.all_rows:
        # Most have none: of a whole plan's rows only a few are behind.
        has_state = record.translation_state and not withdrawn_by(record)
        for text in needed_in(record) if has_state else ():
            if text.state == TextState.BEHIND:
                day, source = date_format(text.since), language_name(text.behind.source)
                yield about_text("behind", text, BEHIND, day=day, source=source)


def same_sentence_twice(contents: Contents) -> Iterator[CheckMessage]:
    """A sentence that stands in two places of one plan; the next one may repeat it."""
    first: dict[tuple[int, str, str], Text] = {}
    for text in contents.texts:
        if text.field not in SENTENCES:
            continue
        for sentence in sentences_of(text.wording):
            key = text.location.plan.pk, text.language, normal(sentence)
            before = first.setdefault(key, text)
            if before is not text:
                place = where(before.record)
                other = field_label(before.record, before.field)
                values = {"sentence": quoted(sentence), "place": place, "other": other}
                yield about_text("repeated", text, REPEATED, **values)
                break


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that are long enough to tell it from another."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [part.strip() for part in parts if len(normal(part).split()) >= FEWEST_WORDS]


def normal(sentence: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", sentence.casefold()).split())


def wrong_language(contents: Contents) -> Iterator[CheckMessage]:
    for text in contents.texts:
        other = " ".join(text.wordings[code] for code in text.others)
        if is_in_wrong_language(text.wording, text.language, other):
            words = quoted(text.wording)
            yield about_text("wrong-language", text, WRONG_LANGUAGE, words=words)


def placeholders(contents: Contents) -> Iterator[CheckMessage]:
    for text in contents.texts:
        match = PLACEHOLDERS.search(text.wording)
        if not match and text.language == "en":
            match = ENGLISH_PLACEHOLDERS.search(text.wording)
        if match:
            words = quoted(match[0])
            yield about_text("placeholder", text, PLACEHOLDER, words=words)
