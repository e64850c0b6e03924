"""
Which texts of the site are to be translated, and what their catalogues lack.

``python -m plan_site.catalogues compile`` makes the files that Django reads, where they
are missing or older; ``update`` writes new texts into the catalogues and drops those
that nothing uses. Neither needs gettext's own tools.
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import django
import polib
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.template.base import Lexer, Origin, Parser, Variable, filter_re
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PACKAGES = ["pillars", "plan_site"]

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
HEADER = {
    "Project-Id-Version": "strategic-plan-site",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Message(NamedTuple):
    """A text as Django looks it up: its context, itself, its plural if it has one."""

    context: str | None
    msgid: str
    plural: str | None


def messages_in_project() -> Iterator[Message]:
    """Every text of our modules and templates once, in the order of the files."""
    yield from files_by_message()


def files_by_message() -> dict[Message, list[str]]:
    """Every text with the files that it stands in."""
    places: dict[tuple, list[str]] = {}
    plurals: dict[tuple, str] = {}
    for path, message in occurrences():
        key = message[:2]
        files = places.setdefault(key, [])
        if path not in files:
            files.append(path)
        if message.plural is not None:  # it then serves for the lone singular, too
            plurals[key] = message.plural
    return {Message(*key, plurals.get(key)): files for key, files in places.items()}


def occurrences() -> Iterator[tuple[str, Message]]:
    """Each use of each text, with the file that it stands in."""
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


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def entries(language: str) -> dict[tuple, polib.POEntry]:
    """What stands in a language's catalogue, by context and text."""
    path = catalogue_path(language)
    catalogue = polib.pofile(str(path)) if path.exists() else []
    return {
        (entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete
    }


def missing(language: str) -> list[Message]:
    """The texts that have no translation, or none that somebody has confirmed."""
    known = entries(language)
    return [
        message
        for message in messages_in_project()
        if (entry := known.get(message[:2])) is None
        or not entry.translated()
        or (entry.msgid_plural or None) != message.plural
    ]


def unused(language: str) -> list[tuple]:
    """The context and text of entries that nothing in the project asks for."""
    used = {message[:2] for message in messages_in_project()}
    return [key for key in entries(language) if key not in used]


def update(language: str) -> None:
    """Write a catalogue anew: today's texts, with the translations that they had."""
    path = catalogue_path(language)
    known = entries(language)
    catalogue = polib.POFile(wrapwidth=88)
    old = polib.pofile(str(path)).metadata if path.exists() else {}
    kept = {name: old[name] for name in HEADER if name in old}
    catalogue.metadata = {**HEADER, **kept, "Language": language}
    forms = int(re.search(r"\d+", catalogue.metadata["Plural-Forms"])[0])
    for message, files in files_by_message().items():
        entry = known.get(message[:2]) or polib.POEntry(
            msgctxt=message.context, msgid=message.msgid
        )
        fit(entry, message.plural, forms)
        entry.occurrences = [(file, "") for file in files]
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def fit(entry: polib.POEntry, plural: str | None, forms: int) -> None:
    """Give an entry the shape of its text; translations move over where they can."""
    if plural is None:
        entry.msgstr = entry.msgstr or entry.msgstr_plural.get(0, "")
        entry.msgid_plural, entry.msgstr_plural = "", {}
    else:
        old = {0: entry.msgstr, **entry.msgstr_plural}
        entry.msgid_plural, entry.msgstr = plural, ""
        entry.msgstr_plural = {form: old.get(form, "") for form in range(forms)}
    named = "%(" in entry.msgid + (plural or "")
    other = [flag for flag in entry.flags if flag != "python-format"]
    entry.flags = [*other, "python-format"] if named else other


def compile_all() -> int:
    """Make the files that Django reads, where missing or older; gives how many."""
    made = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        whole = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(whole))
        whole.replace(target)
        made += 1
    return made


def update_all() -> None:
    """Bring each catalogue up to date and say what is left to translate."""
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE:
            update(language)
            print(f"{language}: {len(missing(language))} texts to translate")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m plan_site.catalogues")
    parser.add_argument("task", choices=["compile", "update"])
    if parser.parse_args().task == "compile":
        print(f"Catalogues compiled: {compile_all()}")
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
        django.setup()
        try:
            update_all()
        except TemplateSyntaxError as error:
            sys.exit(str(error).splitlines()[0])


if __name__ == "__main__":
    main()
