"""``manage.py export_plan SLUG FILE``: a plan as a file that can be imported."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pillars.imports.plans.writer import KINDS, TooLongError
from pillars.models import Plan


class Command(BaseCommand):
    help = "Write the public fields of a plan's working copy to an XLSX or JSON file."

    def add_arguments(self, parser):
        parser.add_argument("plan", metavar="SLUG", help="Such as 2022-26.")
        parser.add_argument("file", type=Path, help="It ends in .xlsx or .json.")

    def handle(self, *, plan, file, **options):
        found = Plan.objects.filter(slug=plan).first()
        if found is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no plan {plan!r}. There is: {known}.")
        kind = file.suffix.lower().removeprefix(".")
        if kind not in KINDS:
            raise CommandError(f"{file}: expected a name that ends in .xlsx or .json.")
        write = KINDS[kind]
        try:
            size = file.write_bytes(write(found))
        except TooLongError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{file}: {size} bytes.")
