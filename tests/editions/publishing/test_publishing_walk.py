"""
A walk at random over all that publishing is made of, and what holds at every step.

A step is an act of an editor or of a publisher, as the desk and the commands do it; it
may be refused in words. ``WALK_SEEDS=100-200`` walks others than the usual ones.
"""

import datetime
import os
import random

import pytest
from django.db import transaction

from pillars.hierarchy.tree import BY_LABEL
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document import snapshot
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press.crawl import file_name
from plan_site.editions.press.taken_over import NAMED_BY_DIGEST
from plan_site.editions.publishing import publish, redact, restore, rollback
from plan_site.editions.publishing.publish import (
    PublishingError,
    hide_in_waiting_edition,
)
from tests.helpers.editions.pressed_editions import (
    FOUND,
    connections_kept,
    paths_in,
    pressed,
    reader_of,
)
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.editions.walk_acts import REFUSALS, Editors
from tests.helpers.editions.walk_site import Marks, current_marks, make_site, marks_in
from tests.helpers.pdf_parts import readable

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

# A walk goes on until so many editions are made, and is stuck after so many tries.
EDITIONS, TRIES = 8, 400
REFUSED = (
    *REFUSALS,
    PublishingError,
)
GOOD = {200, 410}
WHY = {"en": "It was counted anew.", "es": "Se contó de nuevo."}


def seeds() -> range:
    """The usual seeds, or those that the environment asks for."""
    first, _dash, last = os.environ.get("WALK_SEEDS", "1-4").partition("-")
    return range(int(first), int(last or first) + 1)


