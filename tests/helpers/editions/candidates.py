"""Candidates for tests: the working copy as it is, after what was published before."""

import datetime
import json

from plan_site.editions.checks.check_list import check_list
from plan_site.editions.checks.messages import CheckMessage
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import as_bytes

TODAY = datetime.date(2024, 10, 1)


def published() -> dict:
    """The document of an edition that holds the working copy as it is now."""
    return stored(Document().next(take_snapshot(), Act({}, {}), TODAY))


def stored(document: Document) -> dict:
    """A document as an edition stores it."""
    return json.loads(as_bytes(document))


def candidate(
    last: dict | None = None, without: set[str] = frozenset(), **given
) -> Candidate:
    """The candidate of all that changed, but the items left out."""
    before = Document.read(last) if last else Document()
    working = given.pop("working", None) or take_snapshot()
    changed = frozenset(before.snapshot.changed_items(working))
    return Candidate(before, working, changed - without, **given)


def findings(*args, today: datetime.date = TODAY, **given) -> list[CheckMessage]:
    """What the check list finds in the candidate of all that changed."""
    return check_list(candidate(*args, **given), today)


def names(*args, **given) -> list[str]:
    """The names of all that is found."""
    return [finding.name for finding in findings(*args, **given)]
