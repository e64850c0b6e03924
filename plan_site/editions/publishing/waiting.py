"""What is hidden while an edition waits for its moment does not go live with it."""

import datetime

from django.db import transaction

from plan_site.editions.document.document import Document, rewrite
from plan_site.editions.models import Edition


@transaction.atomic
def hide_in_waiting_edition(now: datetime.datetime) -> int | None:
    """The number of the edition to go live, if a value was taken out of it."""
    to_come = Edition.objects.exclude(goes_live_at__lte=now)
    edition = to_come.select_for_update(of=("self",)).first()
    if edition is None:
        return None
    document = Document.read(edition.contents)
    without = document.hide_again()
    if (without.snapshot, without.log) == (document.snapshot, document.log):
        return None
    rewrite(edition, without)
    return edition.number
