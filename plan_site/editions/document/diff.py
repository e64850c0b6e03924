"""
What differs between two snapshots: item by item, field by field, language by language.

It is told nothing about models: a new field is compared without a new line here.
"""

from pillars.rules.suppression import HIDDEN

from . import items, public_fields
from .snapshot import Row, key_of

# What nobody is shown as a change: it follows from other columns.
FOLLOWS = {"sort_key"}
# What readers are never shown as a change; editors are.
UNTOLD = {*FOLLOWS, "translation_state", "position"}

COUNTED = {"pillars.baseline", "pillars.target", "pillars.result"}
NUMBERS = {"value", "low", "high"}
WRITTEN_WITH = ("unit_kind", "decimals", "target_kind")
# What a number is of.
PLACE = {"school_year", "group"}


def changes(before: list[Row], after: list[Row], without: set = FOLLOWS) -> list[dict]:
    """
    The changes that lead from one snapshot to another, an entry an item.

    Each entry names its ``item``; its ``kind`` (added, changed, removed, retired, or
    corrected where a published number was altered); its ``plan``, its ``code`` and its
    ``title`` by language, as they are now or last were; and ``fields``: for each field
    of each of its rows, ``row``, ``field``, ``language`` (empty where there is one),
    ``before`` and ``after``. An item added or removed is said to be so, without fields.
    Where a number changed, ``written`` says how its measure wrote it then.
    """
    old, new = items.by_item(before), items.by_item(after)
    names = {**items.item_names(before), **items.item_names(after)}
    found = []
    for item in items.changed_items(before, after):
        entry = {"item": item, **names[item], "fields": []}
        if item not in old:
            entry["kind"] = "added"
        elif item not in new:
            entry["kind"] = "removed"
        else:
            entry["fields"] = field_changes(old[item], new[item], without)
            if not entry["fields"]:
                continue
            entry["kind"] = kind_of(entry["fields"])
            if any(is_number(change) for change in entry["fields"]):
                sides = {"before": old[item], "after": new[item]}
                entry["written"] = {side: written(rows) for side, rows in sides.items()}
        found.append(entry)
    return found


def field_changes(
    before: list[Row], after: list[Row], without: set = FOLLOWS
) -> list[dict]:
    """Each field that differs between the rows of one item, but some columns."""
    old, new = ({key_of(row): row for row in rows} for rows in (before, after))
    found = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        place = row_name(now or was)
        parent = public_fields.PART_OF.get(public_fields.BY_LABEL[key[0]])
        columns = {**(was or now)["fields"], **(now or was)["fields"]}
        for column in columns:
            one, other = (
                (row["fields"].get(column) if row else None) for row in (was, now)
            )
            if one != other and column not in {*without, parent}:
                field, language = field_and_language(key[0], column)
                found.append(
                    {
                        "row": place,
                        "field": field,
                        "language": language,
                        "before": one,
                        "after": other,
                    }
                )
    return found


def field_and_language(label: str, column: str) -> tuple[str, str]:
    """A column as the field that it is part of, and its language if it has one."""
    found = public_fields.BY_LABEL[label]._meta.get_field(column)
    translated = getattr(found, "translated_field", None)
    return (translated.name, found.language) if translated else (column, "")


def kind_of(changed: list[dict]) -> str:
    if any(c["field"] == "is_retired" and c["after"] for c in changed):
        return "retired"
    corrected = any(is_correction(change, changed) for change in changed)
    return "corrected" if corrected else "changed"


def written(rows: list[Row]) -> dict:
    """How a measure's numbers are written: its unit, decimals and kind of target."""
    (measure,) = (row for row in rows if row["model"] == "pillars.measure")
    return {name: measure["fields"][name] for name in WRITTEN_WITH}


def is_number(change: dict) -> bool:
    is_counted = f"pillars.{change['row']['kind']}" in COUNTED
    return is_counted and change["field"] in NUMBERS


def is_correction(change: dict, others: list[dict]) -> bool:
    """Whether a number that readers had been given was altered, moved or taken back."""
    if f"pillars.{change['row']['kind']}" in COUNTED and change["field"] in PLACE:
        return stays(change["row"], others)
    return is_number(change) and change["before"] is not None


def stays(row: dict, changed: list[dict]) -> bool:
    """Whether a row of a series was there before and still is, if elsewhere."""
    years = [c for c in changed if c["row"] == row and c["field"] == "school_year"]
    return all(None not in (year["before"], year["after"]) for year in years)


def telling(changed: list[dict]) -> list[dict]:
    """
    The changed fields that say something to who reads them.

    A number that came or went is named by its year and group: these are not said again,
    nor what it is not, nor that a text is behind whose other language was rewritten.
    """
    return [change for change in changed if not is_said_already(change, changed)]


def is_said_already(change: dict, changed: list[dict]) -> bool:
    """Whether other changed fields of its row, or there being a row, say as much."""
    if change["field"] == "translation_state":
        return any(c["language"] for c in changed if c["row"] == change["row"])
    if change.get("hidden"):
        same_row = (c for c in changed if c["row"] == change["row"])
        return any(c["field"] == "state" and c["after"] in HIDDEN for c in same_row)
    if stays(change["row"], changed):
        return False
    sides = change["before"], change["after"]
    return change["field"] in PLACE or (None in sides and False in sides)


def row_name(row: Row) -> dict:
    """What tells a row of an item from its other rows: year and group of a number."""
    kind = row["model"].split(".")[1]
    values = row["fields"]
    if row["model"] in COUNTED:
        return {"kind": kind, "year": values["school_year"], "group": values["group"]}
    return {"kind": kind, "key": row["pk"]}
