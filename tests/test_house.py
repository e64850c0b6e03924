"""The house: who may import whom, and what is banned everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent

# Each layer may import those above it, and its own modules.
LAYERS = [
    names.split()
    for names in (
        "codes enums school_years",
        "rules",
        "models",
        "charts desk hierarchy history linkcheck permissions search text todo"
        " translation translations",
        "public templatetags",
        "admin imports management plan_files plans",
        "apps urls",
    )
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# Made by Django, which imports what it needs.
OUTSIDE = {"migrations"}


def modules() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Each module of ``pillars`` and its place: ``("models", "plan")``."""
    for path in sorted((ROOT / "pillars").rglob("*.py")):
        place = path.relative_to(ROOT / "pillars").with_suffix("").parts
        if place != ("__init__",) and place[0] not in OUTSIDE:
            yield path, place


def imported(path: Path, place: tuple[str, ...]) -> Iterator[str]:
    """The names directly under ``pillars`` that the module at ``path`` imports from."""
    package = ("pillars", *place[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        base = package[: len(package) - node.level + 1] if node.level else ()
        target = (*base, *(node.module.split(".") if node.module else ()))
        if target == ("pillars",):
            yield from (alias.name for alias in node.names)
        elif target[:1] == ("pillars",):
            yield target[1]


def sources(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@pytest.mark.parametrize(("path", "place"), list(modules()))
def test_modules_import_only_downward(path, place):
    upward = [name for name in imported(path, place) if LEVEL[name] > LEVEL[place[0]]]

    assert upward == []


def test_imports_are_seen_in_every_form():
    # A check that sees nothing would pass for ever.
    views = ROOT / "pillars" / "public" / "views.py"
    tags = ROOT / "pillars" / "templatetags" / "pillars.py"

    assert {"models", "enums"} <= set(imported(views, ("public", "views")))
    assert {"text", "models"} <= set(imported(tags, ("templatetags", "pillars")))


@pytest.mark.parametrize("path", sources("pillars"), ids=lambda path: path.name)
def test_plan_knows_nothing_of_the_site_around_it(path):
    assert not re.search(r"^\s*(from|import) plan_site", path.read_text(), re.M)


@pytest.mark.parametrize(
    "path", sources("pillars", "plan_site"), ids=lambda path: path.name
)
def test_translated_records_are_saved_one_by_one(path):
    # They would skip save(), and with it the note of which language lags behind.
    assert not re.search(r"\.(bulk_create|bulk_update|update)\(\w+=", path.read_text())


@pytest.mark.parametrize(
    "path", sources("pillars", "plan_site"), ids=lambda path: path.name
)
def test_no_district_is_named_in_the_code(path):
    assert not re.search(r"lausd|los angeles unified", path.read_text(), re.I) or (
        path.name == "local.py"  # It names the fixture that is loaded on a first start.
    )


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_to_the_rules(path):
    text = path.read_text()

    assert "|safe" not in text
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    # On one line there is nothing to trim.
    assert not re.search(r"{% blocktranslate(?![^%]*trimmed)[^%]*%}[^{]*\n", text)
    assert not re.search(r"lausd|los angeles", text, re.I)
    assert not re.search(r"{% endblock %}", text)


NAMED = re.compile(r"(?:extends|include) \"([^\"]+)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_that_a_template_names_are_there(path):
    for name in NAMED.findall(path.read_text()):
        get_template(name)


def test_templates_that_the_code_names_are_there():
    names = {
        name
        for path in sources("pillars", "plan_site")
        for name in re.findall(r"\"(\w[\w/]+/\w+\.html)\"", path.read_text())
    }

    assert len(names) > 20
    for name in names:
        get_template(name)
