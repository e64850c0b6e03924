"""A whole edition or none: what happens to a folder that is damaged or out of date."""

import datetime
import shutil

import pytest
from django.utils import timezone

from plan_site.editions.document.document import Act, Document, rewrite
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.serving import presses
from plan_site.editions.serving.watcher import Watcher, folder_for
from plan_site.editions.storage.digests import fault
from tests.helpers.editions.pressed_editions import FOUND, connections_kept, pressed
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_measure, make_priority

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]
PAGE = "pages/en/2022-26/index.html"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch, settings):
    """What has failed is tried again at once."""
    monkeypatch.setattr(presses, "FIRST_WAIT", 0.0)
    settings.STORAGES = {**settings.STORAGES, **FOUND}


@pytest.fixture
def measure():
    """Its result is in the first edition."""
    return make_measure(
        make_priority(), baseline=(2021, "70"), targets={2025: "90"}, results={2023: 84}
    )


@pytest.fixture
def watcher():
    """A process's, which looks when it is told to."""
    return Watcher()


def publish(at: datetime.datetime | None = None) -> Edition:
    """The working copy as the next edition, pressed."""
    last = Document.last_live()
    now = timezone.now()
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, now, at)
    with connections_kept():
        publishing.press_and_go_live(edition, at)
    return edition


def look(watcher: Watcher) -> None:
    """What its threads do each second; a press that it starts stops at once."""
    with connections_kept():
        watcher.ask()
        watcher.follow()
    for press in watcher.presses.running.values():
        press.wait()


def flip(folder):
    """One bit of a page is another one."""
    page = bytearray((folder / PAGE).read_bytes())
    page[100] ^= 1
    (folder / PAGE).write_bytes(page)


def make_unreadable(folder):
    """A folder stands where a file should: nobody can read it, not even root."""
    (folder / PAGE).unlink()
    (folder / PAGE).mkdir()


def replace_by_a_file(folder):
    shutil.rmtree(folder)
    folder.write_text("")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (flip, f"{PAGE} is not as it was written"),
        (lambda folder: (folder / PAGE).write_text(""), f"{PAGE} is not as it"),
        (lambda folder: (folder / PAGE).unlink(), f"{PAGE}: No such file"),
        (make_unreadable, f"{PAGE}: Is a directory"),
        (lambda folder: (folder / "document.json").write_text("{"), "document.json"),
        (lambda folder: (folder / "digests.json").unlink(), "digests.json: No such"),
        (replace_by_a_file, "digests.json: Not a directory"),
    ],
    ids=["bit", "empty", "missing", "unreadable", "document", "digests", "file"],
)
def test_damaged_edition_gives_way_to_the_one_before_until_it_is_pressed_anew(
    measure, watcher, damage, reason
):
    older, newer = publish(), publish()
    folder = folder_for(newer)
    damage(folder)

    watcher.serve_from_disk()
    look(watcher)
    meanwhile, trouble = watcher.shelf.number, watcher.trouble
    pressed(newer.contents)
    look(watcher)

    assert meanwhile == older.number
    assert f"edition 2 is not whole on this machine: {reason}" in trouble
    assert f"live is edition {folder.name}, served is edition 1-" in trouble
    assert (watcher.shelf.folder, watcher.trouble, fault(folder)) == (folder, "", "")
    assert [path.name[:3] for path in folder.parent.glob("*.bad")] == [".2-"]


def by_a_reader(watcher, monkeypatch):
    watcher.shelf.fault = f"{PAGE} is short"


def by_the_next_check(watcher, monkeypatch):
    monkeypatch.setattr("plan_site.editions.serving.watcher.CHECK_INTERVAL", 0.0)


@pytest.mark.parametrize("noticed", [by_a_reader, by_the_next_check])
def test_edition_whose_file_is_cut_short_stays_until_it_is_pressed_anew(
    measure, watcher, monkeypatch, noticed
):
    edition = publish()
    folder = folder_for(edition)
    look(watcher)
    (folder / PAGE).write_text("")
    shelf = watcher.shelf
    noticed(watcher, monkeypatch)

    look(watcher)
    kept, trouble = watcher.shelf, watcher.trouble
    pressed(edition.contents)
    look(watcher)

    assert kept is shelf
    assert f"edition 1 is not whole on this machine: {PAGE}" in trouble
    assert watcher.shelf is not shelf
    assert (watcher.trouble, fault(folder)) == ("", "")


def test_first_start_after_a_publication_serves_it_at_once(measure, watcher):
    publish()

    watcher.serve_from_disk()

    assert watcher.shelf.number == 1


