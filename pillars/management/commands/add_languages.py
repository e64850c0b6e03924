"""``manage.py add_languages``: migrations for the columns of FURTHER_LANGUAGES."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pillars.translations.columns import APP, new_migrations


class Command(BaseCommand):
    help = (
        "Write what the tables lack for FURTHER_LANGUAGES as migrations of the app"
        f" {APP}; then run migrate. Also after an upgrade, before migrate."
    )

    def handle(self, **options):
        if not settings.FURTHER_LANGUAGES:
            raise CommandError("Set FURTHER_LANGUAGES first, such as ko,hy.")
        try:
            migrations = dict(new_migrations())
        except ValueError as error:
            raise CommandError(f"No column of FURTHER_LANGUAGES: {error}.") from None
        app = find_spec(APP)
        app_folder = Path(app.origin).parent if app else settings.BASE_DIR / APP
        folder = app_folder / "migrations"
        folder.mkdir(parents=True, exist_ok=True)
        for package in (folder.parent, folder):
            (package / "__init__.py").touch()
        for name, content in migrations.items():
            (folder / f"{name}.py").write_text(content)
            self.stdout.write(f"{folder / name}.py")
        self.stdout.write(f"Migrations written: {len(migrations)}")
