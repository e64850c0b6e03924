"""What is hidden goes live with no edition that waits, and stays in no older folder."""

import datetime
import logging
from pathlib import Path

from django.db import transaction

from plan_site.editions.document.document import Document, rewrite
from plan_site.editions.document.hide_again import Hidden, hidden_today
from plan_site.editions.models import Edition
from plan_site.editions.storage import folders

log = logging.getLogger(__name__)


@transaction.atomic
def hide_in_waiting_edition(now: datetime.datetime) -> int | None:
    """The number of the edition to go live, if a value was taken out of it."""
    to_come = Edition.objects.exclude(goes_live_at__lte=now)
    edition = to_come.select_for_update(of=("self",)).first()
    if edition is None:
        return None
    document = Document.read(edition.contents)
    without = document.hide_again()
    if is_same(without, document):
        return None
    rewrite(edition, without)
    return edition.number


def is_same(without: Document, document: Document) -> bool:
    return (without.snapshot, without.log) == (document.snapshot, document.log)


def mark_outdated_folders(edition: Edition) -> None:
    """Those that show what an edition hides go when it is served: see ``prune``."""
    hide = hidden_today(Document.read(edition.contents).hidden)
    for folder in folders.present():
        try:
            if folders.number_of(folder) < edition.number and shows(folder, hide):
                (folder / folders.OUTDATED).touch()
        except (OSError, ValueError, LookupError, TypeError) as error:
            log.warning("Edition folder %s cannot be read: %s", folder.name, error)


def shows(folder: Path, hide: Hidden) -> bool:
    document = Document.read(folders.read_document(folder))
    return not is_same(document.hide_again(hide), document)
