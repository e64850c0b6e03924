"""Where each test of the editions starts."""

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from plan_site.editions import files, scope


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
        files.forget(alias)
