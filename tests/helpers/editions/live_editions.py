"""Editions for tests: published without a press, as if their pages were made."""

import datetime

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import Snapshot
from plan_site.editions.models import Edition
from plan_site.editions.publishing import publish as publishing

NOON = datetime.datetime(2024, 10, 1, 19, 0, tzinfo=datetime.UTC)


def publish(now: datetime.datetime = NOON, act: Act | None = None) -> Edition:
    """The working copy goes out as the next edition and is live, unchecked."""
    last = Document.last_live(now)
    act = act or Act({}, {})
    return go_live(publishing.store(last, take_snapshot(), act, None, now), now)


def go_live(edition: Edition, at: datetime.datetime = NOON) -> Edition:
    """An edition whose pages are made goes live, or waits for its moment."""
    edition.goes_live_at = at
    edition.save()
    return edition


def row_of(contents: dict, record) -> dict:
    """What a document says of a record."""
    return fields_of(Document.read(contents).snapshot, record)


def fields_of(rows: Snapshot, record) -> dict:
    """What a snapshot says of a record."""
    key = record._meta.label_lower, record.pk
    (found,) = (row.fields for row in rows if row.key == key)
    return found


def value_lines(contents: dict) -> list[tuple]:
    """The numbers in a document's log, the newest first: before, after, hidden."""
    return [
        (line["before"], line["after"], line.get("hidden", False))
        for entry in contents["log"]
        for change in entry["changes"]
        for line in change["fields"]
        if line["field"] == "value"
    ]