@pytest.mark.parametrize("name", ["1st-copy", "9-copy", "1-0123456789abcdef.old"])
def test_what_somebody_else_put_there_is_no_edition(measure, watcher, name):
    folder = folder_for(publish())
    shutil.copytree(folder, folder.with_name(name))
    folder.with_name("5-0123456789abcdef").symlink_to("nowhere")

    watcher.follow()
    look(watcher)

    assert (watcher.shelf.folder, watcher.trouble) == (folder, "")
    assert folder.with_name(name).exists()


def test_folder_that_vanishes_is_pressed_anew(measure, watcher):
    edition = publish()
    look(watcher)
    shutil.rmtree(folder_for(edition))

    look(watcher)
    kept, folders_pressed = watcher.shelf.number, list(watcher.presses.running)
    trouble = watcher.trouble
    pressed(edition.contents)
    look(watcher)

    assert (kept, folders_pressed) == (1, [folder_for(edition).name])
    assert trouble == "edition 1: its folder is gone"
    assert (watcher.trouble, fault(watcher.shelf.folder)) == ("", "")


def test_start_without_the_database_serves_nothing_that_was_taken_back(
    measure, watcher
):
    """A backup of the database was put back: it does not know the last edition."""
    publish()
    unknown = publish()
    folder = folder_for(unknown)
    unknown.delete()

    look(watcher)
    later = Watcher()
    later.follow()

    assert folder.exists()
    assert (watcher.shelf.number, later.shelf.number) == (1, 1)


def test_mark_that_was_lost_is_made_again(measure, watcher):
    mark = folder_for(publish()) / "live"
    look(watcher)
    mark.unlink()

    look(watcher)

    assert mark.exists()


def test_folder_of_editions_that_cannot_be_used_is_named_until_it_can(
    measure, watcher, settings
):
    edition = publish()
    used, broken = settings.EDITIONS_ROOT, settings.EDITIONS_ROOT.with_name("broken")
    broken.write_text("")
    settings.EDITIONS_ROOT = broken

    look(watcher)
    shelf, trouble = watcher.shelf, watcher.trouble
    settings.EDITIONS_ROOT = used
    look(watcher)

    assert shelf is None
    assert "edition 1 could not be pressed: broken: File exists" in trouble
    assert (watcher.shelf.number, watcher.trouble) == (edition.number, "")


def test_error_of_the_watcher_is_named_until_it_is_mended(watcher, tmp_path):
    def look_there():
        next((tmp_path / "disk").iterdir())

    watcher.attempt(look_there)
    trouble = watcher.trouble
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "folder").mkdir()
    watcher.attempt(look_there)

    assert "the editions could not be updated: disk: No such file" in trouble
    assert "could not be updated" not in watcher.trouble


def test_start_without_the_database_finds_nothing_that_waits(measure, watcher):
    publish(timezone.now() + datetime.timedelta(days=1))

    watcher.serve_from_disk()

    assert watcher.shelf is None


def test_folder_that_shows_what_is_hidden_since_goes_with_the_next_edition(
    measure, watcher
):
    showing = folder_for(publish())
    look(watcher)
    result = measure.results.get()
    result.state, result.value = "suppressed", None
    result.save()

    hiding = folder_for(publish())
    before = showing.exists()
    look(watcher)
    after = showing.exists()
    publish()
    look(watcher)

    assert (before, after) == (True, False)
    assert (watcher.shelf.number, hiding.exists()) == (3, True)


def test_folder_of_an_older_build_goes_at_the_start(measure, watcher):
    folder = folder_for(publish())
    older = folder.with_name("1-0123456789abcdef")
    shutil.copytree(folder, older)

    watcher.serve_from_disk()
    look(watcher)

    assert (folder.exists(), older.exists()) == (True, False)


def test_what_is_served_is_named_while_it_is_not_what_is_live(measure, watcher):
    edition = publish()
    look(watcher)
    served = watcher.shelf.folder.name
    rewrite(edition, Document.read({**edition.contents, "note": {"en": "Other."}}))

    look(watcher)

    live = folder_for(edition).name
    assert f"live is edition {live}, served is edition {served}" in watcher.trouble
    Edition.objects.all().delete()
    look(watcher)
    assert watcher.trouble == f"live is none, served is edition {served}"


def test_publication_that_was_stopped_is_named_with_what_to_do(measure, watcher):
    publish()
    waits = publishing.store(
        Document.last_live(), take_snapshot(), Act({}, {}), None, timezone.now()
    )
    pressed(waits.contents)
    look(watcher)
    lives = watcher.trouble
    waits.heard_at -= datetime.timedelta(minutes=5)
    waits.save()

    look(watcher)

    assert "was stopped" not in lives
    assert "publication of edition 2 was stopped before it went live" in watcher.trouble
    assert "`manage.py press 2`" in watcher.trouble
    assert watcher.shelf.number == 1
