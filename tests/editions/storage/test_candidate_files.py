"""What the desk reads beside the editions: on disk while it is read, and no longer."""

import os
import time

import pytest
from django.db import close_old_connections, connections

from pillars.models import Priority
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.publishing.redact import redact
from plan_site.editions.scope import reading
from plan_site.editions.storage import candidate_files, edition_files
from plan_site.editions.storage.candidate_files import CandidateFile, live_edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


def on_disk() -> list[str]:
    return sorted(path.name for path in candidate_files.candidates_folder().iterdir())


def holding(word: str) -> list[str]:
    """The copies on disk that hold a word."""
    folder = candidate_files.candidates_folder()
    return [n for n in on_disk() if word.encode() in (folder / n).read_bytes()]


def test_redacted_text_leaves_the_copy_of_the_live_edition():
    priority = make_priority(why_en="Zqsecret.", why_es="Porque ayuda.")
    publish()
    priority.why_en = priority.why_es = ""
    priority.save()
    live_edition()
    assert len(holding("Zqsecret")) == 1
    redact(f"pillars.priority:{priority.pk}", "why_en", "It named a child.")

    live_edition()

    assert holding("Zqsecret") == []
    assert len(on_disk()) == 1


def test_copies_go_when_the_process_serves_another_edition(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    make_priority()
    edition = publish()
    watcher = reader_of(None).application.watcher
    live_edition()
    candidate_files.full_candidate()
    assert len(on_disk()) == 2
    watcher.ask()
    pressed(edition.contents)

    watcher.follow()

    assert watcher.shelf.number == 1
    assert on_disk() == []


def test_copy_that_is_read_stays_until_its_reader_is_done():
    make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()

    with reading(live_edition()):
        candidate_files.release()
        assert Priority.objects.get().title_en == "Joyful schools"
        assert len(on_disk()) == 1
    candidate_files.release()

    assert on_disk() == []


def test_copy_is_made_again_after_it_went():
    make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()
    live_edition()
    candidate_files.release()

    with reading(live_edition()):
        assert Priority.objects.get().title_en == "Joyful schools"


def test_copy_of_a_process_that_was_killed_goes():
    publish()
    left = candidate_files.candidates_folder() / "left.sqlite3"
    unfinished = candidate_files.candidates_folder() / "now-1.sqlite3.123-456"
    for path in (left, unfinished):
        path.touch()

    candidate_files.remove_unused()
    assert on_disk() == [unfinished.name]
    long_ago = time.time() - candidate_files.ABANDONED_AFTER - 1
    os.utime(unfinished, (long_ago, long_ago))
    candidate_files.remove_unused()

    assert on_disk() == []


def test_second_process_reads_what_the_first_one_made(monkeypatch):
    make_priority()
    rows = take_snapshot()
    first = CandidateFile("same", rows)
    monkeypatch.setattr(edition_files, "write", None)

    second = CandidateFile("same", rows)
    del first
    candidate_files.remove_unused()

    assert on_disk() == ["same.sqlite3"]
    del second
    candidate_files.remove_unused()
    assert on_disk() == []


def test_connection_to_a_copy_ends_with_its_request():
    make_priority()
    scope = candidate_files.full_candidate()
    with reading(scope):
        assert Priority.objects.count() == 1
    assert connections[scope.alias].connection is not None

    close_old_connections()

    assert connections[scope.alias].connection is None
