"""The press: a document becomes pages on disk, all of them or none."""

import gzip
import json

import brotli
import lxml.html
import pytest
from django.core.management import call_command

from pillars.models import Measure, Pillar, PlanSection, Priority
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document import snapshot
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition
from plan_site.editions.press import press
from plan_site.editions.press.crawl import PressError
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.storage import folders
from tests.helpers.editions.candidates import published
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.editions.machines import eventually
from tests.helpers.editions.pressed_editions import (
    FOUND,
    connections_kept,
    paths_in,
    pressed,
    reader_of,
)
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
    make_term,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


def a_plan():
    """One of everything that has a page; gives its measure."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    plan = priority.pillar.plan
    make_section(plan)
    make_term(plan)
    make_group(plan)
    make_resource(priority, strategy=make_strategy(priority))
    return make_measure(priority, baseline=(2021, "70"), targets={2025: "90"})


def files_of(folder) -> dict[str, tuple[bytes, float]]:
    """Each file of an edition: what is in it, and its time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def traces(root) -> list[str]:
    """What lies in the folder of the editions, but for the locks and the reports."""
    return sorted(
        path.name
        for path in root.iterdir()
        if path.suffix != ".lock" and not path.name.startswith("press-")
    )


@pytest.mark.rest
def test_shipped_plan_is_pressed_whole_in_both_languages():
    call_command("loaddata", "lausd_2022_26", verbosity=0)

    folder = pressed(published())

    paths = set(paths_in(folder))
    for model in (Pillar, Priority, Measure):
        for record in model.objects.all():
            assert {record.get_absolute_url_in(code) for code in ("en", "es")} <= paths
    assert {"/en/2022-26/", "/es/2022-26/", "/en/2022-26/changes.atom"} <= paths
    for path in paths:
        if not path.endswith("/") or "/embed/" in path:
            continue
        file = folder / "pages" / f"{path[1:]}index.html"
        plain = file.read_bytes()
        assert brotli.decompress(file.with_name("index.html.br").read_bytes()) == plain
        assert gzip.decompress(file.with_name("index.html.gz").read_bytes()) == plain
        others = lxml.html.fromstring(plain.decode()).xpath(
            "//link[@rel='alternate'][@hreflang]/@href"
        )
        on_site = {place.removeprefix("http://127.0.0.1:8000") for place in others}
        assert path in on_site
        assert on_site - {path} <= paths | {"/"}
        assert len(on_site) >= 2


def test_same_document_gives_the_same_files_on_every_machine(settings, tmp_path):
    a_plan()
    contents = published()
    here = pressed(contents)
    settings.EDITIONS_ROOT = tmp_path / "elsewhere"

    with connections_kept():
        there = press.press(json.loads(json.dumps(contents)), processes=2)

    ours, theirs = files_of(here), files_of(there)
    assert here.name == there.name
    assert len(ours) > 60
    assert ours == theirs
    readers = reader_of(here), reader_of(there)
    for path in paths_in(here):
        one, other = (reader.get(path).headers for reader in readers)
        assert one == other


def test_same_content_gives_the_same_document():
    measure = a_plan()
    before = published()
    measure.results.create(school_year=2023, value="84.00")
    first = published()
    measure.results.update(value="84.0")

    assert snapshot.as_bytes(published()) == snapshot.as_bytes(first)
    assert snapshot.digest(first) != snapshot.digest(before)


def test_edition_that_lies_on_disk_is_not_pressed_again(monkeypatch):
    a_plan()
    contents = published()
    folder = pressed(contents)
    monkeypatch.setattr(press, "fill", None)

    assert pressed(contents) == folder


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("/en/2022-26/nowhere/", "links to /en/2022-26/nowhere/, which answers 404"),
        ("/en/2022-26/about/#no-such-part", "about/#no-such-part, which is not there"),
    ],
)
def test_page_that_links_to_nothing_stops_the_press_by_name(settings, link, complaint):
    a_plan()
    PlanSection.objects.update(body_en=f"See [this]({link}).")
    edition = publishing.store(Document(), take_snapshot(), Act({}, {}), None, NOON)

    with pytest.raises(PressError, match=complaint) as refused, connections_kept():
        publishing.press_and_go_live(edition)

    assert str(refused.value).startswith("/en/2022-26/")
    assert not Edition.objects.exists()
    assert traces(settings.EDITIONS_ROOT) == []


def test_redirect_to_nothing_is_blamed_on_the_page_that_links_to_it(settings):
    settings.ROOT_URLCONF = "tests.helpers.editions.server_urls"
    a_plan()
    PlanSection.objects.update(body_en="See [this](/leads-nowhere/).")

    with pytest.raises(PressError) as refused:
        pressed(published())

    page, complaint = str(refused.value).split(" links to ")
    assert page.startswith("/en/2022-26/")
    assert complaint == "/en/2022-26/nowhere/, which answers 404."


