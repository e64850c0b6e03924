"""A further language's columns: added, and taken along by an upgrade."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = "site_languages"
# A version before this one, whose plans had an outlook and no vision.
OLDER_SETTINGS = """
from plan_site.settings import *
MIGRATION_MODULES = {"pillars": "older_migrations"}
"""
UPGRADE = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("pillars", "{last}")]
    operations = [
        migrations.RenameField(model, "outlook" + ending, "vision" + ending)
        for model in ("plan", "historicalplan")
        for ending in ("", "_en", "_es")
    ]
"""


class Site:
    """A site of its own that writes in Korean, too."""

    def __init__(self, folder: Path):
        self.folder, self.database = folder, folder / "db.sqlite3"
        self.settings = "plan_site.settings"
        (folder / APP).mkdir()
        (folder / APP / "__init__.py").touch()

    def manage(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, ROOT / "manage.py", *command],
            env=os.environ
            | {
                "PYTHONPATH": str(self.folder),
                "FURTHER_LANGUAGES": "ko",
                "DATABASE_URL": f"sqlite:///{self.database}",
                "DJANGO_SETTINGS_MODULE": self.settings,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def become_older(self) -> None:
        (self.folder / "older_settings.py").write_text(OLDER_SETTINGS)
        self.settings = "older_settings"
        shutil.copytree(ROOT / "pillars/migrations", self.folder / "older_migrations")
        for file in self.folder.rglob("0*.py"):
            older = r"\1outlook\2"
            text = re.sub(
                r"""(\(\s*")vision((?:_..)?",\s*models)""", older, file.read_text()
            )
            file.write_text(text.replace("'vision_ko'", "'outlook_ko'"))

    def upgrade(self) -> None:
        migrations = self.folder / "older_migrations"
        last = max(file.stem for file in migrations.glob("0*.py"))
        (migrations / "9999_vision.py").write_text(UPGRADE.format(last=last))

    def add_plan(self, **texts: str) -> None:
        """With nothing in its other columns."""
        with sqlite3.connect(self.database) as connection:
            columns = connection.execute("PRAGMA table_info(pillars_plan)").fetchall()
            row = {name: "0" for _id, name, _type, needed, *_rest in columns if needed}
            row |= texts
            marks = ", ".join("?" * len(row))
            names = ", ".join(row)
            insert = f"INSERT INTO pillars_plan ({names}) VALUES ({marks})"  # noqa: S608
            connection.execute(insert, [*row.values()])

    def visions(self) -> list[tuple]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute("SELECT vision_ko FROM pillars_plan").fetchall()


@pytest.mark.rest
def test_upgrade_takes_the_texts_of_a_further_language_along(tmp_path):
    site = Site(tmp_path)
    site.manage("add_languages")
    site.manage("makemigrations", "--check", "--dry-run")
    site.become_older()
    site.manage("migrate")
    site.add_plan(outlook_ko="모든 학생")

    site.upgrade()
    site.manage("add_languages")
    site.manage("makemigrations", "--check", "--dry-run")
    site.manage("migrate")

    assert site.visions() == [("모든 학생",)]
    # A database that is made anew has all of it in the same order.
    site.database = tmp_path / "new.sqlite3"
    steps = site.manage("migrate")
    assert site.visions() == []
    assert steps.index("site_languages.0002_pillars") < steps.index(
        "pillars.9999_vision"
    )
    assert steps.index("pillars.9999_vision") < steps.index(
        "site_languages.0003_pillars"
    )
