"""What was typed and what others saved meanwhile, put together in one form."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from pillars.hierarchy.tree import BY_NAME
from pillars.history.field_text import FieldChange, RecordNames, edited_columns
from pillars.history.timeline import history_rows
from pillars.models import PlanItem

from .sent import put, said, whole_number

ROWS_AT_MOST = 1000
# The newest row of the history of a record, by what names the record.
Tokens = dict[str, int]


@dataclass(frozen=True)
class Told:
    """One field that others changed, beside what the editor typed there."""

    line: FieldChange
    # What the editor typed, where it is neither what was there nor what is.
    yours: str | None = None


@dataclass
class Other:
    """One record as the editor saw it and as it is, and what others did between."""

    base: PlanItem | None
    now: PlanItem | None
    between: list[models.Model]
    name: str = ""
    told: list[Told] = field(default_factory=list)
    # Typing in a row that has been deleted; it is a new row of the form now.
    is_kept_as_new: bool = False

    @property
    def kind(self) -> str:
        if self.now is None:
            return "deleted"
        return "added" if self.base is None else "changed"

    @property
    def who(self) -> list[str]:
        names = (row.who or _("somebody") for row in self.between)
        return list(dict.fromkeys(names))

    @property
    def when(self) -> datetime.datetime | None:
        return self.between[-1].history_date if self.between else None


class Merge:
    """
    A form that was sent, put together with what others saved since it was opened.

    ``sent`` is what the editor would send had they typed the same into a fresh form:
    what they did not touch is as it is now. ``others`` is what they are to be told.
    """

    def __init__(self, typed: QueryDict, form: forms.ModelForm, formsets, seen, now):
        # Nothing was seen, if the form did not say what.
        self.typed, self.seen = typed, seen
        self.others: list[Other] = []
        self.histories = {} if seen is None else changed_histories(seen, now)
        there = [row for formset in formsets for row in formset.get_queryset()]
        recent = [row for history in self.histories.values() for row in history]
        self.names = RecordNames([*recent, *there, form.instance])
        self.take_over(form, "", str(form.instance))
        for formset in formsets:
            self.merge_rows(formset)
        self.sent = as_sent(typed, form, formsets)

    def merge_rows(self, formset: forms.BaseInlineFormSet) -> None:
        """The rows that there are, with what was typed in them; then new ones."""
        keys = {row.pk for row in formset.get_queryset()}
        places, extras = {}, []
        for place, key in self.rows_sent(formset.prefix):
            if key in keys:
                places[key] = place
            elif self.is_kept(formset, place, key):
                new = formset.form(self.typed, prefix=place)
                extras.append({bound.name: bound.data for bound in new})
        # Also who may add no row is shown what they typed in one that is gone.
        formset.max_num = ROWS_AT_MOST
        formset.extra, formset.initial_extra = len(extras), extras
        for form in formset.initial_forms:
            place = places.get(form.instance.pk)
            is_typed = place is not None and formset.can_change
            name = self.names.kind_and_name(form.instance)
            self.take_over(form, place if is_typed else None, name)
            form.initial[DELETION_FIELD_NAME] = self.is_ticked(place)

    def rows_sent(self, prefix: str) -> list[tuple[str, int | None]]:
        """Where in the sent form each row stands, with its key if it is no new one."""
        total = whole_number(self.typed.get(f"{prefix}-TOTAL_FORMS", "")) or 0
        places = [f"{prefix}-{place}" for place in range(min(total, ROWS_AT_MOST))]
        return [(at, whole_number(self.typed.get(f"{at}-id", ""))) for at in places]

    def is_ticked(self, place: str | None) -> bool:
        """Whether a row is to be deleted."""
        return f"{place}-{DELETION_FIELD_NAME}" in self.typed

    def is_kept(self, formset, place: str, key: int | None) -> bool:
        """Whether a row is new, or has been deleted while the editor typed in it."""
        if key is None:
            return not self.is_ticked(place)
        other = self.other(formset.model, key, None)
        is_left = self.is_ticked(place) or not formset.can_change
        is_touched = bool(self.typed_in(formset.form, place, other))
        other.is_kept_as_new = is_touched and not is_left
        if other.between:
            other.name = self.names.kind_and_name(other.between[-1])
            self.others.append(other)
        return other.is_kept_as_new

    def take_over(self, form: forms.ModelForm, place: str | None, name: str) -> None:
        """Put what was typed into a form of what there is now; tell of both."""
        record = form.instance
        other = self.other(type(record), record.pk, record)
        mine = {} if place is None else self.typed_in(type(form), place, other)
        form.initial |= {typed: bound.data for typed, bound in mine.items()}
        other.name, other.told = name, self.told(other, mine)
        if other.between or other.told:
            self.others.append(other)

    def other(self, model: type[PlanItem], key: int, now: PlanItem | None) -> Other:
        """What a record was when the editor saw it, and what became of it."""
        name = token_key(model, key)
        token, history = (self.seen or {}).get(name), self.histories.get(name, [])
        if token is None:
            return Other(None, now, history)
        if not history:
            return Other(now, now, [])
        since = [row for row in history if row.history_id > token]
        # What was not recorded yet was till then as the first row says.
        then = history[: len(history) - len(since)] or since[:1]
        acts = [row for row in since if not row.is_baseline]
        return Other(then[-1].instance, now, acts)

    def typed_in(self, form_class, place: str, other: Other) -> dict:
        """The fields in which was typed what neither was there nor is."""
        form = form_class(self.typed, prefix=place)
        found = {bound.name: bound for bound in form}
        for state in filter(None, [other.base, other.now]):
            changed = form_class(self.typed, prefix=place, instance=state).changed_data
            found = {name: found[name] for name in changed if name in found}
        return found

    def told(self, other: Other, mine: dict) -> list[Told]:
        """What others changed in a record; all that was typed, if nothing was seen."""
        lines = []
        if self.seen is None:
            columns = edited_columns(type(other.now))
            named = [column for column in columns if column.name in mine]
            lines = [self.names.change(column, None, other.now) for column in named]
        elif other.base is not None:
            lines = self.names.changes(other.base, other.now)
        typed = {name: said(bound) for name, bound in mine.items()}
        return [Told(line, typed.get(line.field.name)) for line in lines]


def token_key(model: type[PlanItem], pk: int) -> str:
    return f"{model._meta.model_name}:{pk}"


def changed_histories(seen: Tokens, now: Tokens) -> dict[str, list[models.Model]]:
    """The history of each record that is not as it was seen."""
    keys: dict[type[PlanItem], set[int]] = defaultdict(set)
    for name in {*seen, *now}:
        if seen.get(name) != now.get(name):
            model_name, _colon, key = name.partition(":")
            keys[BY_NAME[model_name]].add(int(key))
    found: dict[str, list[models.Model]] = defaultdict(list)
    for model, wanted in keys.items():
        for row in history_rows(model).filter(id__in=wanted):
            found[token_key(model, row.id)].append(row)
    return found


def as_sent(typed: QueryDict, form: forms.BaseForm, formsets: list) -> QueryDict:
    """What was sent, its fields as a browser would send these forms."""
    sent = typed.copy()
    rows = [part for rows in formsets for part in (rows.management_form, *rows.forms)]
    for part in [form, *rows]:
        for bound in part:
            put(sent, bound)
    return sent
