"""
Columns of further languages: migrations of an app of the site's own, for other apps.

So a language is added without a change to this project's migrations, and a later
version of these finds the tables as its own migrations expect them.
"""

import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration, RenameField
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

APP = "site_languages"


class LanguageMigration(Migration):
    """It changes tables of another app, before any later migration of that app."""

    changes = ""

    def __init__(self, name: str, app_label: str):
        super().__init__(name, app_label)
        known = dict(self.dependencies)[self.changes]
        self.run_before = [
            (self.changes, each)
            for each in migration_names(self.changes)
            if each > known
        ]

    def mutate_state(self, *args, **kwargs):
        with self.as_of_that_app():
            return super().mutate_state(*args, **kwargs)

    def apply(self, *args, **kwargs):
        with self.as_of_that_app():
            return super().apply(*args, **kwargs)

    def unapply(self, *args, **kwargs):
        with self.as_of_that_app():
            return super().unapply(*args, **kwargs)

    @contextmanager
    def as_of_that_app(self) -> Iterator[None]:
        own, self.app_label = self.app_label, self.changes
        try:
            yield
        finally:
            self.app_label = own


def migration_names(label: str) -> list[str]:
    module = import_module(MigrationLoader.migrations_module(label)[0])
    return sorted(
        name for _finder, name, _ispkg in pkgutil.iter_modules(module.__path__)
    )


def new_migrations() -> Iterator[tuple[str, str]]:
    """
    The names and contents of the migration files that the site's languages lack.

    Raises ``ValueError`` for a change that no further language explains.
    """
    loader = MigrationLoader(None)
    before = [name for label, name in loader.graph.leaf_nodes(APP)]
    number = int(before[0][:4]) if before else 0
    for label, operations in operations_by_app(loader).items():
        number += 1
        migration = Migration(f"{number:04}_{label}", APP)
        migration.operations = operations
        migration.dependencies = [
            *loader.graph.leaf_nodes(label),
            *((APP, name) for name in before),
        ]
        before = [migration.name]
        yield migration.name, source_of(migration, label)


def source_of(migration: Migration, label: str) -> str:
    text = MigrationWriter(migration).as_string()
    text = text.replace(
        "class Migration(migrations.Migration):\n",
        f'class Migration(LanguageMigration):\n\n    changes = "{label}"\n',
    )
    own = f"from {__name__} import LanguageMigration\n"
    return text.replace("from django.db import", f"{own}from django.db import", 1)


def operations_by_app(loader: MigrationLoader) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = defaultdict(list)
    state = loader.project_state()
    for label, operation in renames(loader, state):
        operation.state_forwards(label, state)
        found[label].append(operation)
    detector = MigrationAutodetector(state, ProjectState.from_apps(apps))
    for label, changes in detector.changes(graph=loader.graph).items():
        for operation in (each for change in changes for each in change.operations):
            language = getattr(operation, "name", "").rpartition("_")[2]
            if language not in settings.FURTHER_LANGUAGES:
                raise ValueError(f"{label}: {operation.describe()}")
            found[label].append(operation)
    return found


def renames(
    loader: MigrationLoader, state: ProjectState
) -> Iterator[tuple[str, RenameField]]:
    """As the English columns were renamed, so that no text is lost."""
    for (label, _name), migration in sorted(loader.disk_migrations.items()):
        for operation in migration.operations:
            if not isinstance(operation, RenameField):
                continue
            old, new = operation.old_name, operation.new_name
            model = state.models.get((label, operation.model_name_lower))
            for code in settings.FURTHER_LANGUAGES if old.endswith("_en") else ():
                names = [f"{name.removesuffix('_en')}_{code}" for name in (old, new)]
                if model and names[0] in model.fields and names[1] not in model.fields:
                    yield label, RenameField(operation.model_name, *names)
