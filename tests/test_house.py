"""The house: who may import whom, and what is banned everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A backslash may not stand inside an f-string.
NEWLINE = "\n"

# Each line may import from the lines above it, and from itself.
ORDER = {
    "pillars": [
        "codes contexts enums school_years words",
        "rules",
        "models",
        "desk hierarchy linkcheck text",
        "charts history permissions search",
        "translation translations",
        "public templatetags",
        "plans todo",
        "admin imports",
        "management",
        "apps urls",
    ],
    "plan_site/editions": [
        "models scope",
        "document router",
        "data paper public storage",
        "checks press",
        "publishing",
        "preview serving",
        "desk export",
        "admin management templatetags urls",
        "apps",
    ],
}
LEVEL = {
    (folder, name): level
    for folder, lines in ORDER.items()
    for level, names in enumerate(lines)
    for name in names.split()
}


def imports(path: Path) -> Iterator[str]:
    """The modules and names that a module imports, as ``pillars.models.Plan``."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def parts_of(folder: str) -> Iterator[tuple[Path, str]]:
    """Each module below a folder, with the part of the folder that it belongs to."""
    for path in sources(folder):
        part = path.relative_to(ROOT / folder).with_suffix("").parts[0]
        if part not in {"__init__", "migrations"}:
            yield path, part


def sources(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@pytest.mark.parametrize("folder", ORDER)
def test_packages_import_only_from_above(folder):
    start = folder.replace("/", ".") + "."

    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, part in parts_of(folder)
        for name in imports(path)
        if name.startswith(start)
        if LEVEL[folder, name.removeprefix(start).split(".")[0]] > LEVEL[folder, part]
    ]

    assert offenders == []


def test_imports_are_seen_in_every_form():
    # A check that sees nothing would pass for ever.
    views = set(imports(ROOT / "pillars" / "public" / "views.py"))
    house = set(imports(Path(__file__)))

    assert {
        "pillars.models.Priority",
        "pillars.public.page_context.PageContext",
    } <= views
    assert {"ast", "pathlib.Path"} <= house


def test_modules_do_not_import_each_other_in_circles():
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): set(imports(path))
        for path in sources("pillars", "plan_site")
        if path.name != "__init__.py"
    }
    graph = {
        module: {
            other
            for other in graph
            if other != module
            and any(f"{name}.".startswith(f"{other}.") for name in names)
        }
        for module, names in graph.items()
    }
    # What imports nothing more, or is imported by nothing more, is in no circle.
    while loose := {
        module
        for module, others in graph.items()
        if not others or not any(module in some for some in graph.values())
    }:
        graph = {m: others - loose for m, others in graph.items() if m not in loose}

    assert set(graph) == set()


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
    # A migration changes what the site makes of texts, and no text.
    code = [path for path in code if "migrations" not in path.parts]
    # It updates accounts, which have no texts.
    code.remove(ROOT / "pillars" / "management" / "commands" / "remind.py")

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


def test_packages_say_what_is_in_them():
    silent = [
        str(path.parent.relative_to(ROOT))
        for path in sources("pillars", "plan_site")
        if path.name == "__init__.py"
        if not {"migrations", "management", "formats"} & set(path.parts)
        if ast.get_docstring(ast.parse(path.read_text())) is None
    ]

    assert silent == []


def test_readme_names_every_package():
    readme = (ROOT / "README.md").read_text()
    packages = {
        path.parent.name
        for path in sources("pillars", "plan_site")
        if path.name == "__init__.py"
        if not {"migrations", "management", "formats"} & set(path.parts)
    }

    named = {
        name.strip("/").split("/")[-1] for name in re.findall(r"`([\w/]+)`", readme)
    }

    assert packages <= named


def test_modules_that_the_documents_name_are_there():
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        name
        for document in documents
        for name in re.findall(r"`([\w/]+/\w+\.(?:py|csv|html))`", document.read_text())
    }

    assert len(named) > 5
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_no_method_of_a_command_takes_the_place_of_djangos():
    """Django itself calls ``check`` of a command that is typed, with its own values."""
    meant = {"add_arguments", "execute", "handle"}
    ours = [
        type(load_command_class(app, name))
        for name, app in get_commands().items()
        if app.startswith(("pillars", "plan_site"))
    ]
    methods = {name for name in vars(BaseCommand) if callable(vars(BaseCommand)[name])}

    offenders = {
        f"{kind.__module__}.{name}"
        for command in ours
        for kind in command.__mro__[: command.__mro__.index(BaseCommand)]
        for name in methods & vars(kind).keys() - meant
        if not name.startswith("__")
    }

    assert len(ours) > 10
    assert offenders == set()
