"""Documents: what an edition stores. Its pages are a function of it and the build."""

import datetime
from dataclasses import dataclass, field, replace
from typing import Self

from django.utils.timezone import localdate

from plan_site.editions import scope
from plan_site.editions.models import Edition, database_now

from .diff import NOT_FOR_READERS, LogEntry, diff
from .hide_again import Hidden, hidden_today
from .snapshot import ItemId, Row, Snapshot, as_bytes, digest
from .statuses import differing_statuses
from .upgrades import STEPS

# Rises by one when a model changes; a frozen document of every format is in the tests.
FORMAT = 5


class NewerFormatError(ValueError):
    """A document was written by newer code than this."""


def upgrade(contents: dict) -> dict:
    """A stored document in today's format. Raises ``NewerFormatError``."""
    if contents["format"] > FORMAT:
        raise NewerFormatError(
            f"The document has format {contents['format']}; this code knows {FORMAT}."
        )
    while contents["format"] < FORMAT:
        step = STEPS[contents["format"]]
        contents = {**step(contents), "format": contents["format"] + 1}
    return contents


@dataclass(frozen=True)
class Act:
    """What its publisher says of a publication."""

    note: dict[str, str] = field(default_factory=dict)
    # A public reason for each corrected item, by language.
    reasons: dict[ItemId, dict[str, str]] = field(default_factory=dict)
    # Changes that are published and stored, but not shown in the readers' log; what has
    # a public reason is shown all the same.
    minor: frozenset[ItemId] = frozenset()
    by: str = ""
    rolled_back_from: int | None = None


@dataclass(frozen=True)
class Document:
    """An edition as plain data; as it is by default, nothing is public yet."""

    number: int = 0
    day: str | None = None
    note: dict[str, str] = field(default_factory=dict)
    by: str = ""
    rolled_back_from: int | None = None
    snapshot: Snapshot = Snapshot()
    # All public changes up to it, the newest first.
    log: tuple[LogEntry, ...] = ()
    # The number and day of the edition that last changed each item.
    touched: dict[ItemId, dict] = field(default_factory=dict)
    # Every code that was ever used, by plan, with the item that had it first.
    codes: dict[str, dict[str, ItemId]] = field(default_factory=dict)
    # Every address that a plan ever had, with the plan that has it or had it last.
    plans: dict[str, ItemId] = field(default_factory=dict)
    # What was hidden for privacy: see ``Hidden.as_data``.
    hidden: list[list] = field(default_factory=list)
    # The columns of rows that were redacted, with the day.
    redacted: list[dict] = field(default_factory=list)
    format: int = FORMAT

    @classmethod
    def read(cls, contents: dict) -> Self:
        """Raises ``NewerFormatError`` for a format that this code does not know yet."""
        contents = upgrade(contents)
        rows = Snapshot.of(Row(**row) for row in contents["snapshot"])
        log = tuple(map(LogEntry.read, contents["log"]))
        return cls(**{**contents, "snapshot": rows, "log": log})

    @classmethod
    def last_live(cls, now: datetime.datetime | None = None) -> Self:
        edition = Edition.objects.live(now or database_now()).first()
        return cls.read(edition.contents) if edition else cls()

    @classmethod
    def in_scope(cls) -> Self:
        """What is known of the edition being read; nothing of the working copy."""
        return scope.current().edition or cls()

    @property
    def today(self) -> datetime.date:
        """What its pages take for today; the clock's own day for the working copy."""
        return datetime.date.fromisoformat(self.day) if self.day else localdate()

    @property
    def facts(self) -> Self:
        """What pages show of an edition beyond the plan's rows."""
        return replace(self, snapshot=Snapshot())

    def codes_of(self, plan: ItemId) -> dict[str, ItemId]:
        """Every code of a plan, under all addresses that it ever had."""
        return {
            code: item
            for slug, codes in self.codes.items()
            if self.plans.get(slug) == plan
            for code, item in codes.items()
        }

    def hide_again(self, hide: Hidden | None = None) -> Self:
        hide = hide or hidden_today(self.hidden)
        rows = hide.in_rows(self.snapshot)
        log, hidden = hide.in_log(self.log), hide.as_data(rows)
        return replace(self, snapshot=rows, log=log, hidden=hidden)

    def next(self, rows: Snapshot, act: Act, day: datetime.date) -> Self:
        hide = hidden_today(self.hidden)
        rows = hide.in_rows(rows)
        mark = {"number": self.number + 1, "day": day.isoformat()}
        about = {"note": act.note, "rolled_back_from": act.rolled_back_from, **mark}
        # The first edition is no change of anything: it is where the log begins.
        before = self.snapshot if self.number else rows
        changes = []
        for change in diff(before, rows, NOT_FOR_READERS):
            reason = act.reasons.get(change.item, {})
            minor = change.item in act.minor and not reason
            both = (side.by_item.get(change.item, ()) for side in (before, rows))
            statuses = differing_statuses(*both)
            said = {"minor": minor, "reason": reason, "statuses": statuses}
            changes.append(replace(change, **said))
        changed = self.snapshot.changed_items(rows)
        touched = self.touched | dict.fromkeys(changed, mark)
        plans = {row.fields["slug"]: row.item for row in rows.of_kind("plan")}
        document = replace(
            self,
            **about,
            by=act.by,
            snapshot=rows,
            log=(LogEntry(**about, changes=tuple(changes)), *self.log),
            touched={item: touched[item] for item in rows.by_item},
            codes=rows.codes_ever_used(self.codes),
            plans=self.plans | plans,
            format=FORMAT,
        )
        return document.hide_again(hide)


def rewrite(edition: Edition, document: Document) -> None:
    edition.document = as_bytes(document).decode()
    edition.digest = digest(document)
    edition.save(update_fields=["document", "digest"])
