"""What an older version of the site left on a machine still works with this one."""

import pytest
from django.db import connections

from tests.helpers.editions.machines import Machine, eventually

pytestmark = [
    pytest.mark.rest,
    pytest.mark.skipif(
        connections.settings["default"]["ENGINE"] != "django.db.backends.sqlite3",
        reason="The machine has a database of its own: one run is enough.",
    ),
]
OLD_DRAFT = """
    INSERT INTO kept_keptform (id, browser, path, typed, why, had_files, kept_at)
    VALUES ('0f8fad5bd9cb469fa16570867728950e', 'browser',
            '/admin/pillars/plan/1/change/', 'summary_en=Typed', 'signed_out', 0,
            '2026-11-22 12:00:00')
"""


def test_older_database_migrates_and_older_edition_is_served(tmp_path):
    machine = Machine(tmp_path).set_up()
    # The drafts' table as it was, and a folder that another build has pressed.
    assert machine.manage("migrate", "kept", "0001").returncode == 0
    machine.tell(OLD_DRAFT)
    (pressed,) = machine.editions.glob("1-*")
    older = pressed.rename(machine.editions / "1-0123456789abcdef")
    (older / "live").touch()

    migrated = machine.manage("migrate")

    assert migrated.returncode == 0, migrated.stderr
    assert machine.tell("SELECT typed FROM kept_keptform") == ["summary_en=Typed"]
    assert machine.tell("SELECT path FROM kept_keptform")[0].startswith(
        "/admin/pillars/plan/1/change/?_draft="
    )
    with machine.server() as server:
        eventually(lambda: server.serves(1))
        assert server.get("/es/2022-26/").status == 200
    assert pressed.exists()
