"""
Which texts of the site and of its libraries are to be translated.

They are read from the files, exactly as Django will look them up: from modules by their
syntax tree, from templates by Django's own parser.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import AppConfig, apps
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.template.base import Lexer, Origin, Parser, Variable, filter_re
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["pillars", "plan_site"]
# Django speaks for itself in every language that the site is likely to have.
NOT_LIBRARIES = {"django", *PACKAGES}
# What an installed package has for its own developers.
BEHIND_THE_SCENES = {"management", "migrations", "tests"}

# For each function: which of its arguments are the context, the text and its plural.
SHAPES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS = {
    name + ending: shape
    for name, shape in SHAPES.items()
    for ending in ["", "_lazy", "_noop"]
}


class Message(NamedTuple):
    """A text as Django looks it up: its context, itself, its plural if it has one."""

    context: str | None
    msgid: str
    plural: str | None


def files_by_message(
    found: Iterable[tuple[str, Message]],
) -> dict[Message, list[str]]:
    """Every text once, in the order of the files, with the files that it stands in."""
    places: dict[tuple, list[str]] = {}
    plurals: dict[tuple, str] = {}
    for path, message in found:
        key = message[:2]
        files = places.setdefault(key, [])
        if path not in files:
            files.append(path)
        if message.plural is not None:  # it then serves for the lone singular, too
            plurals[key] = message.plural
    return {Message(*key, plurals.get(key)): files for key, files in places.items()}


def project_occurrences() -> Iterator[tuple[str, Message]]:
    """Each use of each text of ours, with the file that it stands in."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for message in messages_in_module(path.read_text()):
                yield path.relative_to(ROOT).as_posix(), message
    for path in template_files():
        name = path.relative_to(ROOT).as_posix()
        try:
            messages = messages_in_template(path.read_text())
        except TemplateSyntaxError as error:
            raise TemplateSyntaxError(f"{name}: {error}") from error
        for message in messages:
            yield name, message


def template_files() -> Iterator[Path]:
    """All files of the project's own template folders."""
    for folder in settings.TEMPLATES[0]["DIRS"]:
        yield from sorted(path for path in Path(folder).rglob("*.*") if path.is_file())


def libraries() -> list[AppConfig]:
    """The installed apps that are neither ours nor Django's: the desk's theme first."""
    return [
        app
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] not in NOT_LIBRARIES
    ]


def library_occurrences() -> Iterator[tuple[str, Message]]:
    """Each use of each text of the libraries, with the file that it stands in."""
    for app in libraries():
        above = Path(app.path).parents[app.name.count(".")]
        for path in library_files(app):
            read = messages_in_module if path.suffix == ".py" else messages_in_template
            try:
                messages = list(read(path.read_text()))
            except TemplateSyntaxError:  # It needs an app that is not installed.
                continue
            for message in messages:
                yield path.relative_to(above).as_posix(), message


def library_files(app: AppConfig) -> Iterator[Path]:
    """A library's modules and templates, without those of other apps inside it."""
    home = Path(app.path)
    for path in sorted(home.rglob("*.*")):
        folders = path.relative_to(home).parts[:-1]
        owner = next(folder for folder in path.parents if is_app(folder, home))
        if (
            (path.suffix == ".py" or "templates" in folders)
            and path.suffix in {".py", ".html", ".txt"}
            and not BEHIND_THE_SCENES.intersection(folders)
            and owner == home
        ):
            yield path


def is_app(folder: Path, home: Path) -> bool:
    """Whether a folder is an app of its own, or the one that is looked through."""
    return folder == home or (folder / "apps.py").exists()


def messages_in_module(source: str) -> Iterator[Message]:
    """The literal texts that a module hands to gettext and its relatives."""
    tree = ast.parse(source)
    names = dict(imported_functions(tree))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name):
            shape = names.get(call.func.id)
        else:
            shape = FUNCTIONS.get(getattr(call.func, "attr", ""))
        if shape is None:
            continue
        texts = [getattr(argument, "value", None) for argument in call.args]
        texts = [*texts, None, None, None]
        message = Message(*(None if at is None else texts[at] for at in shape))
        if isinstance(message.msgid, str):
            yield message


def imported_functions(tree: ast.Module) -> Iterator[tuple[str, tuple]]:
    """The names under which a module knows gettext and its relatives."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.translation"
        ):
            for alias in node.names:
                if alias.name in FUNCTIONS:
                    yield alias.asname or alias.name, FUNCTIONS[alias.name]


class MessageParser(Parser):
    """Django's template parser, noting the texts that it comes by."""

    def __init__(self, source: str):
        engine = engines["django"].engine
        super().__init__(
            Lexer(source).tokenize(),
            engine.template_libraries,
            engine.template_builtins,
            Origin("template"),
        )
        self.messages: list[Message] = []

    def compile_filter(self, token):
        for match in filter_re.finditer(token):
            for constant in (match["constant"], match["constant_arg"]):
                if constant and constant.startswith("_("):
                    self.note(Variable(constant).literal)
        return super().compile_filter(token)

    def extend_nodelist(self, nodelist, node, token):
        if isinstance(node, TranslateNode):
            self.note(node.filter_expression.var.literal, context_of(node))
        if isinstance(node, BlockTranslateNode):
            text, _names = node.render_token_list(node.singular)
            plural, _names = node.render_token_list(node.plural or [])
            self.messages.append(Message(context_of(node), text, plural or None))
        super().extend_nodelist(nodelist, node, token)

    def note(self, literal: object, context: str | None = None) -> None:
        """Note a text between quotes; a variable's is not known before its time."""
        if isinstance(literal, str):
            text = str(literal).replace("%", "%%")
            self.messages.append(Message(context, text, None))


def context_of(node: TranslateNode | BlockTranslateNode) -> str | None:
    """What tells a text from another of the same wording, if its tag says it."""
    return str(node.message_context.var) if node.message_context else None


def messages_in_template(source: str) -> list[Message]:
    """The texts that a template will look up, exactly as Django will."""
    parser = MessageParser(source)
    parser.parse()
    return parser.messages
