"""Where each test starts."""

import gc
import threading

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as site
from django.db.models.signals import post_migrate
from django.template import Template
from django.utils import translation

from plan_site.editions import scope
from tests.helpers.people import make_groups

# The same examples on every run: a failure is never a matter of luck.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


# Most tests read the plan as commands do; what is published has tests of its own.
scope.read_working_copy_everywhere()

# A database that was made without migrations, or emptied after a test, is told so by
# this signal: it gets its groups. This app is the last one that has permissions.
post_migrate.connect(
    lambda using, **_other: make_groups() if using == "default" else None,
    sender=apps.get_app_config("editions"),
    weak=False,
)


@pytest.fixture(scope="session", autouse=True)
def _note_pages_only(django_test_environment):
    """Of each page a test client notes the template, and not its thousand widgets."""
    note, inside = Template._render, threading.local()

    def render(template, context):
        if getattr(inside, "page", False):
            return template.nodelist.render(context)
        inside.page = True
        try:
            return note(template, context)
        finally:
            inside.page = False

    Template._render = render


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables are made from the models; on PostgreSQL, as on a real site."""
    return "sqlite" not in site.DATABASES["default"]["ENGINE"]


def pytest_collection_finish():
    """Little of what tests make goes in circles: look for it less often."""
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_collection_modifyitems(config, items):
    """What asks no database has run beside SQLite: on PostgreSQL it is left out."""
    if "sqlite" in site.DATABASES["default"]["ENGINE"]:
        return
    needless = [item for item in items if not asks_a_database(item)]
    config.hook.pytest_deselected(items=needless)
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


@pytest.fixture(autouse=True)
def _english(settings):
    """Each test begins in English and leaves no language behind for the next one."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    # Signing in is not what most tests are about, and a real hash takes half a second.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with translation.override("en"):
        yield
