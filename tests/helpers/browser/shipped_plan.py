"""The shipped plan in a browser: its pages, one of every kind, and its editions."""

import pytest
from django.core.management import call_command

from pillars.models import Priority
from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish

PAGES = {
    "home": "2022-26/",
    "pillar": "2022-26/1",
    "priority": "2022-26/1d",
    "priority without strategies": "2022-26/5c",
    "measure": "2022-26/1d-m2",
    "measure by group": "2022-26/2a-m2",
    "student group": "2022-26/groups/high-schools/",
    "measure without a number": "2022-26/2b-m2",
    "related figure": "2022-26/1-r1",
    "measures": "2022-26/measures/",
    "status": "2022-26/measures/behind/",
    "empty status": "2022-26/measures/met/",
    "progress": "2022-26/progress/",
    "about": "2022-26/about/",
    "glossary": "2022-26/glossary/",
    "whole plan": "2022-26/print/",
    "changes": "2022-26/changes/",
    "one edition": "2022-26/changes/2/",
    "since adoption": "2022-26/since-adoption/",
    "plans": "plans/",
    "accessibility": "accessibility/",
    "accessibility report": "accessibility-report/",
    "search": "search",
    "search results": "search?q=plan",
    "not found": "nothing/",
}


@pytest.fixture
def plan(transactional_db):
    """The shipped plan, in the database that the desk's server reads."""
    call_command("loaddata", "lausd_2022_26", verbosity=0)


def publish_twice() -> Edition:
    """The shipped plan as edition 2; in edition 1 a priority had another name."""
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    priority = Priority.objects.get(code="1D")
    name, priority.title_es = priority.title_es, "Un nombre viejo"
    priority.save()
    publish()
    priority.title_es = name
    priority.save()
    return publish()
