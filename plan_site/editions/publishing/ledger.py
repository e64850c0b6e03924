"""The ledger: every address that was ever published, and the first edition with it."""

import json
import logging
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from django.db import Error, transaction
from django.utils.text import slugify

from plan_site.editions.models import Edition, PublishedAddress
from plan_site.editions.press.files import TABLE
from plan_site.editions.press.taken_over import NAMED_BY_DIGEST

log = logging.getLogger(__name__)

LED_SOMEWHERE = {200, 301, 302}


def keep_addresses(edition: Edition, folder: Path) -> None:
    """Those that are new; a publication goes on if that fails."""
    try:
        with transaction.atomic():
            known = set(PublishedAddress.objects.values_list("path", flat=True))
            new = sorted({*addresses_in(folder)} - known)
            rows = [PublishedAddress(path=path, edition=edition) for path in new]
            PublishedAddress.objects.bulk_create(rows, 1000, ignore_conflicts=True)
    except (Error, OSError, ValueError) as error:
        log.warning("The addresses of %s were not kept: %s", edition, error)


def addresses_in(folder: Path) -> Iterator[str]:
    """Of pictures that are named by their digest, none: others take their place."""
    answers = json.loads((folder / TABLE).read_bytes())["answers"]
    for path, entry in answers.items():
        each = entry.values() if isinstance(entry, dict) else [entry]
        is_for_good = not NAMED_BY_DIGEST.fullmatch(path)
        if is_for_good and all(one[0] in LED_SOMEWHERE for one in each):
            yield path


def forget_titles(titles: Iterable[object]) -> None:
    """Addresses that a redacted title was a part of: they still lead on by the code."""
    kept = set(PublishedAddress.objects.values_list("path", flat=True))
    tails = [f"-{tail}/" for title in titles if (tail := slugify(str(title)))]
    # What is before the title is a code's own address, not part of another title.
    gone = {
        path
        for path, tail in product(kept, tails)
        if path.endswith(tail) and f"{path.removesuffix(tail)}/" in kept
    }
    PublishedAddress.objects.filter(path__in=gone).delete()
