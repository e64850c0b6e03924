"""What was typed and what others saved meanwhile, put together in one form."""

from functools import cached_property

from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from pillars.models import PlanItem
from pillars.naming import Names, told_columns
from pillars.recording import CREATED, DELETED

from .others import Other, Rows, State, Told
from .sent import put, said, visible, whole_number

ROWS_AT_MOST = 1000


class Merge:
    """
    A form that was sent, put together with what others saved since it was opened.

    ``sent`` is what the editor would send had they typed the same into a fresh form:
    what they did not touch is as it is now. ``others`` is what they are to be told.
    """

    def __init__(self, sent: QueryDict, record: PlanItem, form_class, rows, seen, now):
        self.typed, self.record, self.form_class = sent, record, form_class
        self.rows, self.seen, self.now = rows, seen, now
        self.others: list[Other] = []
        self.sent = sent.copy()
        self.there = {
            kind.model: {
                row.pk: row for row in kind.queryset.filter(**{kind.field: record})
            }
            for kind in rows
        }
        self.merge_record()
        for kind in rows:
            self.merge_rows(kind, self.there[kind.model])

    @property
    def is_unseen(self) -> bool:
        """Whether the form did not say what it had seen."""
        return self.seen is None

    @cached_property
    def histories(self) -> dict[tuple[type[PlanItem], int], list[models.Model]]:
        """The history of each record that is not as it was seen."""
        keys: dict[type[PlanItem], set[int]] = {}
        seen = self.seen or {}
        for name in {*seen, *self.now}:
            if seen.get(name) != self.now.get(name):
                model_name, _colon, key = name.partition(":")
                keys.setdefault(model_name, set()).add(int(key))
        found: dict[tuple[type[PlanItem], int], list[models.Model]] = {}
        for model in [type(self.record), *(kind.model for kind in self.rows)]:
            wanted = keys.get(model._meta.model_name)
            if wanted:
                history = model.history.filter(id__in=wanted).order_by("history_id")
                for row in history.select_related("history_user"):
                    found.setdefault((model, row.id), []).append(row)
        return found

    @cached_property
    def names(self) -> Names:
        rows = [row for history in self.histories.values() for row in history]
        there = [row for rows in self.there.values() for row in rows.values()]
        return Names([*rows, *there, self.record])

    def state(self, model: type[PlanItem], key: int, now: PlanItem | None) -> State:
        """What a record was when the editor saw it, and what became of it."""
        name = f"{model._meta.model_name}:{key}"
        history = self.histories.get((model, key), [])
        if self.seen is None:
            return State(None, now, [])
        token = self.seen.get(name)
        if token is None:
            return State(None, now, history)
        if token == self.now.get(name):
            return State(now, now, [])
        then = [row for row in history if row.history_id <= token]
        between = [row for row in history if row.history_id > token]
        if not then and between and between[0].is_baseline:
            then, between = between[:1], between[1:]
        if not then and between and between[0].history_type == DELETED:
            then = between[:1]  # Nothing but its end is recorded: so it was till then.
        return State(then[-1].instance if then else None, now, between)

    def merge_record(self) -> None:
        model, key = type(self.record), self.record.pk
        state = self.state(model, key, self.record)
        forms_ = self.forms_of(self.form_class, state, "")
        told = self.settle(forms_, state, self.sent)
        if state.between or (self.seen is None and told):
            self.others.append(self.other(str(self.record), state, told))

    def merge_rows(self, kind: Rows, records: dict[int, PlanItem]) -> None:
        """Lay out the rows anew: those that there are, then what was typed besides."""
        places, extras = self.places(kind, records)
        for name in [name for name in self.sent if name.startswith(f"{kind.prefix}-")]:
            del self.sent[name]
        for index, (key, row) in enumerate(records.items()):
            self.lay(kind, index, row, places.get(key))
        count = len(records)
        for place in extras:
            if self.keep(kind, place, count):
                count += 1
        counts = {"TOTAL_FORMS": count, "INITIAL_FORMS": len(records)}
        for name, number in {
            **counts,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
        }.items():
            self.sent[f"{kind.prefix}-{name}"] = str(number)

    def places(self, kind: Rows, records: dict) -> tuple[dict[int, int], list[int]]:
        """Where in the sent form each row stands, and what is no row that there is."""
        total = whole_number(self.typed.get(f"{kind.prefix}-TOTAL_FORMS", ""))
        count = min(total or 0, ROWS_AT_MOST)
        places, extras = {}, []
        for place in range(count):
            key = whole_number(self.typed.get(f"{kind.prefix}-{place}-id", ""))
            if key in records:
                places[key] = place
            else:
                extras.append(place)
        return places, extras

    def lay(self, kind: Rows, index: int, row: PlanItem, place: int | None) -> None:
        """One row that there is, with what was typed in it."""
        prefix = f"{kind.prefix}-{index}"
        state = self.state(kind.model, row.pk, row)
        told: list[Told] = []
        is_typed = place is not None and kind.can_change
        if is_typed:
            self.copy(kind, place, index)
            forms_ = self.forms_of(kind.formset_class.form, state, prefix)
            told = self.settle(forms_, state, self.sent)
        else:
            for bound in kind.formset_class.form(instance=row, prefix=prefix):
                put(self.sent, bound)
        self.sent[f"{prefix}-id"] = str(row.pk)
        self.sent[f"{prefix}-{kind.field}"] = str(self.record.pk)
        if place is not None and self.is_ticked(kind, place):
            self.sent[f"{prefix}-{DELETION_FIELD_NAME}"] = "on"
        if state.between or (self.seen is None and told):
            self.others.append(self.other(self.names.of_row(row), state, told))

    def keep(self, kind: Rows, place: int, index: int) -> bool:
        """What was typed in a new row, or in one that others have deleted."""
        key = whole_number(self.typed.get(f"{kind.prefix}-{place}-id", ""))
        if key is None:
            self.copy(kind, place, index)
            return True
        state = self.state(kind.model, key, None)
        self.copy(kind, place, index)
        self.sent[f"{kind.prefix}-{index}-id"] = ""
        bound = self.forms_of(kind.formset_class.form, state, f"{kind.prefix}-{index}")
        is_touched = kind.can_change and bool(self.touched(bound))
        is_kept = is_touched and not self.is_ticked(kind, place)
        if state.between or state.base is not None:
            last = state.between[-1] if state.between else state.base
            other = self.other(self.names.of_row(last), state, [])
            other.is_kept_as_new = is_kept
            self.others.append(other)
        if not is_kept:
            for name in [
                n for n in self.sent if n.startswith(f"{kind.prefix}-{index}-")
            ]:
                del self.sent[name]
        return is_kept

    def is_ticked(self, kind: Rows, place: int) -> bool:
        return f"{kind.prefix}-{place}-{DELETION_FIELD_NAME}" in self.typed

    def copy(self, kind: Rows, place: int, index: int) -> None:
        """What was sent of a row, under the number that it has now."""
        start = f"{kind.prefix}-{place}-"
        for name in self.typed:
            if name.startswith(start):
                new = f"{kind.prefix}-{index}-{name.removeprefix(start)}"
                self.sent.setlist(new, self.typed.getlist(name))

    def forms_of(self, form_class, state: State, prefix: str) -> dict:
        """The form as it was seen, as it would be opened now, and as it was sent."""
        options = {"prefix": prefix} if prefix else {}
        return {
            "base": state.base and form_class(instance=state.base, **options),
            "now": state.now and form_class(instance=state.now, **options),
            "sent": form_class(self.sent, **options),
        }

    @staticmethod
    def touched(forms_: dict) -> list[str]:
        """The fields in which an editor typed, as far as that can be known."""
        base = forms_["base"]
        return [
            bound.name
            for bound in visible(forms_["sent"])
            if base is None
            or bound.field.has_changed(base[bound.name].initial, bound.data)
        ]

    def settle(self, forms_: dict, state: State, sent: QueryDict) -> list[Told]:
        """Take over what others saved where the editor typed nothing; tell of both."""
        touched = set(self.touched(forms_))
        yours = {}
        for bound in visible(forms_["sent"]):
            now = forms_["now"][bound.name]
            if bound.name not in touched:
                put(sent, now)
            elif bound.field.has_changed(now.initial, bound.data):
                yours[bound.name] = said(bound)
        if self.seen is None:
            named = {field.name: field for field in told_columns(type(state.now))}
            lines = [
                self.names.line(named[name], None, state.now)
                for name in yours
                if name in named
            ]
        elif state.between and state.base is not None:
            lines = self.names.lines(state.base, state.now)
        elif state.between:
            lines = self.names.lines(None, state.now)
        else:
            lines = []
        return [Told(line, yours.get(line.field.name)) for line in lines]

    def other(self, name: str, state: State, told: list[Told]) -> Other:
        last = state.between[-1] if state.between else None
        kind = "changed"
        if state.now is None:
            kind = "deleted"
        elif (
            state.between
            and state.base is None
            and state.between[0].history_type == CREATED
        ):
            kind = "added"
        people = dict.fromkeys(row.who or _("somebody") for row in state.between)
        return Other(name, kind, list(people), last and last.history_date, told)