def test_failed_press_leaves_the_edition_before_as_it_was(settings):
    a_plan()
    first = publish()
    folder = pressed(first.contents)
    before = files_of(folder)
    PlanSection.objects.update(body_es="Vea [esto](/es/2022-26/nada/).")
    last = Document.last_live(NOON)
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, NOON)

    with pytest.raises(PressError, match="/es/2022-26/nada/"), connections_kept():
        publishing.press_and_go_live(edition)

    assert list(Edition.objects.all()) == [first]
    assert traces(settings.EDITIONS_ROOT) == [folder.name]
    assert files_of(folder) == before


def test_two_editors_publish_at_once_and_one_is_told_of_the_other(django_user_model):
    a_plan()
    ana, luis = (django_user_model.objects.create_user(n) for n in ("ana", "luis"))
    candidates = [Candidate.now() for _n in range(2)]
    accepted = [finding.name for finding in check_list(candidates[0])]

    def go(candidate, user):
        return publishing.record(
            candidate, Act({}, {}), user=user, accepted=accepted, now=NOON
        )

    edition = go(candidates[0], ana)
    with pytest.raises(publishing.PublishingError, match="ana is publishing edition 1"):
        go(candidates[1], luis)
    edition.goes_live_at = NOON
    edition.save()
    with pytest.raises(publishing.PublishingError, match="ana published edition 1"):
        go(candidates[1], luis)

    assert Edition.objects.count() == 1


@pytest.mark.rest
def test_old_folders_go_but_none_that_a_process_holds(settings):
    settings.EDITIONS_KEEP = 2
    measure = a_plan()
    made = []
    for number in range(5):
        measure.title_en = f"Round {number}"
        measure.save()
        made.append(pressed(publish().contents))
    reader = reader_of(made[1])

    in_use = folders.prune(made[4], made[3:])

    left = sorted(folders.editions_folder().glob("[1-9]*-*"))
    assert in_use == [made[1]]
    assert left == sorted([made[1], *made[3:]])
    assert reader.get("/en/2022-26/").status == 200
    reader.application.watcher.put_on_shelf(made[4])
    assert folders.prune(made[4], made[3:]) == []
    assert not made[1].exists()


def test_press_removes_the_working_copies_that_former_code_kept():
    kept = folders.editions_folder() / "candidates"
    (kept / "preview").mkdir(parents=True)
    a_plan()

    pressed(publish().contents)

    assert not kept.exists()


KILLED = ["after the folder", "after the file", "half-way", "before the rename"]


@pytest.mark.rest
@pytest.mark.parametrize("point", [*KILLED, "before the swap"])
def test_press_that_is_killed_changes_nothing_and_the_next_one_succeeds(machine, point):
    (folder,) = machine.editions.glob("1-*")
    before = files_of(folder)

    killed = machine.run("-m", "tests.helpers.editions.machine_acts", "stopped", point)

    left = [name for name in traces(machine.editions) if name != folder.name]
    assert killed.returncode == -9, killed.stderr
    assert machine.live_numbers() == [1]
    assert files_of(folder) == before
    assert [name.startswith(".2-") for name in left] == [point in KILLED]

    again = machine.manage("press", "2", "--go-live")

    assert again.returncode == 0, again.stderr
    assert machine.live_numbers() == [1, 2]
    assert [name[:2] for name in traces(machine.editions)] == ["1-", "2-"]


@pytest.mark.rest
def test_readers_get_the_old_edition_while_a_press_dies_and_then_the_new_one(machine):
    with machine.server() as server:
        eventually(lambda: server.serves(1))

        killed = machine.run(
            "-m", "tests.helpers.editions.machine_acts", "stopped", "half-way"
        )

        assert killed.returncode == -9, killed.stderr
        assert server.serves(1)
        assert "Round 1" in server.get("/en/2022-26/").text
        assert machine.manage("press", "2", "--go-live").returncode == 0
        assert eventually(lambda: server.serves(2)) < 5
        assert "Round 2" in server.get("/en/2022-26/").text


@pytest.mark.rest
@pytest.mark.parametrize("point", ["disk full", "disk full at once"])
def test_full_disk_stops_the_press_with_a_message_and_the_old_edition_stays(
    machine, point
):
    (folder,) = machine.editions.glob("1-*")
    before = files_of(folder)

    full = machine.run("-m", "tests.helpers.editions.machine_acts", "stopped", point)

    note = json.loads((machine.editions / "press-2.json").read_text())
    assert full.returncode != 0
    assert "No space left on device" in full.stderr
    assert "No space left on device" in note["why"]
    assert machine.live_numbers() == [1]
    assert files_of(folder) == before
    assert traces(machine.editions) == [folder.name]
    machine.act("publish")
    assert machine.live_numbers() == [1, 2]
