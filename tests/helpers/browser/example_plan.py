"""The example's plan in a browser: its pages, one of every kind, and its edition."""

from django.core.management import call_command

from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.plan_files import EXAMPLE

PAGES = {
    "home": "example/",
    "pillar": "example/1",
    "priority": "example/1.1",
    "priority with a notice": "example/3.1",
    "measure": "example/1.1-a",
    "measure by group": "example/1.10-a",
    "student group": "example/groups/disabilities/",
    "measure without a number": "example/1.4-a",
    "measure with a break": "example/1.10-c",
    "range": "example/3.2-a",
    "deed": "example/1.7-a",
    "money": "example/3.1-a",
    "status set by hand": "example/3.3-a",
    "related figure": "example/2-a",
    "measures": "example/measures/",
    "status": "example/measures/behind/",
    "progress": "example/progress/",
    "about": "example/about/",
    "card of a priority": "example/embed/1.1/",
    "card of a measure": "example/embed/1.10-a/",
    "glossary": "example/glossary/",
    "offices": "example/offices/",
    "changes": "example/changes/",
    "data": "example/data/",
    "one edition": "example/changes/1/",
    "since adoption": "example/since-adoption/",
    "dates": "example/dates/",
    "whole plan": "example/print/",
    "plans": "plans/",
    "accessibility": "accessibility/",
    "accessibility report": "accessibility-report/",
    "search": "search",
    "search results": "search?q=plan",
    "not found": "nothing/",
}


def import_example():
    call_command("import_plan", EXAMPLE, apply=True, current=True, verbosity=0)


def publish_example() -> Edition:
    import_example()
    return publish()
