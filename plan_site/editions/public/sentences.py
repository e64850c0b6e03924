"""What a change says to readers: whole sentences in the active language."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.enums import State, Status
from pillars.history.field_text import value_as_text
from pillars.models import HelpLine, Measure, PlanSection, Strategy, Target
from pillars.models.notes import TEXTS
from pillars.text import formatting, units
from pillars.text.diff import join_html, mark_changes, wrap
from pillars.text.stages import stage_line
from plan_site.editions.document.diff import Change, FieldChange, without_repetition

SIDES = ("before", "after")
# In letters. A longer text is said to be rewritten; both wordings follow.
LONGEST_QUOTED = 120
# The end of a sentence that ends with a quotation that has an end of its own.
TWO_ENDS = re.compile(r"([.!?…]”</\w+>)\.$")
# States that a number needs no word for.
PLAIN = {State.REPORTED, State.CORRECTED}
NUMBER_FIELDS = {"value", "state", "school_year", "group"}
# What is said of a row that came or went as a whole; all else stood beside it.
OF_WHOLE_ROWS = {"title", "text", "starts_new_series", *TEXTS}
NOTES = {"prioritynote", "measurenote"}

# With small first letters: the name of a group or of a number may stand before them.
ADDED = _("%(what)s was added: %(after)s.")
TAKEN_OUT = _("%(what)s was taken out; it was %(before)s.")
CHANGED = _("%(what)s is now %(after)s; it was %(before)s.")
CORRECTED = _("%(what)s was corrected from %(before)s to %(after)s.")
MOVED = _("%(what)s appeared under %(before)s before.")
NOT_SHOWN = _("%(what)s changed; we do not show how.")
REWRITTEN = _("%(what)s was rewritten.")
STATUS = _("its status is now “%(after)s”; it was “%(before)s”.")
ALL_STUDENTS = _("all students")
SECTION = _("the section")
GONE = _("something that is gone")
APPLIES = {
    True: _("this now applies: %(what)s."),
    False: _("this no longer applies: %(what)s."),
    ("is_current", True): _("this is now the current plan."),
    ("is_current", False): _("this is no longer the current plan."),
    ("is_retired", True): _("no longer part of the plan."),
    ("is_retired", False): _("part of the plan again."),
    ("starts_new_series", True): _("from this year on, it is counted in a new way."),
    ("starts_new_series", False): _("from this year on, it is counted as before."),
}
SAID = _("what the District says about %(year)s")
SAID_ANEW = _("what the District says about %(year)s was added.")
SAID_NO_MORE = _("what the District said about %(year)s was taken out.")
WHOLE = {
    "added": _("added to the plan."),
    "removed": _("taken out of the plan."),
    "returned": _("taken out of the plan, and later added again."),
}
NUMBERS = {
    "baseline": _("the starting point of %(year)s"),
    "target": _("the target for %(year)s"),
    "result": _("the result for %(year)s"),
}


class Line(NamedTuple):
    sentence: SafeString
    # The wordings of a long text, with marks where they differ.
    before: str = ""
    after: str = ""


def lines_of(change: Change, groups: Mapping[int, str]) -> Iterator[Line]:
    """``groups`` has the names of student groups by key."""
    if change.kind in WHOLE:
        yield line(str(WHOLE[change.kind]))
    rows: dict[tuple, list[FieldChange]] = {}
    for field in change.fields:
        rows.setdefault(field.row, []).append(field)
    for fields in rows.values():
        yield from RowLines(change, fields, groups).lines()
    if change.statuses and change.kind != "retired":
        labels = {side: Status(it).label for side, it in change.statuses.items()}
        small = {side: it[0].lower() + it[1:] for side, it in labels.items()}
        yield line(STATUS % small)


class RowLines:
    """Of the changed fields of one row of an item."""

    def __init__(self, change: Change, fields: list[FieldChange], groups: Mapping):
        self.change = change
        self.kind, self.key, self.year, group = fields[0].row
        self.group = groups.get(group, "")
        identity = "language" if self.kind == "helpline" else "kind"
        whole = (f for f in fields if f.field in {identity, "school_year"})
        self.whole = next((field for field in whole if None in field.sides), None)
        self.told = {
            field.field: field
            for field in without_repetition(fields)
            if field.language in {"", get_language()}
        }

    def lines(self) -> Iterator[Line]:
        names, where = list(self.told), []
        if self.whole:
            names = [name for name in names if name in OF_WHOLE_ROWS]
        if "stage" in self.told:
            names = [name for name in names if name != "stage_since"]
        if self.kind in NUMBERS:
            what = NUMBERS[self.kind] % {"year": school_years.label(self.year)}
            where = [self.group, what]
            names = [name for name in names if name not in NUMBER_FIELDS]
            yield from (line(it, self.group) for it in self.number_sentences(what))
        elif self.kind in NOTES:
            year = {"year": school_years.label(self.year)}
            if not self.whole:
                where = [SAID % year]
            else:
                message = SAID_NO_MORE if self.whole.after is None else SAID_ANEW
                yield line(message % year)
        elif self.kind == "plansection" and not self.whole:
            where = [str(PlanSection.objects.filter(pk=self.key).first() or "")]
        for name in names:
            yield self.field_line(self.told[name], where)

    def number_sentences(self, what: str) -> Iterator[str]:
        value, state = self.told.get("value"), self.told.get("state")
        is_corrected = value and None not in value.sides
        if value and value.hidden:
            yield NOT_SHOWN % {"what": what}
        elif is_corrected:
            message = CHANGED if self.kind == "target" else CORRECTED
            yield tell(what, *self.texts("value"), message)
        elif any(contents := [*map(self.content, SIDES)]):
            yield tell(what, *contents)
        if is_corrected and state and not {*state.sides} <= PLAIN:
            yield tell(what, *self.texts("state"))
        for name in ("school_year", "group"):
            if name in self.told:
                before = self.text(name, "before") or f"“{ALL_STUDENTS}”"
                yield MOVED % {"what": what, "before": before}

    def content(self, side: str) -> str:
        """A number with its state, or what stands in its place; empty for no row."""
        number = self.text("value", side)
        if not number and self.kind == "target" and self.whole:
            number = self.text("wording", side)
        state = self.told.get("state")
        if state is None or (number and getattr(state, side) in PLAIN):
            return number
        return ", ".join(filter(None, [number, self.text("state", side)]))

    def field_line(self, field: FieldChange, where: list[str]) -> Line:
        column, after = field.column, field.after
        label = capfirst(str(column.verbose_name if column else field.field))
        if field.field == "text" and self.kind == "helpline":
            label = capfirst(str(HelpLine._meta.verbose_name))
        what = SECTION if self.whole and field.field == "title" else f"“{label}”"
        if field.hidden:
            return line(NOT_SHOWN % {"what": what}, *where)
        if isinstance(column, models.BooleanField):
            message = APPLIES.get((field.field, bool(after)), APPLIES[bool(after)])
            return line(message % {"what": what}, *where)
        if field.field == "retirement_note" and after:
            return line(after)
        texts = [side for side in field.sides if isinstance(side, str)]
        if len(texts) == 2 and max(map(len, texts)) > LONGEST_QUOTED:
            sentence = line(REWRITTEN % {"what": what}, *where).sentence
            return Line(sentence, *mark_changes(*texts))
        return line(tell(what, *self.texts(field.field)), *where)

    def texts(self, name: str) -> list[str]:
        return [self.text(name, side) for side in SIDES]

    def text(self, name: str, side: str) -> str:
        """A number with its unit, anything else in quotes; empty for nothing."""
        field = self.told.get(name)
        value = getattr(field, side, None)
        if value is None or value == []:
            return ""
        if isinstance(field.column, models.DecimalField):
            return number(self.change, field, side)
        if name == "stage":
            return f"“{self.stage_in_words(side)}”"
        return f"“{value_in_words(field.column, value)}”"

    def stage_in_words(self, side: str) -> str:
        changed = (
            self.told[name] for name in ("stage", "stage_since") if name in self.told
        )
        values = {it.field: it.column.to_python(getattr(it, side)) for it in changed}
        return stage_line(Strategy(**values))


def line(sentence: str, *where: str) -> Line:
    parts = map(conditional_escape, [*filter(None, where), sentence])
    return Line(join_html([capfirst(": ".join(parts))]))


def tell(what: str, before: str, after: str, message: str = CHANGED) -> SafeString:
    """What became of something of which one side may be empty, not both."""
    if not (before and after):
        message = ADDED if after else TAKEN_OUT
    places = {name: f"{{{name}}}" for name in ("what", *SIDES)}
    both = {"before": wrap("del", before), "after": wrap("ins", after)}
    html = format_html(message % places, what=what, **both)
    return join_html([TWO_ENDS.sub(r"\1", html)])


def value_in_words(column: models.Field | None, value: object) -> str:
    """Of a link to another record, its name."""
    if column is None:
        return str(value)
    if not column.is_relation:
        return value_as_text(column, column.to_python(value))
    return str(column.related_model.objects.filter(pk=value).first() or GONE)


def number(change: Change, field: FieldChange, side: str) -> str:
    """A number as it was written then; two that differ never look the same."""
    text, key = getattr(field, side), change.item.partition(":")[2]
    if change.written:
        columns = {column.name for column in Measure._meta.concrete_fields}
        written = change.written[side]
        measure = Measure(**{name: written[name] for name in columns & {*written}})
    else:
        measure = Measure.objects.filter(pk=key).first()
    if measure is None:
        return text
    both = {
        side: field.model(decimals=decimals).as_entered(field.column.to_python(text))
        for side, text, decimals in zip(
            SIDES, field.sides, field.decimals or (None, None), strict=True
        )
        if text is not None
    }
    unit = units.unit_of(measure)
    unit = units.distinct_unit(both[side], both.values(), unit)
    if field.model is Target:
        return formatting.aim_text(both[side], measure.target_kind, unit)
    return units.value_text(both[side], unit)
