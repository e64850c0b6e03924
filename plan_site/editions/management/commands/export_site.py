"""``manage.py export_site DIR``: the current edition as static files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from plan_site.editions.export.export import NGINX, export
from plan_site.editions.export.export_files import ExportError
from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.press.crawl import PressError
from plan_site.editions.storage.digests import BadEditionError


class Command(EditionsCommand):
    help = (
        "Write the current edition into the folder DIR as static files for any web"
        " host. An earlier export there is replaced."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, metavar="DIR")

    def handle(self, *, directory: Path, **options):
        if settings.DEBUG:
            raise CommandError("DEBUG is on. Turn it off to export what readers get.")
        try:
            number, files = export(directory)
        except (ExportError, PressError, BadEditionError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Edition {number} in {directory}: {files.counts['pages']} pages,"
            f" {files.counts['redirects']} redirects,"
            f" {files.counts['gone']} of what was withdrawn,"
            f" {len(files.static)} static files."
            f" For nginx, see {directory / NGINX / 'server.conf'}."
        )
