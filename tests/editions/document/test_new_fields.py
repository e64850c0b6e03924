"""Fields that a model gets later: published, compared and taken back like any other."""

import sqlite3

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils.html import strip_tags

from pillars.models import Strategy, StudentGroup
from plan_site.editions.checks import choice_checks
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.desk.review import Review
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import needed_items
from plan_site.editions.document.diff import diff
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.public.changelog import ReadersLog
from plan_site.editions.publishing import restore
from tests.helpers.editions.candidates import TODAY, candidate, published, stored
from tests.helpers.editions.pressed_editions import FOUND, pressed
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_group, make_priority, make_strategy

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
TABLE = "pillars_strategy_groups"
LINKS = "SELECT strategy_id, studentgroup_id FROM pillars_strategy_groups"


@pytest.fixture
def strategy(monkeypatch):
    """A strategy, of a model that has just got a many-to-many field."""
    field = models.ManyToManyField(
        StudentGroup, verbose_name="groups", related_name="+", blank=True
    )
    field.contribute_to_class(Strategy, "groups")
    apps.clear_cache()
    monkeypatch.setitem(
        public_fields.PUBLIC, Strategy, [*public_fields.PUBLIC[Strategy], "groups"]
    )
    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id {key} PRIMARY KEY,"
            " strategy_id integer NOT NULL, studentgroup_id integer NOT NULL)"
        )
    yield make_strategy(make_priority())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    Strategy._meta.local_many_to_many.remove(field)
    del Strategy.groups
    del apps.all_models["pillars"]["strategy_groups"]
    apps.clear_cache()


@pytest.fixture
def groups(strategy):
    plan = strategy.priority.pillar.plan
    return [make_group(plan, title_en=name) for name in ("Learners", "Children")]


def item(record) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def test_links_are_compared_in_any_order_and_told_by_name(strategy, groups):
    strategy.groups.set(groups[:1])
    first = Document.read(published())
    strategy.groups.set(reversed(groups))
    after = take_snapshot()

    (change,) = diff(first.snapshot, after)
    strategy.groups.set(groups)

    keys = [group.pk for group in groups]
    (line,) = change.fields
    assert (line.field, line.before, line.after) == ("groups", keys[:1], keys)
    assert take_snapshot() == after
    second = first.next(after, Act({}, {}), TODAY)
    (told,) = next(ReadersLog(second, "2022-26").entries()).changes[0].lines
    assert strip_tags(told.sentence) == (
        "“Groups” is now “Learners; Children”; it was “Learners”."
    )
    (shown,) = Review(candidate(stored(first))).entries[0].lines
    assert "Children" in shown.wordings[0].after


def test_links_are_pressed_with_what_they_link(strategy, groups, settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    strategy.groups.set(groups)

    folder = pressed(published())

    with sqlite3.connect(folder / "plan.sqlite3") as database:
        links = set(database.execute(LINKS))
    assert links == {(strategy.pk, group.pk) for group in groups}


def test_item_that_is_linked_to_a_new_one_needs_it(strategy, groups):
    last = published()
    new = make_group(strategy.priority.pillar.plan)
    strategy.groups.set([new])

    found = candidate(last, without={item(new)})

    needs = needed_items(Document.read(last).snapshot, found.working)
    assert needs[item(strategy)] == {item(new)}
    assert [f.name for f in check_list(found) if f.stops] == ["needs:1A.1"]
    assert [f.check for f in choice_checks.broken_rules(found)] == ["needs"]


def test_links_are_taken_back(strategy, groups):
    strategy.groups.set(groups)
    edition = Document.read(published())
    new = make_group(strategy.priority.pillar.plan)
    strategy.groups.set([groups[0], new])

    restore.apply(edition)

    assert set(strategy.groups.all()) == set(groups)
    assert not StudentGroup.objects.filter(pk=new.pk).exists()
    assert restore.differences(edition) == []


def test_document_from_before_the_field_is_no_change(strategy, groups):
    older = published()
    for row in older["snapshot"]:
        row["fields"].pop("groups", None)
    before = Document.read(older).snapshot

    assert diff(before, take_snapshot()) == []
    strategy.groups.set(groups)
    assert len(diff(before, take_snapshot())) == 1
