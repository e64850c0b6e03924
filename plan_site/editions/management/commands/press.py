"""``manage.py press 3``: make edition 3's pages on this machine."""

import datetime
from threading import Thread

from django.core.management.base import BaseCommand, CommandError

from plan_site.editions.models import Edition
from plan_site.editions.press import press
from plan_site.editions.press.press import PressReport, send_heartbeats
from plan_site.editions.publishing import publish


class Command(BaseCommand):
    help = "Make the pages of edition NUMBER on this machine, from its document."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument(
            "--key",
            type=int,
            help="Its row: a later edition may have the number of a cancelled one.",
        )
        parser.add_argument(
            "--go-live",
            action="store_true",
            help="Let the edition go live when its pages are made.",
        )
        parser.add_argument(
            "--at",
            type=datetime.datetime.fromisoformat,
            help="With --go-live: the moment, such as 2026-12-01T06:00:00-08:00.",
        )

    def handle(self, *, number: int, key, go_live: bool, at, **options):
        edition = Edition.objects.filter(number=number).first()
        if edition is None or key not in {None, edition.pk}:
            raise CommandError(f"There is no edition {number}.")
        report = PressReport(number)
        try:
            if go_live:
                Thread(target=send_heartbeats, args=[edition], daemon=True).start()
                publish.press_and_go_live(edition, at, report.step)
            else:
                press.press(edition.contents, report.step)
        except Exception as error:
            report.fail(str(error))
            raise CommandError(f"Edition {number}: {error}") from error
        report.finish()
        self.stdout.write(f"Edition {number} is pressed.")
