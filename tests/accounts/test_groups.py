"""The groups that the site comes with: made by a migration, and unmade by it."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.helpers.people import GROUPS

MIGRATIONS = ("0001_groups", "0002_rights_to_offices_and_notes")

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def migrate_groups(forwards: bool = True) -> None:
    """Run the migrations that make these groups and give them rights, or undo them."""
    loader = MigrationLoader(connection)
    for name in MIGRATIONS if forwards else reversed(MIGRATIONS):
        (act,) = loader.get_migration("accounts", name).operations
        run = act.code if forwards else act.reverse_code
        apps = loader.project_state(("accounts", name)).apps
        run(apps, SimpleNamespace(connection=connection))


def permissions() -> dict[str, set[str]]:
    return {
        group.name: {
            f"{each.content_type.app_label}.{each.codename}"
            for each in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def test_site_comes_with_its_groups():
    found = permissions()

    assert set(found) == set(GROUPS)
    assert found["Editor"] < found["Publisher"] < found["Administrator"]
    assert found["Publisher"] - found["Editor"] == {"editions.publish"}
    assert "pillars.change_result" in found["Data steward"]
    assert not {n for n in found["Translator"] if ".view_" not in n} - {
        "pillars.write_texts"
    }


def test_migration_goes_back_and_forth_and_keeps_what_a_site_has_added(settings):
    settings.MIGRATION_MODULES = {}  # They are there on SQLite, too.
    before = permissions()
    Group.objects.create(name="Board members")

    migrate_groups(forwards=False)
    without = permissions()
    Group.objects.create(name="Editor")
    migrate_groups(forwards=True)
    migrate_groups(forwards=True)

    assert set(without) == {"Board members"}
    assert permissions() == {**before, "Board members": set()}
