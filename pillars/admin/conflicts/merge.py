"""Merge what was typed with what others saved: one form, and a report of both."""

import datetime
from dataclasses import dataclass, field

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from pillars.history.field_text import FieldChange, RecordNames, edited_columns
from pillars.history.timeline import history_rows, steps
from pillars.models import PlanItem

from .form_data import data_as_text, parse_key, untouched_data

MAX_ROWS = 1000
# The newest history row of each record.
Versions = dict[tuple[type[PlanItem], int], int]


@dataclass
class FieldReport:
    """A field that others changed; any field typed in if the versions are unknown."""

    record: "RecordReport"
    change: FieldChange
    # What the second editor typed, unless they saw the same or it is saved already.
    typed: str | None = None
    # The saved value as the input sends it.
    saved_data: str = ""


@dataclass
class RecordReport:
    """A record as the second editor saw it and as it is now; None if missing."""

    seen: PlanItem | None
    now: PlanItem | None
    # Its history rows since then.
    changes: list[models.Model]
    name: str = ""
    fields: list[FieldReport] = field(default_factory=list)
    # What was typed in a deleted row is now a new row of the form.
    is_new_row: bool = False

    @property
    def kind(self) -> str:
        if self.now is None:
            return "deleted"
        return "added" if self.seen is None else "changed"

    @property
    def who(self) -> list[str]:
        names = (row.who or _("somebody") for row in self.changes)
        return list(dict.fromkeys(names))

    @property
    def when(self) -> datetime.datetime | None:
        return self.changes[-1].history_date if self.changes else None


class Merge:
    """
    A form with what is saved now and what the second editor typed.

    ``form_data`` is what they would send after typing the same into a new form.
    ``reports`` is what they are shown; ``by_input`` has it by the input's name.
    """

    def __init__(self, typed: QueryDict, form: forms.ModelForm, formsets, seen, now):
        # ``seen`` is empty if the form does not say what its editor saw.
        self.typed, self.seen = typed, seen
        self.reports: list[RecordReport] = []
        self.by_input: dict[str, FieldReport] = {}
        self.histories = {
            (model, pk): list(history_rows(model).filter(id=pk))
            for model, pk in seen.keys() | now.keys()
            if seen and seen.get((model, pk)) != now.get((model, pk))
        }
        states = [row for formset in formsets for row in formset.get_queryset()]
        states += [row for history in self.histories.values() for row in history]
        self.names = RecordNames([*states, form.instance])
        self.merge_record(form, "", str(form.instance))
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
                row = formset.form(self.typed, prefix=prefix)
                new_rows.append({bound.name: bound.data for bound in row})
        # Also shows what was typed in a deleted row to an editor who may not add rows.
        formset.max_num = MAX_ROWS
        formset.extra, formset.initial_extra = len(new_rows), new_rows
        for form in formset.initial_forms:
            prefix = prefixes.get(form.instance.pk)
            name = self.names.kind_and_name(form.instance)
            self.merge_record(form, prefix if formset.can_change else None, name)
            form.initial[DELETION_FIELD_NAME] = self.is_to_be_deleted(prefix)

    def is_to_be_deleted(self, prefix: str | None) -> bool:
        return f"{prefix}-{DELETION_FIELD_NAME}" in self.typed

    def is_new_row(self, formset, prefix: str, key: int | None) -> bool:
        """Also a row that was deleted while the second editor changed it."""
        if key is None:
            return not self.is_to_be_deleted(prefix)
        report = self.report_on(formset.model, key, None)
        report.is_new_row = (
            formset.can_change
            and not self.is_to_be_deleted(prefix)
            and bool(self.typed_fields(formset.form, prefix, report))
        )
        if report.changes:
            report.name = self.names.kind_and_name(report.changes[-1])
            self.reports.append(report)
        return report.is_new_row

    def merge_record(
        self, form: forms.ModelForm, prefix: str | None, name: str
    ) -> None:
        """Without a prefix, nothing was typed that may be saved."""
        record = form.instance
        report = self.report_on(type(record), record.pk, record)
        typed = {}
        if prefix is not None:
            typed = self.typed_fields(type(form), prefix, report)
        report.name = name
        for change in self.changes_to_report(report, typed):
            column = change.field.name
            field_report = FieldReport(report, change)
            report.fields.append(field_report)
            if column in typed:
                field_report.typed = data_as_text(typed[column])
            if column in form.fields:
                bound = form.fields[column].get_bound_field(form, column)
                field_report.saved_data = next(iter(untouched_data(bound)), "")
                self.by_input[bound.html_name] = field_report
        form.initial |= {name: bound.data for name, bound in typed.items()}
        if report.changes or report.fields:
            self.reports.append(report)

    def report_on(self, model, pk: int, now: PlanItem | None) -> RecordReport:
        version = self.seen.get((model, pk))
        history = steps(self.histories.get((model, pk), []))
        acts = [act for act in history if act[0].history_id > (version or 0)]
        seen = now
        if version is None:
            seen = None
        elif acts:
            seen = acts[0][1].instance
        return RecordReport(seen, now, [row for row, _before, _after in acts])

    def typed_fields(self, form_class, prefix: str, report: RecordReport) -> dict:
        """The fields whose data differs from what was seen and from what is saved."""
        form = form_class(self.typed, prefix=prefix)
        fields = {bound.name: bound for bound in form}
        for state in filter(None, [report.seen, report.now]):
            form = form_class(self.typed, prefix=prefix, instance=state)
            changed = set(form.changed_data)
            fields = {name: fields[name] for name in fields.keys() & changed}
        return fields

    def changes_to_report(self, report: RecordReport, typed: dict):
        """What others changed; without versions, the fields that were typed in."""
        if self.seen:
            both = report.seen and report.now
            return self.names.changes(report.seen, report.now) if both else []
        columns = edited_columns(type(report.now))
        typed_columns = [column for column in columns if column.name in typed]
        return [self.names.change(each, None, report.now) for each in typed_columns]

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
