"""The groups that the site comes with: made by a migration, and unmade by it."""

import pytest
from django.contrib.auth.models import Group

from tests.helpers.people import GROUPS, migrate_groups

pytestmark = pytest.mark.django_db


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


def test_migration_goes_back_and_forth_and_keeps_what_a_site_has_added():
    before = permissions()
    Group.objects.create(name="Board members")

    migrate_groups(forwards=False)
    without = permissions()
    Group.objects.create(name="Editor")
    migrate_groups(forwards=True)
    migrate_groups(forwards=True)

    assert set(without) == {"Board members"}
    assert permissions() == {**before, "Board members": set()}
