"""``manage.py press 3``: make edition 3's pages on this machine."""

import datetime
import signal
import sys
from threading import Thread

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.press.press import read_report, write_report
from plan_site.editions.press.two_processes import cores
from plan_site.editions.publishing import publish
from plan_site.editions.storage.digests import reason_of

IS_PRESSED = (
    "Edition {0} is being published: its press runs, or ran a minute ago. If it was"
    " stopped, run this again in a minute."
)


class Command(BaseCommand):
    help = (
        "Make the pages of edition NUMBER on this machine, from its document. If its"
        " publication was stopped, go on with it: it goes live."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument(
            "--key",
            type=int,
            help="Its row: a later edition may have the number of a cancelled one.",
        )
        parser.add_argument(
            "--at",
            type=datetime.datetime.fromisoformat,
            help="When it goes live, such as 2026-12-01T06:00:00-08:00.",
        )
        act = parser.add_mutually_exclusive_group()
        act.add_argument(
            "--go-live",
            action="store_true",
            help="Let the edition go live when its pages are made, stopped or not.",
        )
        act.add_argument(
            "--pages-only", action="store_true", help="Do not let it go live."
        )

    def handle(self, *, number: int, key, at, go_live: bool, pages_only, **options):
        edition = Edition.objects.filter(number=number).first()
        if edition is None or key not in {None, edition.pk}:
            raise CommandError(f"There is no edition {number}.")
        is_stopped = edition.goes_live_at is None and not (go_live or pages_only)
        if is_stopped and press.is_press_alive(edition, database_now()):
            raise CommandError(IS_PRESSED.format(number))
        moment = at.isoformat() if at else ""
        due = moment if at or go_live else read_report(number).get("at", "")
        write_report(number, due)
        try:
            with press.press_handle():
                if go_live or is_stopped:
                    self.publish(edition, due)
                else:
                    folder = press.press(edition.contents, processes=cores())
                    publish.mark_if_live(edition, folder)
                    # Newer code may have brought new addresses.
                    publish.keep_addresses(edition, folder)
        except Exception as error:
            write_report(number, due, reason_of(error))
            raise CommandError(f"Edition {number}: {reason_of(error)}") from error
        self.stdout.write(f"Edition {number} is pressed.")

    def publish(self, edition: Edition, due: str) -> None:
        """If it is ended by a signal, its number is free again."""
        at = datetime.datetime.fromisoformat(due) if due else None
        created_on = timezone.localdate(edition.created_at).isoformat()
        if not at and edition.contents["day"] > created_on:
            raise CommandError("It was to go live on a later day: say --at MOMENT.")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        Thread(target=press.send_heartbeats, args=[edition], daemon=True).start()
        publish.press_and_go_live(edition, at, cores())
