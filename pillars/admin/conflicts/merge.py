"""Merge what was typed with what others saved: one form, and what they did."""

from collections import defaultdict
from typing import NamedTuple

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from pillars.hierarchy.labels import parse_key
from pillars.history.field_text import FieldChange, RecordNames, edited_columns
from pillars.history.recording import changed_columns
from pillars.history.timeline import RecordKey, timeline
from pillars.models import PlanItem

MAX_ROWS = 1000
# The newest history row of each record.
Versions = dict[RecordKey, int]


class SavedValue(NamedTuple):
    """What others saved of a field; of any typed in if the versions are unknown."""

    who: list[str]
    change: FieldChange
    # Whether the second editor typed there, unless it is saved already.
    is_typed: bool
    # As the input sends it.
    data: str


class Merge:
    """
    A form with what is saved now and what the second editor typed.

    ``form_data`` is what they would send after typing the same into a new form.
    ``events`` is what others did; ``by_input`` has what they saved by the input's name.
    """

    def __init__(self, typed: QueryDict, form: forms.ModelForm, formsets, seen, now):
        # ``seen`` is empty if the form does not say what its editor saw.
        self.typed, self.seen, record = typed, seen, form.instance
        self.name = str(record)
        changed = {key for key, _version in seen.items() ^ now.items() if seen}
        self.events = [
            event
            for event in timeline(type(record), record.pk).events
            if event.key in changed and event.row.history_id > seen.get(event.key, 0)
        ]
        self.events_of = defaultdict(list)
        for event in self.events:
            self.events_of[event.key].append(event)
        self.by_input: dict[str, SavedValue] = {}
        # Deleted rows in which the second editor typed: they are new rows now.
        self.revived: set[RecordKey] = set()
        rows = [row for formset in formsets for row in formset.get_queryset()]
        before = [event.before for event in self.events]
        self.names = RecordNames([record, *rows, *before])
        self.merge_record(form, "")
        for formset in formsets:
            self.merge_rows(formset)
        self.form_data = self.browser_data([form], formsets)

    def merge_rows(self, formset: forms.BaseInlineFormSet) -> None:
        """The saved rows, with what was typed in them; then new ones."""
        saved = {row.pk for row in formset.get_queryset()}
        prefixes, new_rows = {}, []
        total = parse_key(self.typed.get(f"{formset.prefix}-TOTAL_FORMS", "")) or 0
        for number in range(min(total, MAX_ROWS)):
            prefix = f"{formset.prefix}-{number}"
            key = parse_key(self.typed.get(f"{prefix}-id", ""))
            if key in saved:
                prefixes[key] = prefix
            elif self.is_new_row(formset, prefix, key):
                self.revived.add((formset.model, key))
                row = formset.form(self.typed, prefix=prefix)
                new_rows.append({bound.name: bound.data for bound in row})
        # Also shows what was typed in a deleted row to an editor who may not add rows.
        formset.max_num = MAX_ROWS
        formset.extra, formset.initial_extra = len(new_rows), new_rows
        for form in formset.initial_forms:
            prefix = prefixes.get(form.instance.pk)
            self.merge_record(form, prefix if formset.can_change else None)
            form.initial[DELETION_FIELD_NAME] = self.is_to_be_deleted(prefix)

    def is_to_be_deleted(self, prefix: str | None) -> bool:
        return f"{prefix}-{DELETION_FIELD_NAME}" in self.typed

    def is_new_row(self, formset, prefix: str, key: int | None) -> bool:
        """Also a row that was deleted while the second editor changed it."""
        if key is None or self.is_to_be_deleted(prefix):
            return not self.is_to_be_deleted(prefix)
        before = self.as_seen((formset.model, key), None)
        typed = self.typed_fields(formset.form, prefix, before)
        return formset.can_change and bool(typed)

    def merge_record(self, form: forms.ModelForm, prefix: str | None) -> None:
        """Without a prefix, nothing was typed that may be saved."""
        now, typed = form.instance, {}
        key, columns = (type(now), now.pk), edited_columns(type(now))
        before = self.as_seen(key, now)
        if prefix is not None:
            typed = self.typed_fields(type(form), prefix, before, now)
        if before:
            columns = changed_columns(before, now, columns)
        else:
            columns = [column for column in columns if column.name in typed]
        who = [event.row.who or _("somebody") for event in self.events_of[key]]
        for column in columns:
            if column.name in form.fields:
                bound = form.fields[column.name].get_bound_field(form, column.name)
                self.by_input[bound.html_name] = SavedValue(
                    list(dict.fromkeys(who)),
                    self.names.change(column, before, now),
                    column.name in typed,
                    next(iter(untouched_data(bound)), ""),
                )
        form.initial |= {name: bound.data for name, bound in typed.items()}

    def as_seen(self, key: RecordKey, now: PlanItem | None) -> PlanItem | None:
        """A record when the form was opened; None if it was not there or not known."""
        if key not in self.seen or not self.events_of[key]:
            return now if key in self.seen else None
        before = self.events_of[key][-1].before
        return before and before.instance

    def typed_fields(self, form_class, prefix: str, *states: PlanItem | None) -> dict:
        """The fields whose data differs from what was seen and from what is saved."""
        form = form_class(self.typed, prefix=prefix)
        fields = {bound.name: bound for bound in form}
        for state in filter(None, states):
            form = form_class(self.typed, prefix=prefix, instance=state)
            changed = set(form.changed_data)
            fields = {name: fields[name] for name in fields.keys() & changed}
        return fields

    def browser_data(self, parts: list, formsets: list) -> QueryDict:
        """What a browser would send of these forms."""
        form_data = self.typed.copy()
        for formset in formsets:
            parts += [formset.management_form, *formset.forms]
        for bound in (bound for part in parts for bound in part):
            form_data.pop(bound.html_name, None)
            if data := untouched_data(bound):
                form_data.setlist(bound.html_name, data)
        return form_data


def untouched_data(bound: forms.BoundField) -> list[str]:
    """What a browser sends if nobody changes the field."""
    value = bound.value()
    if value is None or value is False:
        return []
    data = "on" if value is True else bound.field.widget.format_value(value)
    # A choice is a list.
    return data if isinstance(data, list) else [data or ""]
