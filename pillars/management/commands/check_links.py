"""``manage.py check_links``: whether the addresses of the resources answer."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pillars.linkcheck.checker import Checker, summarize
from pillars.models import Resource


class Command(BaseCommand):
    help = "Check whether each resource's addresses answer; record it for the desk."
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
        resources = {each.pk: each.addresses() for each in Resource.objects.all()}
        urls = {url for addresses in resources.values() for url in addresses.values()}
        results: dict[str, str] = {}  # The error of each, empty where there is none.
        for url, result in (checker or Checker()).check_all(urls):
            results[url] = result
            self.stdout.write(f"{url} {result or 'good'}")
        recorded = 0
        if not dry_run:
            today = timezone.localdate()
            recorded = sum(
                record(pk, addresses, summarize(addresses, results), today)
                for pk, addresses in resources.items()
                if addresses
            )
        dead = sum(map(bool, results.values()))
        summary = (
            f"Addresses: {len(results) - dead} good, {dead} dead."
            f" Resources recorded: {recorded}."
        )
        if fail and dead:
            raise CommandError(summary)
        self.stdout.write(summary)


@transaction.atomic
def record(pk: int, urls: dict[str, str], result: str, day: datetime.date) -> bool:
    """Unless the resource's addresses have changed meanwhile."""
    resource = Resource.objects.select_for_update().filter(pk=pk).first()
    if resource is None or resource.addresses() != urls:
        return False
    resource.checked_on, resource.check_result = day, result[:200]
    # Not an edit: no history, no conflict with an open form.
    resource.skip_history_when_saving = True
    resource.save(update_fields=["checked_on", "check_result"])
    return True
