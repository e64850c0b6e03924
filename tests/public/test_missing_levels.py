"""Plans that lack a level: its pages have no gap where that would be."""

import re
from urllib.parse import unquote

import lxml.html
import pytest

from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.models import Pillar, Priority
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

NUMBERS = {
    "baseline": (2020, "81.6"),
    "targets": {2025: "93"},
    "results": {2022: "84"},
}


@pytest.fixture
def without_pillars():
    plan = make_plan(has_pillars=False)
    fill_missing_levels(plan)
    whole = plan.pillars.get()
    for code in ("1.1", "11"):
        priority = make_priority(whole, code=code, title_en=f"Objective {code}")
        make_strategy(priority, code=f"{code}.1")
        make_resource(priority)
        make_measure(priority, code=f"M{code}", **NUMBERS)
    make_measure(pillar=whole, code="M0", target_kind="none", title_en="Of all")
    return plan


@pytest.fixture
def without_priorities():
    plan = make_plan(has_priorities=False)
    for code in ("Goal 1", "Goal 11"):
        pillar = make_pillar(plan, code=code)
        fill_missing_levels(plan)
        priority = pillar.priorities.get()
        make_strategy(priority, code=f"{code}.1", text_en=f"Act on {code}")
        make_resource(priority, title_en=f"Guide to {code}")
        make_measure(pillar=pillar, code=f"M {code}", **NUMBERS)
    return plan


def pages_of(client, start: str) -> dict[str, str]:
    """All pages that can be reached, by address."""
    waiting, pages, files = [start], {}, set()
    while waiting:
        path = unquote(waiting.pop().partition("#")[0])
        if path in pages.keys() | files or not path.startswith(("/en/", "/es/")):
            continue
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        if not response["Content-Type"].startswith("text/html"):
            files.add(path)
            continue
        pages[path] = response.content.decode()
        found = re.findall(r'href="([^"]+)"', pages[path])
        waiting += [at.removeprefix("http://127.0.0.1:8000") for at in found]
    return pages


@pytest.mark.parametrize("kind", ["without_pillars", "without_priorities"])
def test_no_page_has_an_empty_heading_or_code_or_a_dead_link(client, request, kind):
    plan = request.getfixturevalue(kind)

    pages = pages_of(client, plan.get_absolute_url())

    assert len(pages) > 30
    for path, html in pages.items():
        tree = lxml.html.fromstring(html)
        shown = tree.xpath("//h1|//h2|//h3|//*[@class='code']|//b|//nav//a|//li")
        assert [tag.tag for tag in shown if not tag.text_content().strip()] == [], path
        ids = set(tree.xpath("//@id"))
        here = {href[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")}
        assert (here - ids, "" in ids, "None" in tree.text_content()) == (
            set(),
            False,
            False,
        ), path


def test_plan_without_pillars_lists_its_priorities(client, without_pillars):
    home = client.get(without_pillars.get_absolute_url()).content.decode()
    page = client.get(Priority.objects.get(code="1.1").get_absolute_url())
    crumbs = lxml.html.fromstring(page.content).xpath("//nav[@class='crumbs']//a")

    assert "Objective 1.1" in home
    assert "Objective 11" in home
    assert [a.get("href") for a in crumbs] == ["/en/2022-26/"]
    assert client.get("/en/2022-26/progress/").content.count(b'class="tally') == 2


def test_pillar_without_priorities_has_its_strategies_and_resources(
    client, without_priorities
):
    pillar = Pillar.objects.get(code="Goal 1")

    html = client.get("/en/2022-26/goal-1-x/", follow=True).content.decode()

    assert "Act on Goal 1" in html
    assert "Guide to Goal 1" in html
    assert 'id="goal-1-1"' in html
    strategy = pillar.priorities.get().strategies.get()
    assert strategy.get_absolute_url() == f"{pillar.get_absolute_url()}#goal-1-1"


def test_levels_come_and_go_with_what_the_plan_says(without_priorities):
    without_priorities.has_priorities = True
    without_priorities.save()
    make_pillar(without_priorities, code="Goal 3")
    fill_missing_levels(without_priorities)

    # Those that hold something stay; the new pillar has none.
    assert Priority.objects.filter(code="").count() == 2

    Priority.objects.filter(code="").first().strategies.all().delete()
    Priority.objects.filter(code="").first().resources.all().delete()
    fill_missing_levels(without_priorities)

    assert Priority.objects.filter(code="").count() == 1
