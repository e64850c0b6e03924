"""Candidates for tests: the working copy as it is, after what was published before."""

import datetime

from plan_site.editions.checks.check_list import Finding, check_list
from plan_site.editions.document import document, items, snapshot
from plan_site.editions.document.document import Act
from plan_site.editions.publishing.publish import Candidate

TODAY = datetime.date(2024, 10, 1)


def published() -> dict:
    """The document of an edition that holds the working copy as it is now."""
    return document.following(document.empty(), snapshot.take(), Act({}, {}), TODAY)


def candidate(
    last: dict | None = None, without: set[str] = frozenset(), **given
) -> Candidate:
    """The candidate of all that changed, but the items left out."""
    last = last or document.empty()
    working = given.pop("working", None) or snapshot.take()
    changed = items.changed_items(last["snapshot"], working)
    return Candidate(last, working, frozenset(changed) - without, **given)


def findings(*args, today: datetime.date = TODAY, **given) -> list[Finding]:
    """What the check list finds in the candidate of all that changed."""
    return check_list(candidate(*args, **given), today)


def names(*args, **given) -> list[str]:
    """The names of all that is found."""
    return [finding.name for finding in findings(*args, **given)]
