"""``manage.py check_links``: whether what the plan points to is still there."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pillars.linkcheck.checker import Checker, addresses_of, summed_up
from pillars.management.files import counted
from pillars.models import Resource

WIDTH = 30


class Command(BaseCommand):
    help = "Ask each resource's addresses whether they answer, and note it at the desk."
    stealth_options = ("checker",)

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the answers; record nothing."
        )
        parser.add_argument(
            "--fail",
            action="store_true",
            help="End with an error if a link is dead, for scripts.",
        )

    def handle(self, *, dry_run, fail, checker=None, **options):
        resources = {one.pk: addresses_of(one) for one in Resource.objects.all()}
        urls = {url for each in resources.values() for url in each.values()}
        results = self.answers(checker or Checker(), sorted(urls))
        recorded = 0
        if not dry_run:
            today = timezone.localdate()
            recorded = sum(
                record(pk, of_one, summed_up(of_one, results), today)
                for pk, of_one in resources.items()
                if of_one
            )
        dead = sum(map(bool, results.values()))
        summary = (
            f"{counted(len(results), 'address', 'addresses')}:"
            f" {len(results) - dead} good, {dead} dead."
            f" {counted(recorded, 'resource', 'resources')} recorded."
        )
        if fail and dead:
            raise CommandError(summary)
        self.stdout.write(summary)

    def answers(self, checker: Checker, urls: list[str]) -> dict[str, str]:
        """What is wrong with each address; a line for each, or a bar on a terminal."""
        results: dict[str, str] = {}
        bar = self.stdout.isatty()
        for url, result in checker.check_all(urls):
            results[url] = result
            if bar:
                self.stdout.write("\r\x1b[K", ending="")
            if result or not bar:
                self.stdout.write(f"{url} {result or 'good'}")
            if bar:
                done = WIDTH * len(results) // len(urls)
                drawn = "█" * done + "·" * (WIDTH - done)
                self.stdout.write(f"{drawn} {len(results)}/{len(urls)}", ending="")
                self.stdout.flush()
        if bar and urls:
            self.stdout.write("\r\x1b[K", ending="")
        return results


@transaction.atomic
def record(pk: int, urls: dict[str, str], result: str, day: datetime.date) -> bool:
    """Note a result on its row, unless its addresses have changed in the meantime."""
    resource = Resource.objects.select_for_update().filter(pk=pk).first()
    if resource is None or addresses_of(resource) != urls:
        return False
    resource.checked_on, resource.check_result = day, result[:200]
    # Nobody wrote anything: no history, and no editor who has it open is stopped.
    resource.skip_history_when_saving = True
    resource.save(update_fields=["checked_on", "check_result"])
    return True
