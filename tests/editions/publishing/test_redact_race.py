"""Redacting and publishing at the same moment: no edition brings the value back."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act
from plan_site.editions.models import Edition
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.redact import redact
from tests.helpers.editions.live_editions import go_live, publish
from tests.helpers.makers import make_priority

LONG_ENOUGH_TO_BEGIN = 0.5

pytestmark = pytest.mark.postgresql


@pytest.fixture
def priority(transactional_db):
    """A priority that said a secret in edition 1, and says it no longer."""
    priority = make_priority(why_en="Secret.", why_es="Porque ayuda mucho.")
    publish()
    priority.why_en = priority.why_es = ""
    priority.save()
    return priority


def store_next(candidate: Candidate) -> Edition:
    return publishing.store(candidate.last, candidate.rows, Act({}, {}), None, now())


def now():
    return Edition.objects.get(number=1).goes_live_at


def redact_it(priority) -> list[int]:
    return redact(f"pillars.priority:{priority.pk}", "why_en", "It named a child.")


def beside(act, *given):
    """Begin an act in another thread, which waits for this one's transaction."""

    def run():
        try:
            return act(*given)
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    running = pool.submit(run)
    time.sleep(LONG_ENOUGH_TO_BEGIN)
    assert not running.done()
    return running


def everything() -> str:
    return "".join(Edition.objects.values_list("document", flat=True))


def test_candidate_from_before_a_redaction_is_refused(priority):
    candidate = Candidate.now()
    redact_it(priority)

    with pytest.raises(PublishingError, match="A value was redacted meanwhile"):
        store_next(candidate)

    go_live(store_next(Candidate.now()))
    assert Edition.objects.count() == 2
    assert "Secret." not in everything()


def test_publication_waits_for_a_redaction_and_is_refused(priority):
    candidate = Candidate.now()

    with transaction.atomic():
        redact_it(priority)
        publication = beside(store_next, candidate)

    with pytest.raises(PublishingError, match="A value was redacted meanwhile"):
        publication.result()
    assert "Secret." not in everything()


def test_redaction_waits_for_a_publication_and_reaches_it_too(priority):
    candidate = Candidate.now()

    with transaction.atomic():
        store_next(candidate)
        redaction = beside(redact_it, priority)

    assert redaction.result() == [1, 2]
    assert Edition.objects.count() == 2
    assert "Secret." not in everything()
