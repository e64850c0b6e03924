"""Where each test of the editions starts."""

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from plan_site.editions import scope
from plan_site.editions.storage import edition_files
from tests.helpers.editions.machines import Machine
from tests.helpers.shared_folder import shared_folder


@pytest.fixture(autouse=True)
def _working_copy(monkeypatch):
    """The plan is read from the working copy, unless a test says otherwise."""
    monkeypatch.setattr(scope, "_everywhere", scope.Scope(scope.WORKING_COPY))


@pytest.fixture(autouse=True)
def _edition_files(_django_db_marker, monkeypatch):
    """
    A test may make edition files and read them; none stays known after it.

    Django's tests forbid each database that they were not told of by name before.
    """
    known = set(connections.databases)

    def ensure_connection(self):
        if self.alias in known:
            super(DatabaseWrapper, self).ensure_connection()
        elif self.connection is None:
            self.connect()

    monkeypatch.setattr(DatabaseWrapper, "ensure_connection", ensure_connection)
    yield
    for alias in set(connections.databases) - known:
        edition_files.unregister(alias)


@pytest.fixture(scope="session")
def ready_made(tmp_path_factory) -> Machine:
    """A machine with a small plan that is published as edition 1; to be copied."""
    if connections.settings["default"]["ENGINE"] != "django.db.backends.sqlite3":
        pytest.skip("These machines have databases of their own: one run is enough.")
    return Machine(
        shared_folder(
            tmp_path_factory, "ready-made", lambda place: Machine(place).set_up()
        )
    )


@pytest.fixture
def machine(ready_made, tmp_path) -> Machine:
    """A machine of the test's own."""
    return ready_made.copy(tmp_path / "machine")
