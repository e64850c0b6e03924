"""``manage.py publish``: publish the working copy's changes as an edition."""

import datetime
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import as_text
from plan_site.editions.document.document import Act
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing.lookup import resolve_item
from plan_site.editions.publishing.rollback import rollback_notes

ASK_FIRST = (
    "SECOND_PERSON is on: nobody publishes alone. Ask for publication at the desk"
    " (Review & publish); then another person grants it there."
)


class Command(EditionsCommand):
    help = "Publish the working copy's changes, in all languages, as the next edition."

    def add_arguments(self, parser):
        self.add_note_options(parser)
        parser.add_argument(
            "--only",
            nargs="+",
            action="extend",
            metavar="CODE",
            help="These and no others, by code (1A, 1D-M2, 2016-19/1A) or by name.",
        )
        parser.add_argument(
            "--reasons",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help='JSON: {"1D-M2": {"en": "…", "es": "…"}} for corrected numbers.',
        )
        parser.add_argument(
            "--accept",
            nargs="+",
            action="extend",
            default=[],
            metavar="WARNING",
            help="Warnings that have been looked at, by their names from --dry-run.",
        )
        parser.add_argument(
            "--at",
            type=moment,
            help="When it goes live, such as 2026-12-01T06:00:00-08:00; else now.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print the changes and the check list; publish nothing.",
        )

    def handle(self, *, only, reasons, accept, at, dry_run, **options):
        full = Candidate.now()
        chosen = [resolve_item(code, full) for code in only or ()]
        texts = {}
        for path in reasons:
            texts |= read_reasons(path, full)
        if only is None:
            chosen = full.chosen - self.rolled_back_items(full)
        candidate = full.choose(chosen, texts)
        if dry_run:
            self.report(candidate)
            return
        if settings.SECOND_PERSON:
            raise CommandError(ASK_FIRST)
        act = Act(self.note_in(options), texts)
        try:
            edition = publishing.record(candidate, act, accepted=accept, at=at)
        except publishing.CheckListError:
            self.list_findings(candidate)
            raise
        self.press(edition, at)
        self.stdout.write(f"Edition {edition.number}: {len(candidate.chosen)} items.")

    def rolled_back_items(self, full: Candidate) -> set[ItemId]:
        """Print the items that a rollback withdrew."""
        notes, names = rollback_notes(full), full.names
        for item, note in notes.items():
            self.stdout.write(f"Left out: {names.words(item)} (--only {item}). {note}")
        return set(notes)

    def report(self, candidate: Candidate) -> None:
        for line in as_text(candidate.changes):
            self.stdout.write(line)
        self.list_findings(candidate)

    def list_findings(self, candidate: Candidate) -> None:
        """With the names that ``--accept`` takes."""
        findings = check_list(candidate)
        for finding in findings:
            kind = "ERROR" if finding.stops else "warning"
            self.stdout.write(f"{kind} {finding.name}: {finding.message}")
        self.stdout.write(f"{len(candidate.chosen)} items, {len(findings)} findings.")


def moment(text: str) -> datetime.datetime:
    """Raises ``ValueError`` without a time zone."""
    value = datetime.datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError
    try:
        return timezone.localtime(value)
    except OverflowError as error:
        raise ValueError from error


def read_reasons(path: Path, full: Candidate) -> dict[ItemId, dict[str, str]]:
    """By item. Raises ``CommandError`` if the file is not as expected."""
    try:
        reasons = json.loads(path.read_text())
        texts = [text for reason in reasons.values() for text in reason.values()]
    except (OSError, ValueError, AttributeError) as error:
        raise CommandError(f"{path} cannot be read as reasons: {error}") from None
    if not all(isinstance(text, str) for text in texts):
        raise CommandError(f"{path} holds a reason that is no text.")
    return {resolve_item(code, full): reason for code, reason in reasons.items()}
