"""A candidate that another edition has overtaken is not published."""

import datetime

import pytest

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act
from plan_site.editions.models import Edition
from plan_site.editions.publishing.publish import PublishingError, store
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.makers import make_priority


@pytest.mark.postgresql
@pytest.mark.django_db
def test_second_of_two_who_publish_is_told_of_the_first():
    make_priority()
    publish()
    make_priority()
    candidate = Candidate.now()
    publish()

    with pytest.raises(PublishingError, match="published edition 2 meanwhile"):
        store(
            *(candidate.last, candidate.rows, Act({}, {}), None),
            NOON + datetime.timedelta(days=1),
        )

    assert Edition.objects.count() == 2
