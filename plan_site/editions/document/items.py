"""
Items: what is compared, chosen and published as one.

A measure goes with its whole series and a plan with its sections; everything else is an
item by itself. An item is named by its row: ``pillars.priority:12``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from pillars.rules.visible_text import shown

from . import public_fields
from .snapshot import Row, in_order

ItemId = str

# What an item is called by: the first of these that it has.
TITLES = ("title", "term", "text")


def own_item(row: Row) -> ItemId:
    """The item that a row is, unless it is part of another one."""
    return f"{row['model']}:{row['pk']}"


def item_of(row: Row) -> ItemId:
    model = public_fields.BY_LABEL[row["model"]]
    if model in public_fields.PART_OF:
        parent = public_fields.PART_OF[model]
        label = public_fields.label(model._meta.get_field(parent).related_model)
        return f"{label}:{row['fields'][parent]}"
    return own_item(row)


def by_item(rows: Iterable[Row]) -> dict[ItemId, list[Row]]:
    gathered = defaultdict(list)
    for row in rows:
        gathered[item_of(row)].append(row)
    return dict(gathered)


def changed_items(before: Iterable[Row], after: Iterable[Row]) -> list[ItemId]:
    """The items of which anything differs, in the order of the plan's records."""
    old, new = by_item(before), by_item(after)
    place = {label: number for number, label in enumerate(public_fields.BY_LABEL)}
    differ = [item for item in {**old, **new} if old.get(item) != new.get(item)]

    def position(item: ItemId) -> tuple[int, int]:
        label, key = item.split(":")
        return place[label], int(key)

    return sorted(differ, key=position)


def overlay(
    before: Iterable[Row], after: Iterable[Row], chosen: Iterable[ItemId]
) -> list[Row]:
    """The rows before, with the chosen items as they are after."""
    chosen = set(chosen)
    kept = [row for row in before if item_of(row) not in chosen]
    taken = [row for row in after if item_of(row) in chosen]
    return kept + taken


def stands_on(rows: Iterable[Row]) -> Iterator[tuple[ItemId, ItemId]]:
    """Pairs of items, the first of which points to the second."""
    for row in rows:
        item = item_of(row)
        for label, key in pointed_to(row):
            if f"{label}:{key}" != item:
                yield item, f"{label}:{key}"


def pointed_to(row: Row) -> Iterator[tuple[str, int]]:
    """The rows that a row cannot be without, linked many to many or by a key."""
    model = public_fields.BY_LABEL[row["model"]]
    for column in public_fields.public_columns(model):
        key = row["fields"].get(column.name)
        if isinstance(column, models.ForeignKey) and key is not None:
            yield public_fields.label(column.related_model), key
    for link in public_fields.public_links(model):
        for key in row["fields"].get(link.name) or ():
            yield public_fields.label(link.related_model), key


def bound_together(
    before: Iterable[Row], after: Iterable[Row]
) -> dict[ItemId, set[ItemId]]:
    """
    For each changed item, the other changed items that it cannot be published without.

    A new item needs the new ones that it points to; a removed one needs those that
    pointed to it to go too; an item that takes over a unique key, such as a number that
    two strategies swap, needs the item that gives it up; and codes that moved together
    go out together.
    """
    before, after = list(before), list(after)
    changed = set(changed_items(before, after))
    needs: dict[ItemId, set[ItemId]] = {item: set() for item in changed}
    old, new = (set(map(own_item, rows)) for rows in (before, after))
    for item, other in stands_on(after):
        if {item, other} <= changed and other not in old:
            needs[item].add(other)
    for item, other in stands_on(before):
        if {item, other} <= changed and other not in new:
            needs[other].add(item)
    holders = {key: item_of(row) for row in before for key in unique_keys(row)}
    for row in after:
        item = item_of(row)
        for key in unique_keys(row):
            holder = holders.get(key)
            if holder is not None and holder != item and item in changed:
                needs[item].add(holder)
    had, have = coded_items(before), coded_items(after)
    moved = {item for item in changed & {*had} & {*have} if had[item] != have[item]}
    for item, other in stands_on(after):
        if {item, other} <= moved:
            needs[item].add(other)
            needs[other].add(item)
    return needs


def unique_keys(row: Row) -> Iterator[tuple]:
    """What no other row of a snapshot may share with this one, by the plan's rules."""
    model = public_fields.BY_LABEL[row["model"]]
    public = {column.name for column in public_fields.public_columns(model)}
    values = row["fields"]
    for rule in model._meta.constraints:
        if (
            not isinstance(rule, models.UniqueConstraint)
            or not set(rule.fields) <= public
        ):
            continue
        # A rule with a condition holds only where its columns say something.
        key = tuple(values.get(name) for name in rule.fields)
        if rule.condition is None or all(part not in {None, False} for part in key):
            yield row["model"], rule.name, key
    for column in public_fields.public_columns(model):
        if column.unique and not column.primary_key:
            yield row["model"], column.name, values[column.name]


def is_a(row: Row, name: str) -> bool:
    return row["model"] == f"pillars.{name}"


def coded_items(rows: list[Row]) -> dict[ItemId, str]:
    found: dict[ItemId, str] = {}
    for row in in_order(rows):
        values, item = row["fields"], item_of(row)
        if is_a(row, "pillar"):
            found[item] = str(values["number"])
        elif is_a(row, "priority"):
            above = found.get(f"pillars.pillar:{values['pillar']}", "?")
            found[item] = f"{above}{values['letter']}"
        elif is_a(row, "strategy"):
            above = found.get(f"pillars.priority:{values['priority']}", "?")
            found[item] = f"{above}.{values['number']}"
        elif is_a(row, "measure"):
            found[item] = values["code"]
    return found


def item_names(rows: list[Row]) -> dict[ItemId, dict]:
    """Each item's plan, its code if it has one, and its title by language."""
    coded, plans = coded_items(rows), plan_slugs(rows)
    names = {}
    for row in rows:
        item = item_of(row)
        if own_item(row) == item:
            names[item] = {
                "plan": plans[item],
                "code": coded.get(item, ""),
                "title": title_of(row),
            }
    return names


def plan_slugs(rows: list[Row]) -> dict[ItemId, str]:
    """The address of the plan that each item belongs to."""
    slugs: dict[ItemId, str] = {}
    for row in in_order(rows):
        model, values = public_fields.BY_LABEL[row["model"]], row["fields"]
        above = public_fields.TO_PLAN[model].partition("__")[0]
        if above:
            label = public_fields.label(model._meta.get_field(above).related_model)
            slugs.setdefault(item_of(row), slugs.get(f"{label}:{values[above]}", ""))
        else:
            slugs[item_of(row)] = values["slug"]
    return slugs


def title_of(row: Row) -> dict[str, str]:
    """What an item is called, by language: its title, term, text or code."""
    values = row["fields"]
    for field in TITLES:
        wordings = {
            name.removeprefix(f"{field}_"): text
            for name, text in values.items()
            if name.startswith(f"{field}_") and shown(text)
        }
        if wordings:
            return wordings
    return {}
