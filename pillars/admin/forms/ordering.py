"""
The order of records without codes: by dragging rows, or by writing a number.

Rows keep the numbers that they had among them, so that only those that moved change.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

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

    # Those that rows had, each made greater than the last; then new ones.
    before = sorted(had for had, _wants in rows if had is not None)
    new = [1] * (len(rows) - len(before))
    numbers = accumulate([*before, *new], lambda last, had: max(had, last + 1))
    order = sorted(range(len(rows)), key=wish)
    return [number for _index, number in sorted(zip(order, numbers, strict=True))]


def next_position(form: forms.ModelForm) -> int:
    """The number that places the record of a form after all others."""
    model, said = form._meta.model, form.cleaned_data
    parents = {
        name: said.get(name) or getattr(form.instance, name, None)
        for name in PARENTS[model]
    }
    if not any(parents.values()):
        return 1
    others = model.objects.filter(**parents).exclude(pk=form.instance.pk)
    return (others.aggregate(last=Max(FIELD))["last"] or 0) + 1


class OrderedRows:
    """Mixed into a formset whose rows are ordered by hand, each parent's by itself."""

    def clean(self):
        super().clean()
        [name] = PARENTS[self.model]
        siblings = defaultdict(list)
        for form in self.forms:
            is_row = form.instance.pk or form.has_changed()
            is_closed = FIELD in form.fields and form.fields[FIELD].disabled
            if is_row and not is_closed and hasattr(form, "cleaned_data"):
                siblings[getattr(form.instance, f"{name}_id")].append(form)
        for some in siblings.values():
            self._number(some)

    def _number(self, some: list[forms.ModelForm]) -> None:
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
    user = None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row, field = form.instance, form.fields[FIELD]
        # The list's column heads are no labels for a screen reader.
        field.widget.attrs["aria-label"] = f"{field.label}: {row}"
        if row.pk and FIELD not in rules.fields_open_to(self.user, row):
            # A number written before the plan was locked is refused, not ignored.
            is_sent = self.is_bound and f"{form.prefix}-{FIELD}" in self.data
            field.disabled = not (is_sent and rules.is_in_locked_plan(row))
