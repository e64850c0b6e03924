"""
The check list before publishing: errors stop, warnings are answered one by one.

It reads the candidate as readers would get it, from a file of its own with every rule
of the database on, and says of each finding where it is and how it is mended.
"""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import Snapshot
from plan_site.editions.storage import edition_files

from . import choice_checks, number_checks, target_checks, text_checks
from .choice_checks import CandidateNames
from .contents import Contents
from .messages import Finding, with_unique_names

__all__ = ["Finding", "check_list"]


def check_list(
    candidate: Candidate, today: datetime.date | None = None
) -> list[Finding]:
    """What is found: errors first, then warnings, each in the plan's order."""
    names = CandidateNames(candidate)
    findings = [
        *choice_checks.chosen_without(candidate, names),
        *no_plan_left(candidate, names),
        *choice_checks.codes_used_before(candidate, names),
        *choice_checks.reasons_missing(candidate, names),
    ]
    order: dict[str, int] = {}
    try:
        with loaded(candidate.rows) as contents:
            findings += of_contents(contents, today or timezone.localdate())
            again = number_checks.shown_again
            findings += again(contents, candidate.last.snapshot, candidate.hide)
            order = contents.order
    except IntegrityError as error:
        findings += rules_broken(candidate.rows, names, findings, error)
    last = len(order)
    findings.sort(key=lambda f: (not f.stops, order.get(f.item, last), f.code))
    return with_unique_names(findings)


def no_plan_left(candidate: Candidate, names: CandidateNames) -> Iterator[Finding]:
    """The public plans that all go: every page has to be of one that stays."""
    if candidate.rows.of_kind("plan"):
        return
    message = _(
        "Readers would be left without any plan. Keep this one public until another"
        " one is."
    )
    for row in candidate.last.snapshot.of_kind("plan"):
        yield names.error("last-plan", row.item, message)


@contextmanager
def loaded(rows: Snapshot) -> Iterator[Contents]:
    """The contents of a file that holds rows; it is taken away in the end."""
    with tempfile.TemporaryDirectory(prefix="check-list-") as folder:
        path = Path(folder) / "candidate.sqlite3"
        edition_files.write(rows, path)
        with edition_files.reading_file(
            path, f"checks-{Path(folder).name}", Document()
        ):
            yield Contents.read()


def of_contents(contents: Contents, today: datetime.date) -> Iterator[Finding]:
    for check in [
        *text_checks.ERRORS,
        *target_checks.ERRORS,
        *number_checks.ERRORS,
        *text_checks.WARNINGS,
        *target_checks.WARNINGS,
        *number_checks.WARNINGS,
        choice_checks.dead_links,
    ]:
        yield from check(contents)
    yield from number_checks.overdue(contents, today)


def rules_broken(
    rows: Snapshot, names: CandidateNames, known: list[Finding], error: IntegrityError
) -> list[Finding]:
    """Why no file could hold the candidate, as errors that an editor can mend."""
    told = {finding.item for finding in known if finding.check == "needs"}
    found = [f for f in choice_checks.broken_rules(rows, names) if f.item not in told]
    if found or told:
        return found
    message = _(
        "The database refuses the plan as it would be: %(error)s. Show this message to"
        " whoever looks after the site."
    ) % {"error": error}
    return [Finding("rule:database", "rule", True, "", "", message, "/admin/")]
