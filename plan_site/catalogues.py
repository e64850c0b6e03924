"""
Which texts of the site are to be translated, and what their catalogues lack.

``python -m plan_site.catalogues compile`` makes the files that Django reads, where they
are missing or older; ``update`` writes new texts into the catalogues and drops those
that nobody uses. Besides ours, there are the texts of the libraries that come without
the language. Babel reads modules, and templates as Django prepares them for gettext.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PACKAGES = ["pillars", "plan_site"]
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {forms};\\n"

"""
# Django speaks for itself in every language that the site is likely to have.
NOT_LIBRARIES = {"django", *PACKAGES}
# What an installed package has for its own developers.
BEHIND_THE_SCENES = {"management", "migrations", "tests"}

# For each function: which of its arguments are the context, the text and its plural.
SHAPES = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {
    name + ending: shape
    for name, shape in SHAPES.items()
    for ending in ["", "_lazy", "_noop"]
} | {"_": None}
# A text, or a singular with its plural.
Text = str | tuple[str, ...]


def texts_of(paths: Iterable[tuple[Path, Path]]) -> Catalog:
    """The literal texts of some files, each named as seen from a folder above it."""
    catalog = Catalog()
    for path, above in paths:
        name = path.relative_to(above).as_posix()
        for text, context in texts_in(path.read_text(), path.suffix):
            catalog.add(text, locations=[(name, None)], context=context)
    return catalog


def texts_in(source: str, suffix: str = ".py") -> Iterator[tuple[Text, str | None]]:
    """What a module or a template asks gettext for, with its context."""
    if suffix != ".py":
        # Babel reads it as Python, where a line's indent has a meaning.
        source = "\n".join(map(str.strip, templatize(source).splitlines()))
    found = extract("python", BytesIO(source.encode()), KEYWORDS)
    yield from ((text, context) for _line, text, _comments, context in found)


def project_files() -> Iterator[tuple[Path, Path]]:
    """Our modules and templates, with the folder that they are named from."""
    for package in PACKAGES:
        yield from ((path, ROOT) for path in sorted((ROOT / package).rglob("*.py")))
    for folder in map(Path, settings.TEMPLATES[0]["DIRS"]):
        paths = sorted(path for path in folder.rglob("*.*") if path.is_file())
        yield from ((path, ROOT) for path in paths)


def libraries() -> list[AppConfig]:
    """The installed apps that are neither ours nor Django's: the desk's theme first."""
    return [
        app
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] not in NOT_LIBRARIES
    ]


def library_files() -> Iterator[tuple[Path, Path]]:
    """Modules and templates of the libraries, with the folder above each library."""
    for app in libraries():
        home = Path(app.path)
        above = home.parents[app.name.count(".")]
        yield from ((path, above) for path in files_of(home))


def files_of(home: Path) -> Iterator[Path]:
    """A library's modules and templates, without those of other apps inside it."""
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


def wanted(language: str) -> Catalog:
    """
    What a catalogue of ours must hold, without translations.

    That is all our own texts, and those of the libraries that neither they nor Django
    say in that language.
    """
    catalog = texts_of(project_files())
    elsewhere = translated_elsewhere(language)
    for message in texts_of(library_files()):
        if message.id and key_of(message) not in elsewhere:
            catalog[message.id] = message
    return catalog


def key_of(message: Message) -> tuple[str | None, str]:
    """What Django looks a text up by: its context, and the singular."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def translated_elsewhere(language: str) -> set[tuple]:
    """The context and text of what Django and the libraries say in a language."""
    homes = [Path(django.__file__).parent / "conf"]
    homes += [Path(app.path) for app in apps.get_app_configs()]
    keys = set()
    for home in homes:
        path = home / "locale" / to_locale(language) / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                keys |= {key_of(message) for message in read_mo(file)}
    return keys


def up_to_date(language: str) -> Catalog:
    """Today's texts with the translations that they have; the rest is obsolete."""
    path = path_of(language)
    catalog = Catalog(to_locale(language))
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, to_locale(language))
    catalog.update(wanted(language), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def path_of(language: str) -> Path:
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def missing(catalog: Catalog) -> list[Message]:
    """The texts that have no translation, or none that somebody has confirmed."""
    return [each for each in catalog if each.id and (each.fuzzy or not says_all(each))]


def says_all(message: Message) -> bool:
    forms = message.string if message.pluralizable else [message.string]
    return all(forms)


def update_all() -> None:
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE:
            catalog, path = up_to_date(language), path_of(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                header = HEADER.format(language=language, forms=catalog.plural_forms)
                file.write(header.encode())
                write_po(
                    file, catalog, width=88, omit_header=True, ignore_obsolete=True
                )
            print(f"{language}: {len(missing(catalog))} texts to translate")


def compile_all() -> int:
    """Make the files that Django reads, where missing or older; gives how many."""
    made = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        whole = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as po, whole.open("wb") as mo:
            write_mo(mo, read_po(po))
        whole.replace(target)
        made += 1
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m plan_site.catalogues")
    parser.add_argument("task", choices=["compile", "update"])
    if parser.parse_args().task == "compile":
        print(f"Catalogues compiled: {compile_all()}")
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
        django.setup()
        update_all()


if __name__ == "__main__":
    main()
