"""Two editions on disk, and a reader of the second one."""

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.web.headers import PUBLIC_HEADERS
from tests.helpers.editions.candidates import TODAY, stored
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.makers import make_measure, make_pillar, make_priority

PAGE = "/en/2022-26/1a-joyful-schools/"


def two_documents() -> list[dict]:
    """Two editions of a plan; the second one no longer has priority 1B."""
    pillar = make_pillar(title_en="Academics", title_es="Estudios")
    priority = make_priority(
        pillar, title_en="Joyful schools", title_es="Escuelas alegres"
    )
    make_measure(priority, code="1A-M1", title_en="Share", title_es="Parte")
    gone = make_priority(pillar, title_en="Gone", title_es="Ida")
    first = Document().next(take_snapshot(), Act({}, {}), TODAY)
    gone.delete()
    second = first.next(take_snapshot(), Act({}, {}), TODAY)
    return [stored(first), stored(second)]


@pytest.fixture(scope="module")
def folders(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two editions on disk."""
    root = tmp_path_factory.mktemp("serving") / "editions"
    storages = {**django_settings.STORAGES, **FOUND}
    with (
        django_db_blocker.unblock(),
        override_settings(EDITIONS_ROOT=root, STORAGES=storages),
    ):
        with transaction.atomic():
            documents = two_documents()
            transaction.set_rollback(True)
        return [pressed(contents) for contents in documents]


@pytest.fixture
def reader(folders, settings):
    """A reader of the second edition."""
    settings.EDITIONS_ROOT = folders[1].parent
    return reader_of(folders[1])


def lower_names(headers: dict) -> dict:
    return {name.lower(): value for name, value in headers.items()}


def missing_headers(headers: dict) -> dict:
    """The public headers that an answer does not carry."""
    given = lower_names(headers)
    wanted = PUBLIC_HEADERS.items()
    return {name: value for name, value in wanted if given.get(name.lower()) != value}
