"""The JSON Schema of a plan's file: what its importer reads, column by column."""

from django.db import models
from django.db.models import Field

from pillars.history.field_text import YEARS
from pillars.models.base import LanguagesField

from .sheets import CODES, SHEETS, Sheet

# The importer also reads what people write in a spreadsheet, such as “53 %” or “yes”.
TYPES = {
    LanguagesField: "string",
    models.BooleanField: "boolean",
    models.DecimalField: "number",
    models.PositiveSmallIntegerField: "integer",
    models.PositiveIntegerField: "integer",
}


def schema(address: str) -> dict:
    """JSON Schema 2020-12; names that begin with $ tell of the file itself."""
    entries = {name: schema_of(sheet) for name, sheet in SHEETS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "A strategic plan",
        "type": "object",
        "properties": {
            name: entry if name == "plan" else {"type": "array", "items": entry}
            for name, entry in entries.items()
        },
        "patternProperties": {r"^\$": {}},
        "required": ["plan"],
        "additionalProperties": False,
    }


def schema_of(sheet: Sheet) -> dict:
    required = sheet.columns.required
    return {
        "type": "object",
        "properties": {name: values_in(sheet, name) for name in sheet.columns.names},
        "required": [*required],
        "additionalProperties": False,
    }


def values_in(sheet: Sheet, column: str) -> dict:
    if column in CODES:
        return {"type": ["string", "null"]}
    field = sheet.field(column)
    title = {"title": str(field.verbose_name)}
    if choices := sheet.choices(column):
        return title | {"enum": [*choices, None]}
    return title | {"type": [*types_of(field), "null"]}


def types_of(field: Field) -> list[str]:
    """A number or a school year may be a text, as one that JSON cannot write."""
    found = next((TYPES[kind] for kind in type(field).__mro__ if kind in TYPES), "")
    may_be_text = field.name in YEARS or found in {"", "number"}
    return [*filter(None, [found]), *(["string"] if may_be_text else [])]
