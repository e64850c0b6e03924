"""``manage.py check_addresses``: does every address ever published still work?"""

import json
from collections import Counter
from urllib.parse import unquote

from django.core.management.base import CommandError

from plan_site.editions.management.editions_command import EditionsCommand
from plan_site.editions.models import Edition, PublishedAddress, database_now
from plan_site.editions.press import press
from plan_site.editions.press.crawl import PressError
from plan_site.editions.press.files import TABLE
from plan_site.editions.publishing.ledger import keep_addresses
from plan_site.editions.serving.table import Table

# What it stood for, or what became of that.
FOUND = {200, 410}


class Command(EditionsCommand):
    help = (
        "Look every address that was ever published up in the current edition, as"
        " readers would find it. Fails if one leads to nothing."
    )

    def handle(self, **options):
        edition = Edition.objects.live(database_now()).first()
        if edition is None:
            raise CommandError("Nothing has been published yet: there is no edition.")
        try:
            folder = press.press(edition.contents)
        except PressError as error:
            raise CommandError(str(error)) from error
        keep_addresses(edition, folder)
        table = Entries(json.loads((folder / TABLE).read_bytes()))
        counts = Counter()
        for address in PublishedAddress.objects.select_related("edition"):
            end = table.end_of(address.path)
            counts[end] += 1
            if end not in FOUND:
                self.stdout.write(f"{address} ({address.edition}): {end}")
        if dead := counts.total() - counts[200] - counts[410]:
            raise CommandError(f"{dead} of {counts.total()} addresses lead to nothing.")
        self.stdout.write(
            f"All {counts.total()} addresses ever published work in edition"
            f" {edition.number}: {counts[200]} lead to what they stood for,"
            f" {counts[410]} say what became of it."
        )


class Entries(Table):
    """What the press wrote, as it is."""

    def make(self, entry: tuple) -> tuple:
        return entry

    def end_of(self, path: str) -> int:
        """The status at the end of an address, the worst where languages differ."""
        answer = self.find(path.encode().decode("latin-1"))
        each = answer.values() if isinstance(answer, dict) else [answer]
        # The press has followed each redirect to its end.
        ends = [
            self.end_of(unquote(target)) if status in {301, 302} else status
            for status, target, *_rest in each
        ]
        return next((end for end in ends if end not in FOUND), max(ends))
