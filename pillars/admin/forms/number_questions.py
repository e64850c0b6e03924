"""What a form refuses about a series' numbers, and what it only asks about."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.utils.html import format_html

from pillars.hierarchy.tree import NUMBERS
from pillars.models import Measure
from pillars.models.number_errors import NumberFault, faults_in
from pillars.models.series import YearValue, series_of

from .fields import PartForm


def faults_among(measure: Measure, rows: Iterable[YearValue]) -> Iterator[NumberFault]:
    """The faults of a measure's rows, each group's series by itself."""
    rows = list(rows)
    parts = ([row for row in rows if isinstance(row, kind)] for kind in NUMBERS)
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


class SeriesForm(PartForm):
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
