"""The house: who may import whom, and what is banned everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A backslash may not stand inside an f-string.
NEWLINE = "\n"

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
        "admin imports management plans",
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


def test_modules_import_only_downward():
    upward = [
        f"{path} imports {name}"
        for path, place in modules()
        for name in imported(path, place)
        if LEVEL[name] > LEVEL[place[0]]
    ]

    assert upward == []


def test_imports_are_seen_in_every_form():
    # A check that sees nothing would pass for ever.
    views = ROOT / "pillars" / "public" / "views.py"
    tags = ROOT / "pillars" / "templatetags" / "pillars.py"

    assert {"models", "enums"} <= set(imported(views, ("public", "views")))
    assert {"text", "models"} <= set(imported(tags, ("templatetags", "pillars")))


def lines_with(pattern: str, paths: list[Path], flags: int = 0) -> list[str]:
    """Where in these files a pattern is found: ``pillars/public/views.py:12``."""
    return [
        f"{path.relative_to(ROOT)}:{text.count(NEWLINE, 0, found.start()) + 1}"
        for path in paths
        for text in [path.read_text()]
        for found in re.finditer(pattern, text, flags)
    ]


def test_lines_are_found():
    # A check that sees nothing would pass for ever.
    here = [Path(__file__)]

    assert lines_with("^import ast", here, re.M) == ["tests/test_house.py:3"]


def test_plan_knows_nothing_of_the_site_around_it():
    plan = sources("pillars")

    assert lines_with(r"^\s*(from|import) plan_site", plan, re.M) == []


def test_translated_records_are_saved_one_by_one():
    # They would skip save(), and with it the note of which language lags behind.
    code = sources("pillars", "plan_site")

    assert lines_with(r"\.(bulk_create|bulk_update|update)\(\w+=", code) == []


def test_no_district_is_named_in_the_code():
    code = sources("pillars", "plan_site")
    # It names the fixture that is loaded on a first start.
    code.remove(ROOT / "plan_site" / "local.py")

    assert lines_with(r"lausd|los angeles unified", code, re.I) == []


@pytest.mark.parametrize(
    "banned",
    [
        r"\|safe",
        r"\sstyle=",
        r"<style\b",
        r"<script\b(?![^>]*\bsrc=)",
        r"\son[a-z]+=",
        # On one line there is nothing to trim.
        r"{% blocktranslate(?![^%]*trimmed)[^%]*%}[^{]*\n",
        r"(?i)lausd|los angeles",
        r"{% endblock %}",
    ],
)
def test_no_template_has_what_is_banned(banned):
    assert lines_with(banned, TEMPLATES) == []


def test_templates_that_a_template_names_are_there():
    names = {
        name
        for path in TEMPLATES
        for name in re.findall(r"(?:extends|include) \"([^\"]+)\"", path.read_text())
    }

    assert len(names) > 20
    for name in names:
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
