"""What a form refuses about a series' numbers, and what it only asks about."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.contrib import messages
from django.utils.html import format_html

from pillars.hierarchy import tree
from pillars.models import Measure
from pillars.models.measured_series import series_of
from pillars.models.number_errors import NumberFault, faults_in
from pillars.models.series import YearValue, decimals_entered

from .fields import PartForm

NUMBERS = ("value", "low", "high")


def faults_among(measure: Measure, rows: Iterable[YearValue]) -> Iterator[NumberFault]:
    """The faults of a measure's rows, each group's series by itself."""
    rows = list(rows)
    parts = ([row for row in rows if isinstance(row, kind)] for kind in tree.NUMBERS)
    for series in series_of(measure, *parts):
        yield from faults_in(series)


def tell(form, fault: NumberFault) -> None:
    """Refuse what is wrong in a form that was sent; mark the rest beside its field."""
    if fault.fault.stops and form.is_bound:
        form.add_error(fault.column, fault.message)
        return
    form.asked = [*getattr(form, "asked", []), fault]
    if field := form.fields.get(fault.column):
        mark = '{} <span class="text-mark">{}</span>'
        field.help_text = format_html(mark, field.help_text, fault.message)


def tell_in_rows(measure: Measure, formsets) -> None:
    forms = {id(f.instance): f for rows in formsets for f in rows.forms if is_row(f)}
    if measure.target_kind and measure.direction and measure.unit_kind:
        for fault in faults_among(measure, (form.instance for form in forms.values())):
            tell(forms[id(fault.row)], fault)


def is_row(form) -> bool:
    is_deleted = form.is_bound and form.cleaned_data.get("DELETE")
    return not is_deleted and bool(form.instance.pk or form.has_changed())


def warn(request, forms) -> None:
    """Say once more, after saving, what was asked about."""
    for form in forms:
        for fault in getattr(form, "asked", []):
            messages.warning(request, f"{fault.row.place}: {fault.message}")


class NumberForm(PartForm):
    """A row that keeps with how many decimals its numbers were typed: 84.0."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.numbers = [name for name in NUMBERS if name in self.fields]
        for name in self.numbers:
            if isinstance(value := self.initial.get(name), Decimal):
                known = row.decimals is not None
                shown = row.as_entered(value) if known else value.normalize()
                self.initial[name] = shown

    def clean(self):
        cleaned = super().clean()
        if {*self.numbers} & {*self.changed_data}:
            numbers = map(cleaned.get, self.numbers)
            self.instance.decimals = decimals_entered(*numbers)
        return cleaned


class SeriesForm(NumberForm):
    """A row of a series by itself, looked at among its measure's other rows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.tell_faults()

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self.tell_faults()

    def tell_faults(self):
        row = self.instance
        measure = Measure.objects.with_series().get(pk=row.measure_id)
        stored = [
            *measure.baselines.all(),
            *measure.targets.all(),
            *measure.results.all(),
        ]
        known = [(f.row, f.fault) for f in faults_among(measure, stored)]
        for fault in faults_among(measure, [*(r for r in stored if r != row), row]):
            if fault.row is row:
                tell(self, fault)
            elif fault.fault.stops and (fault.row, fault.fault) not in known:
                self.add_error("school_year", f"{fault.row.place}: {fault.message}")
