"""Two answers to one request at the same moment: one of them counts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act
from plan_site.editions.models import Edition, PublicationRequest
from plan_site.editions.publishing import approval
from plan_site.editions.publishing.publish import PublishingError
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import make_priority

State = PublicationRequest.State

pytestmark = pytest.mark.postgresql


def at_once(*acts) -> list[bool]:
    """Whether each of some acts was done, all begun at the same moment."""
    begin = Barrier(len(acts))

    def run(act):
        begin.wait()
        try:
            act()
        except PublishingError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def asked(transactional_db):
    """A request of somebody's, for all that changed."""
    make_priority()
    publish()
    make_priority()
    eva = User.objects.create_superuser("eva")
    return approval.ask(Candidate.now(), Act({}, {}), eva)


def test_withdrawn_while_it_is_granted_is_the_one_or_the_other(asked):
    pablo = User.objects.create_superuser("pablo")

    granted, withdrawn = at_once(
        lambda: approval.grant(asked.pk, pablo),
        lambda: approval.withdraw(asked.pk, asked.asked_by),
    )

    asked.refresh_from_db()
    assert granted != withdrawn
    assert asked.state == (State.GRANTED if granted else State.WITHDRAWN)
    assert Edition.objects.count() == (2 if granted else 1)


def test_granted_by_two_at_once_is_published_once(asked):
    pablo = User.objects.create_superuser("pablo")
    petra = User.objects.create_superuser("petra")

    done = at_once(
        lambda: approval.grant(asked.pk, pablo),
        lambda: approval.grant(asked.pk, petra),
    )

    asked.refresh_from_db()
    assert sorted(done) == [False, True]
    assert asked.answered_by == asked.edition.published_by
    assert Edition.objects.count() == 2
