"""
Documents: what an edition stores, and the one thing that its pages are made from.

A document is plain data: a format number; the snapshot; all public changes up to it;
when each item last changed; every code and every plan's address that was ever used;
what was hidden or taken out; its number, day, note and author. Pages are a pure
function of document and build.
"""

import datetime
from dataclasses import dataclass

from plan_site.editions.models import Edition, database_now

from . import diff, hide_again, items, snapshot
from .snapshot import Row
from .upgrades import FORMAT, upgraded


@dataclass(frozen=True)
class Act:
    """What its publisher says of a publication."""

    note: dict[str, str]
    # A public reason for each corrected item, by language.
    reasons: dict[items.ItemId, dict[str, str]]
    # Changes that are published and kept, but not shown in the readers' log; what has
    # a public reason is shown all the same.
    minor: frozenset[items.ItemId] = frozenset()
    by: str = ""
    rolled_back_from: int | None = None


def empty() -> dict:
    """The document before the first: nothing is public."""
    return {
        "format": FORMAT,
        "number": 0,
        "day": None,
        "note": {},
        "by": "",
        "rolled_back_from": None,
        "snapshot": [],
        "log": [],
        "touched": {},
        "codes": {},
        "plans": {},
        "hidden": [],
        "redacted": [],
    }


def last_live(now: datetime.datetime | None = None) -> dict:
    """The document of the last live edition, in today's format; else the empty one."""
    edition = Edition.objects.live(now or database_now()).first()
    return upgraded(edition.contents) if edition else empty()


def rewrite(edition: Edition, contents: dict) -> None:
    """Store another document for an edition; each machine makes its pages anew."""
    edition.document = snapshot.as_bytes(contents).decode()
    edition.digest = snapshot.digest(contents)
    edition.save(update_fields=["document", "digest"])


def following(last: dict, rows: list[Row], act: Act, day: datetime.date) -> dict:
    """The document that comes after ``last`` when its public rows become ``rows``."""
    number = last["number"] + 1
    hide = hide_again.today(last)
    rows = snapshot.in_order(hide.in_rows(rows))
    # The first edition is no change of anything: it is where the log begins.
    before = last["snapshot"] if last["number"] else rows
    changes = [
        {
            **change,
            "minor": change["item"] in act.minor
            and not act.reasons.get(change["item"]),
            "reason": act.reasons.get(change["item"], {}),
        }
        for change in diff.changes(before, rows, diff.UNTOLD)
    ]
    entry = {
        "number": number,
        "day": day.isoformat(),
        "note": act.note,
        "rolled_back_from": act.rolled_back_from,
        "changes": changes,
    }
    mark = {"number": number, "day": day.isoformat()}
    present = items.by_item(rows)
    changed = items.changed_items(last["snapshot"], rows)
    touched = {**last["touched"], **dict.fromkeys(changed, mark)}
    return {
        **last,
        "format": FORMAT,
        "number": number,
        "day": day.isoformat(),
        "note": act.note,
        "by": act.by,
        "rolled_back_from": act.rolled_back_from,
        "snapshot": rows,
        "log": hide.in_log([entry, *last["log"]]),
        "touched": {item: touched[item] for item in present},
        "codes": codes_ever_used(last["codes"], rows),
        "plans": addresses_ever_used(last.get("plans", {}), rows),
        "hidden": hide.as_data(last, rows),
    }


def codes_ever_used(
    before: dict, rows: list[Row]
) -> dict[str, dict[str, items.ItemId]]:
    """Each plan's codes with the item that first had each: none is ever given again."""
    plans = items.plan_slugs(rows)
    used = {slug: dict(codes) for slug, codes in before.items()}
    for item, code in items.coded_items(rows).items():
        used.setdefault(plans[item], {}).setdefault(code, item)
    return used


def addresses_ever_used(before: dict, rows: list[Row]) -> dict[str, items.ItemId]:
    """Each address that a plan has had, with the plan that has it or had it last."""
    now = {
        row["fields"]["slug"]: items.item_of(row)
        for row in rows
        if row["model"] == "pillars.plan"
    }
    return {**before, **now}


def public_facts(document: dict) -> dict:
    """What pages show of an edition beyond the plan's rows: all but the snapshot."""
    return {name: part for name, part in document.items() if name != "snapshot"}
