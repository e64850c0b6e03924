"""What all commands of publishing share."""

import datetime
import signal

from django.core.management.base import BaseCommand, CommandError

from pillars.text.language_names import language_name
from plan_site.editions.desk.progress_views import press_in_background
from plan_site.editions.document.document import NewerFormatError
from plan_site.editions.models import NOTES, Edition
from plan_site.editions.publishing.publish import PublishingError

GOES_ON = (
    "Only this command was stopped: edition {edition.number} goes live {when}, once its"
    " pages are made.\nTo stop that too: kill {pid}"
)


class EditionsCommand(BaseCommand):
    """Prints a publishing error in one line."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except NewerFormatError as error:
            raise CommandError(f"{error} Update this machine's software.") from None
        except PublishingError as refusal:
            raise CommandError(str(refusal)) from None

    @staticmethod
    def add_note_options(parser) -> None:
        for code, column in NOTES.items():
            words = f"For readers, in {language_name(code)}."
            parser.add_argument(f"--note-{code}", dest=column, default="", help=words)

    @staticmethod
    def note_in(options: dict) -> dict[str, str]:
        return {code: options[column] for code, column in NOTES.items()}

    def press(self, edition: Edition, at: datetime.datetime | None = None) -> None:
        """Wait for its press, which goes on if the command is interrupted."""
        child = press_in_background(edition, at)
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            failed = child.wait()
        except KeyboardInterrupt:
            when = f"at {at.isoformat()}" if at else "by itself"
            words = {"edition": edition, "when": when, "pid": child.pid}
            raise CommandError(GOES_ON.format(**words)) from None
        finally:
            signal.signal(signal.SIGTERM, before)
        if failed:
            raise CommandError(f"Edition {edition.number} could not be pressed.")