class Walk(Editors):
    """A walk, with what was ever published and what must be said no more."""

    def __init__(self, seed: int, user):
        rng = random.Random(seed)  # noqa: S311 - the same walk every time
        super().__init__(rng, Marks(seed), user)
        self.told: list[str] = []
        self.addresses: set[str] = set()
        self.documents: dict[int, str] = {}
        self.made = 0

    def acts(self):
        publishers = {
            self.publish_all: 24,
            self.publish_some: 12,
            self.schedule: 6,
            self.moment_comes: 8,
            self.cancel: 2,
            self.roll_back: 7,
            self.take_back: 5,
            self.redact: 5,
        }
        return {**super().acts(), **publishers}

    def go(self) -> None:
        """Publish all there is, then do this and that, and see what holds each time."""
        self.do(self.publish_all)
        acts = self.acts()
        for _try in range(TRIES):
            if self.made == EDITIONS:
                break
            self.do(*self.random.choices([*acts], [*acts.values()]))
        assert self.made == EDITIONS

    def do(self, act) -> None:
        """An act as a whole or not at all; what was refused is not told."""
        self.told.append(f"{act.__name__}: did not end")
        try:
            with transaction.atomic():
                self.told[-1] = f"{act.__name__}: {act()}"
        except REFUSED:
            self.told.pop()
        # As after each page that is sent to the desk.
        hide_in_waiting_edition(database_now())
        self.see_that_live_documents_stay()

    # What publishers do.

    def publish_all(self) -> str:
        """Publish all that changed; then nothing is left."""
        everything = Candidate.now()
        done = self.record(everything, everything.chosen)
        left = Candidate.now()
        assert (left.changes, left.chosen) == ([], frozenset())
        return done

    def publish_some(self, at: datetime.datetime | None = None) -> str:
        """Publish some of what changed, with or without what it needs."""
        everything = Candidate.now()
        some = {i for i in sorted(everything.chosen) if self.random.random() < 0.5}
        while needed := {n for item in some for n in everything.needs[item]} - some:
            if self.random.random() < 0.1:
                break
            some |= needed
        return self.record(everything, some, at)

    def schedule(self) -> str:
        return self.publish_some(database_now() + datetime.timedelta(days=1))

    def record(self, everything: Candidate, chosen, at=None) -> str:
        """Publish with a reason where one is asked for, and each warning answered."""
        asked = check_list(everything.choose(chosen, {}))
        reasons = {f.item: WHY for f in asked if f.check == "reason"}
        candidate = everything.choose(chosen, reasons)
        share = self.random.choice((0, 0.5, 1))
        minor = {item for item in sorted(chosen) if self.random.random() < share}
        edition = publish.record(
            candidate,
            Act({}, reasons, frozenset(minor)),
            user=self.user,
            accepted=[finding.name for finding in check_list(candidate)],
            at=at,
        )
        self.press(edition, at)
        return f"edition {edition.number} of {short(chosen)}, minor {short(minor)}"

    def press(self, edition: Edition, at: datetime.datetime | None = None) -> None:
        """Make its pages; what is accepted can be pressed."""
        with connections_kept():
            publish.press_and_go_live(edition, at)
        self.made += 1
        if at is None:
            self.see_what_is_live(self.marks.secret)

    def moment_comes(self) -> str:
        edition = self.any_of(list(Edition.objects.waiting(database_now())))
        Edition.objects.filter(pk=edition.pk).update(goes_live_at=database_now())
        self.see_what_is_live(self.marks.secret)
        return f"edition {edition.number} goes live"

    def cancel(self) -> str:
        edition = self.any_of(list(Edition.objects.waiting(database_now())))
        publish.cancel(edition, database_now())
        return f"edition {edition.number} is cancelled"

    def roll_back(self) -> str:
        number = self.any_of([*self.documents])
        edition = rollback.record(
            number, rollback.candidate_of(number), {}, user=self.user
        )
        self.press(edition)
        return f"edition {edition.number} is {number} again"

    def take_back(self) -> str:
        number = self.any_of([*self.documents])
        contents = Edition.objects.get(number=number).contents
        restore.apply(Document.read(contents))
        assert restore.differences(Document.read(contents)) == []
        return f"edition {number}"

    def redact(self) -> str:
        """What a column ever said leaves all editions, by any name that its row had."""
        stored = said_by_editions()
        told = {c: len(marks & stored) for c, marks in self.marks.said.items()}
        # What was published in several wordings is told by the log, too.
        often = [column for column, count in told.items() if count > 1]
        label, key, column = self.any_of(often or [c for c in told if told[c]])
        self.write_anew(label, key, column)
        stays = current_marks().get((label, key, column))
        gone = self.marks.said[label, key, column] - {stays}
        item, where = self.any_of(sorted(self.marks.places[label, key]))
        redact.redact(item, where + column, "It named a child.", user=self.user)
        self.marks.secret |= gone
        assert said_by_editions() & gone == set()
        self.documents = documents_of(self.documents)
        self.see_what_is_live(gone)
        return f"{label}:{key} {column}"

    def write_anew(self, label: str, key: int, column: str) -> None:
        """Have the working copy say something else there, if the record is there."""
        for record in BY_LABEL[label].objects.filter(pk=key):
            if column == "value":
                record.value = self.marks.number()
            else:
                self.marks.write(record, column)
            self.save(record)

    # What holds.

    def see_what_is_live(self, secret: set[str]) -> None:
        """It says nothing secret, and leads on from every address there ever was."""
        edition = Edition.objects.live(database_now()).first()
        if edition is None:
            return
        self.documents.setdefault(edition.number, edition.document)
        folder = pressed(edition.contents)
        assert marks_in(edition.document) & secret == set()
        for path in paths_in(folder):
            page = readable((folder / "pages" / file_name(path)).read_bytes())
            assert marks_in(page.decode(errors="replace")) & secret == set(), path
        self.see_that_addresses_are_answered(folder, edition.contents)

    def see_that_addresses_are_answered(self, folder, contents: dict) -> None:
        here = set(paths_in(folder))
        reader = reader_of(folder)
        # Others take the place of pictures that show something else by now.
        lasting = {path for path in here if not NAMED_BY_DIGEST.fullmatch(path)}
        self.addresses |= lasting | short_links(contents)
        answers = {path: answer_at_last(reader, path) for path in self.addresses - here}
        wrong = {path: said for path, said in answers.items() if said not in GOOD}
        assert wrong == {}

    def see_that_live_documents_stay(self) -> None:
        live = Edition.objects.live(database_now())
        assert dict(live.values_list("number", "document")) == self.documents
        for edition in live:
            assert edition.digest == snapshot.digest(edition.contents)


def short(items) -> str:
    return " ".join(sorted(item.removeprefix("pillars.") for item in items))


def documents_of(numbers) -> dict[int, str]:
    """The documents of editions as they are stored now."""
    rows = Edition.objects.filter(number__in=numbers)
    return dict(rows.values_list("number", "document"))


def said_by_editions() -> set[str]:
    """The marks of all documents, as they are stored."""
    return marks_in(" ".join(Edition.objects.values_list("document", flat=True)))


def short_links(contents: dict) -> set[str]:
    """The addresses on posters, of all codes that a document knows."""
    return {
        f"{prefix}/{slug}/{code}"
        for slug, codes in contents["codes"].items()
        for code, item in codes.items()
        if "strategy" not in item
        for prefix in ("", "/en", "/es")
    }


def answer_at_last(reader, path: str) -> int:
    """The status of the page that an address leads to in the end."""
    for _step in range(4):
        answer = reader.get(path)
        if answer.status not in {301, 302}:
            break
        path = answer.headers["Location"].partition("#")[0]
    return answer.status


@pytest.mark.parametrize("seed", seeds())
def test_walk_keeps_every_promise(seed, settings, admin_user):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    walk = Walk(seed, admin_user)
    make_site(walk.marks)

    try:
        walk.go()
    except BaseException as error:
        error.add_note("\n".join([f"WALK_SEEDS={seed}", *walk.told]))
        raise
