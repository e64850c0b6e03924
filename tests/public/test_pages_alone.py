"""Every status and calculation on the pages, worked out once more from them alone."""

import re

import pytest
from django.core.management import call_command

from pillars.models import Measure
from pillars.public import readings
from tests.helpers.browser.example_plan import import_example
from tests.helpers.pages_alone import disagreements

pytestmark = pytest.mark.django_db


def load_shipped():
    call_command("loaddata", "lausd_2022_26", verbosity=0)


def pages(client) -> dict[str, str]:
    measures = Measure.objects.live().select_related("pillar__plan")
    with readings.shared():
        return {
            measure.code: client.get(measure.get_absolute_url_in("en")).content.decode()
            for measure in measures
        }


@pytest.mark.parametrize("load", [import_example, load_shipped])
def test_pages_say_what_their_own_numbers_come_to(client, load):
    load()

    read = pages(client)

    found = {
        code: faults for code, page in read.items() if (faults := disagreements(page))
    }
    assert (found, len(read) > 35) == ({}, True)


def test_wrong_page_is_found(client):
    import_example()
    with readings.shared():
        measure = Measure.objects.get(code="1.2-a")
        page = client.get(measure.get_absolute_url_in("en")).content.decode()

    for right, wrong in [
        (">Behind<", ">On track<"),
        ("<b>50%</b> of the way", "<b>51%</b> of the way"),
        ("(50% of the way)", "(51% of the way)"),
        ("<b>3.1</b>", "<b>3.2</b>"),
        ("3.3", "3.2"),
    ]:
        broken = re.sub(re.escape(right), wrong, page)
        assert broken != page
        assert disagreements(broken) != [], wrong
