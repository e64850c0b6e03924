"""Which rows are locked; only PostgreSQL locks single ones."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

# For tests of them: each in its own transactions, as a site has them.
ROW_LOCKS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="One writer at a time."),
]


def unlocked(records) -> list:
    """The records that another connection can lock at this moment."""
    found = []

    def look():
        for record in records:
            rows = type(record).objects.select_for_update(nowait=True, of=("self",))
            try:
                with transaction.atomic():
                    found.append(rows.get(pk=record.pk))
            except OperationalError:
                pass
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found
