"""Rollback: the content of an older edition goes out again, as a new edition."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from plan_site.editions.document import diff, document, hide_again, items, snapshot
from plan_site.editions.document.document import Act
from plan_site.editions.document.items import ItemId
from plan_site.editions.document.upgrades import upgraded
from plan_site.editions.models import Edition, database_now

from . import publish
from .publish import Candidate, PublishingError


@dataclass(frozen=True)
class Rollback:
    """What the site would be if an older edition's content went out again."""

    number: int
    last: dict
    older: dict

    @classmethod
    def to(cls, number: int, now: datetime.datetime | None = None) -> "Rollback":
        """The rollback to an edition. Raises ``PublishingError`` if there is none."""
        now = now or database_now()
        edition = Edition.objects.live(now).filter(number=number).first()
        if edition is None:
            raise PublishingError(
                _("No edition %(number)s has gone live.") % {"number": number}
            )
        return cls(number, document.last_live(now), upgraded(edition.contents))

    @cached_property
    def rows(self) -> list[snapshot.Row]:
        """The older edition's rows, in today's format, without what is hidden today."""
        hide = hide_again.today(self.last).after(self.last)
        return snapshot.in_order(hide.in_rows(self.older["snapshot"]))

    @cached_property
    def changes(self) -> list[dict]:
        return diff.changes(self.last["snapshot"], self.rows)

    def reasons(self, note: dict[str, str]) -> dict[str, dict[str, str]]:
        """Why each published number changes: the note, else the plain fact."""
        reason = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                fact = _("The site went back to what edition %(number)s said.")
                reason[code] = note.get(code) or fact % {"number": self.number}
        return {
            change["item"]: reason
            for change in self.changes
            if change["kind"] == "corrected"
        }

    def refuse_errors(self) -> None:
        """Refuse a content in which the check list finds an error today."""
        changed = items.changed_items(self.last["snapshot"], self.rows)
        candidate = Candidate(self.last, self.rows, frozenset(changed))
        for finding in candidate.findings:
            # Why a number changes is told by the rollback itself.
            if finding.stops and finding.check != "reason":
                raise PublishingError(
                    _("What edition %(number)s said cannot go out again: %(why)s")
                    % {"number": self.number, "why": finding.message}
                )


def rolled_back(candidate: Candidate) -> dict[ItemId, str]:
    """The changed items that say again what a rollback withdrew, and which one did."""
    last, found = candidate.last, {}
    withdrawn = [e["number"] - 1 for e in last["log"] if e["rolled_back_from"]]
    for edition in Edition.objects.filter(number__in=withdrawn).order_by("number"):
        rows = upgraded(edition.contents)["snapshot"]
        lost = {c["item"]: c["fields"] for c in diff.changes(last["snapshot"], rows)}
        said = _("Was in edition %(before)s, rolled back in edition %(number)s.") % {
            "before": edition.number,
            "number": edition.number + 1,
        }
        for change in candidate.all_changes:
            was, now = lost.get(change["item"], ()), change["fields"]
            # What comes or goes whole is a change without fields.
            if was == now == [] or any(f in now for f in diff.telling(was)):
                found[change["item"]] = said
    return found


def record(
    rollback: Rollback,
    note: dict[str, str],
    *,
    user=None,
    now: datetime.datetime | None = None,
) -> Edition:
    """
    The new edition's row, not live yet and not pressed.

    What stops it is that nothing would change, another edition that is under way, or an
    error: what was hidden or redacted since leaves gaps in a content that had none.
    """
    now = now or database_now()
    publish.refuse_unless_free(now)
    if rollback.rows == rollback.last["snapshot"]:
        raise PublishingError(
            _("Nothing would change: the site says what edition %(number)s said.")
            % {"number": rollback.number}
        )
    rollback.refuse_errors()
    act = Act(
        note,
        rollback.reasons(note),
        by=str(user or ""),
        rolled_back_from=rollback.number,
    )
    return publish.store(rollback.last, rollback.rows, act, user, now)
