"""``manage.py check_translations ko``: what is missing or behind in Korean."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pillars.translations.queries import texts_in
from pillars.translations.status import Text, TextState


class Command(BaseCommand):
    help = (
        "List the texts missing in LANGUAGE that another language has, and those"
        " that are behind another language, which was rewritten since."
    )

    def add_arguments(self, parser):
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("language", choices=languages)
        parser.add_argument(
            "--fail",
            action="store_true",
            help="Exit with an error if there is any, as a release check should.",
        )

    def handle(self, *, language, fail, **options):
        texts = [text for text in texts_in() if text.language == language]
        found = [text for text in texts if text.is_open]
        for text in found:
            self.stdout.write(line(text))
        missing = sum(text.state == TextState.MISSING for text in found)
        behind = len(found) - missing
        summary = f"In {language}: {missing} missing, {behind} behind."
        if found and fail:
            raise CommandError(summary)
        self.stdout.write(summary)


def line(text: Text) -> str:
    since = f" since {text.since.isoformat()}" if text.since else ""
    kind = text.record._meta.verbose_name
    place = f"{text.location.plan.slug} {text.location.name} ({kind})"
    return f"{place}, {text.column}: {text.state.value}{since}"
