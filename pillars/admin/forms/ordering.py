"""
The order of what has no code: by dragging rows, or by writing a number.

Whatever was dragged or written, only the order counts: rows keep the numbers that they
had among them, so that nothing counts as changed that has not moved.
"""

from collections.abc import Iterable
from itertools import groupby

from django import forms
from django.db.models import Max
from django.forms import BaseModelFormSet
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.tree import PARENTS
from pillars.permissions import rules

FIELD = "position"
AT_THE_END = _("A small number comes first. Empty: at the end.")


def in_order(rows: Iterable[tuple[int | None, int | None]]) -> list[int]:
    """
    The numbers that rows get, from the number each had and the one written for it.

    A new row had none, and nothing written means the end. A row that is written to
    another's place comes before it if it moves up and after it if it moves down.
    """
    rows = list(rows)

    def wish(index: int) -> tuple:
        had, wants = rows[index]
        if wants is None:
            return (1, 0, 0)
        moves = -1 if had is None else (wants > had) - (wants < had)
        return (0, wants, moves)

    numbers = free_numbers(rows)
    order = sorted(range(len(rows)), key=wish)
    given = dict(zip(order, numbers, strict=True))
    return [given[index] for index in range(len(rows))]


def free_numbers(rows: list[tuple[int | None, int | None]]) -> list[int]:
    """The numbers that rows had, each made greater than the last; then new ones."""
    numbers: list[int] = []
    for had in sorted(had for had, _wants in rows if had is not None):
        numbers.append(max(had, numbers[-1] + 1) if numbers else had)
    while len(numbers) < len(rows):
        numbers.append(numbers[-1] + 1 if numbers else 1)
    return numbers


class PlaceAtEnd:
    """Mixed into a form of its own: a record without a number comes last."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if FIELD in self.fields and cleaned.get(FIELD) is None:
            cleaned[FIELD] = self.instance.position = self._last()
        return cleaned

    def _last(self) -> int:
        [whole] = PARENTS[self._meta.model]
        parent = self.cleaned_data.get(whole) or getattr(self.instance, whole, None)
        if not parent:
            return 1
        siblings = self._meta.model.objects.filter(**{whole: parent})
        others = siblings.exclude(pk=self.instance.pk)
        return (others.aggregate(last=Max(FIELD))["last"] or 0) + 1


class OrderedRows:
    """Mixed into a formset whose rows are put in order by hand."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        kept.sort(key=self.family)
        for _family, some in groupby(kept, self.family):
            self._settle(list(some))

    @staticmethod
    def family(form: forms.ModelForm) -> int:
        """Rows of one family are ordered among themselves."""
        return 0

    def _is_kept(self, form) -> bool:
        is_row = form.instance.pk or form.has_changed()
        is_open = not (FIELD in form.fields and form.fields[FIELD].disabled)
        return is_row and is_open and hasattr(form, "cleaned_data")

    def _settle(self, some: list[forms.ModelForm]) -> None:
        rows = [
            (
                form.initial.get(FIELD) if form.instance.pk else None,
                form.cleaned_data.get(FIELD),
            )
            for form in some
        ]
        for form, (had, _wants), number in zip(some, rows, in_order(rows), strict=True):
            form.cleaned_data[FIELD] = form.instance.position = number
            others = [name for name in form.changed_data if name != FIELD]
            form.changed_data = others if number == had else [*others, FIELD]


class OrderedList(OrderedRows, BaseModelFormSet):
    """A list whose rows are put in order by hand, each plan's for itself."""

    user = None

    @staticmethod
    def family(form):
        return form.instance.plan_id

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row, field = form.instance, form.fields[FIELD]
        # The list's column heads are no labels to who hears them.
        field.widget.attrs["aria-label"] = f"{field.label}: {row}"
        if row.pk and FIELD not in rules.fields_open_to(self.user, row):
            # What was written before the plan was locked is not passed over unsaid.
            is_sent = self.is_bound and f"{form.prefix}-{FIELD}" in self.data
            field.disabled = not (is_sent and rules.is_shut(row))


def last_if_empty(field: forms.Field) -> forms.Field:
    field.required, field.initial, field.help_text = False, None, AT_THE_END
    return field
