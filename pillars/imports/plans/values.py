"""What a row says of its record, by column, and whether the plan's rules allow it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _

from pillars.enums import State, TargetKind, UnitKind
from pillars.imports.files.cells import CellError, entered_decimals
from pillars.imports.files.dataset import Row
from pillars.imports.files.fields import read_cell
from pillars.models import Measure, PlanItem
from pillars.models.series import as_published

from .records import Records
from .sheets import Sheet

NUMBERS = ("baselines", "targets", "results")
NUMBER_COLUMNS = ("value", "low", "high")
# A change by percent is one whatever the measure counts.
IN_PERCENT = Measure(unit_kind=UnitKind.PERCENT, decimals=4)


def read_values(
    row: Row, sheet: Sheet, record: PlanItem, records: Records
) -> dict[str, Any]:
    """What a row says, by column; what it does not say stays as it is."""
    values = {
        column: row.read(column, read_value, row, sheet.field(column), record, records)
        for column in filter(row.has, sheet.value_columns)
    }
    if row.sheet in NUMBERS and not row.has("decimals"):
        values |= decimals_as_written(row, record, values)
    if "position" in values and not row.text("position"):
        del values["position"]
    # A file of what is public says nothing of a value that was hidden in it.
    hides = values.get("state") == State.SUPPRESSED and values.get("value") is None
    if hides and record.pk and as_published(record)[0] == State.SUPPRESSED:
        del values["state"]
        values.pop("value", None)
    return values


def read_value(row: Row, field: Field, record: PlanItem, records: Records) -> Any:
    column = field.name
    if column == "strategy" and (code := row.text(column)):
        return records.find("strategies", code, record.priority)
    if column == "office" and (code := row.text(column)):
        return records.find("offices", code)
    is_needed = not (field.null or field.has_default() or field.empty_strings_allowed)
    if is_needed and not row.text(column):
        raise CellError(_("It cannot be empty."))
    measure = getattr(record, "measure", None)
    is_change = measure and measure.target_kind == TargetKind.CHANGE_BY_PERCENT
    if row.sheet == "targets" and is_change:
        measure = IN_PERCENT
    return read_cell(field, row.cell(column), measure)


def decimals_as_written(
    row: Row, record: PlanItem, values: dict[str, Any]
) -> dict[str, int | None]:
    """Those of a new number, where a file has no column for them."""
    names = [name for name in NUMBER_COLUMNS if values.get(name) is not None]
    if all(getattr(record, name) == values[name] for name in names):
        return {}
    found = (entered_decimals(row.cell(name), values[name]) for name in names)
    return {"decimals": max((one for one in found if one is not None), default=None)}


def check_rules(row: Row, sheet: Sheet, record: PlanItem) -> None:
    """Check a record, as it would be, against the plan's own rules."""
    own = {*sheet.value_columns, *sheet.key}
    fields = record._meta.fields
    others = {it.name for it in fields if it.is_relation or it.name not in own}
    try:
        record.full_clean(exclude=others, validate_unique=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            column = name if name in sheet.columns.names else sheet.key[0]
            for message in messages:
                row.refuse(column, message)
