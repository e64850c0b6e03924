"""What the desk reads beside the editions: in memory, and no longer than it is read."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connections
from django.utils import timezone

from pillars.models import Priority
from plan_site.editions.publishing.redact import redact
from plan_site.editions.scope import Scope, reading
from plan_site.editions.storage import edition_files
from plan_site.editions.storage.edition_files import full_candidate, live_edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


def in_memory() -> list[str]:
    return [alias for alias in connections if alias.startswith("memory-")]


def titles_in(scope: Scope) -> list[str]:
    with reading(scope):
        return [priority.title_en for priority in Priority.objects.all()]


def test_redacted_text_leaves_the_copy_of_the_live_edition():
    priority = make_priority(why_en="Zqsecret.", why_es="Porque ayuda.")
    publish()
    priority.why_en = priority.why_es = ""
    priority.save()
    with reading(live_edition()):
        assert Priority.objects.get().why_en == "Zqsecret."
    redact(f"pillars.priority:{priority.pk}", "why_en", "It named a child.")

    with reading(live_edition()):
        assert not Priority.objects.get().why_en

    assert len(in_memory()) == 1


def test_candidate_is_of_today_also_where_nothing_changes():
    make_priority()
    days = []

    # It is never the same day in both.
    for zone in ("Etc/GMT+12", "Pacific/Kiritimati"):
        with timezone.override(zone):
            days.append((full_candidate().edition.today, timezone.localdate()))

    assert [shown for shown, _today in days] == [today for _shown, today in days]


def test_nothing_that_the_desk_reads_beside_the_editions_is_on_disk(settings):
    make_priority()
    publish()

    titles_in(live_edition())
    titles_in(full_candidate())

    assert len(in_memory()) == 2
    assert not settings.EDITIONS_ROOT.exists()


def test_copies_go_when_the_process_serves_another_edition(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    make_priority()
    edition = publish()
    watcher = reader_of(None).application.watcher
    live_edition()
    full_candidate()
    assert len(in_memory()) == 2
    watcher.ask()
    pressed(edition.contents)

    watcher.follow()

    assert watcher.shelf.number == 1
    assert in_memory() == []


def test_copy_that_is_read_stays_until_its_reader_is_done():
    make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()

    with reading(live_edition()):
        edition_files.release()
        assert Priority.objects.get().title_en == "Joyful schools"
        assert len(in_memory()) == 1

    assert in_memory() == []


def test_copy_is_made_again_after_it_went():
    make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()
    live_edition()
    edition_files.release()

    assert titles_in(live_edition()) == ["Joyful schools"]


def test_threads_read_one_copy():
    make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    scope = full_candidate()

    with ThreadPoolExecutor() as pool:
        in_thread = pool.submit(titles_in, full_candidate()).result()
        pool.submit(connections.close_all).result()

    assert in_thread == titles_in(scope) == ["Joyful schools"]
    assert len(in_memory()) == 1


def test_connection_to_a_copy_ends_with_its_request():
    make_priority()
    scope = full_candidate()
    with reading(scope):
        assert Priority.objects.count() == 1
    assert connections[scope.alias].connection is not None

    close_old_connections()

    assert connections[scope.alias].connection is None
