"""
The catalogs: the site's own texts, and those that its libraries leave untranslated.

``python -m plan_site.web.catalogs compile`` makes the files that Django reads;
``update`` adds new texts to the catalogs and drops unused ones.
"""

import argparse
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "locale"
SITE = ROOT / "site_languages"
# Where a text of Django's is from that a catalog translates anew.
DJANGO = ("django", None)
OURS = {"pillars", "plan_site", "templates"}
# Folders of a library without texts for its users.
UNUSED_FOLDERS = {"management", "migrations", "tests"}
LAYOUT = {"sort_by_file": True, "omit_header": True, "ignore_obsolete": True}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {forms}\\n"

"""
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_{ending}": DEFAULT_KEYWORDS[name]
    for name in ["gettext", "ngettext", "pgettext", "npgettext"]
    for ending in ["lazy", "noop"]
}


def extract_template(file, keywords, comment_tags, options):
    """Django turns a template into calls of gettext, which Babel reads as Python."""
    lines = map(str.strip, templatize(file.read().decode()).splitlines())
    source = "\n".join(lines)  # In Python, a line's indentation has a meaning.
    return extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


METHODS = [("**.py", "python"), ("**/templates/**.*", extract_template)]


def extract(folder: Path, prefix: str, wanted: Callable[[str], bool]) -> Catalog:
    """The texts in a folder and its wanted subfolders; paths begin with a prefix."""
    catalog = Catalog()
    kinds = {"keywords": KEYWORDS, "directory_filter": wanted}
    found = extract_from_dir(folder, METHODS, **kinds)
    for file, _line, text, _comments, context in found:
        catalog.add(text, locations=[(prefix + file, None)], context=context)
    return catalog


def project_texts() -> Catalog:
    return extract(ROOT, "", lambda each: Path(each).relative_to(ROOT).parts[0] in OURS)


def libraries() -> list[AppConfig]:
    # Django is translated into every language that the site is likely to have.
    skipped = {"django", *OURS}
    every = apps.get_app_configs()
    return [app for app in every if app.name.split(".")[0] not in skipped]


def library_texts(app: AppConfig) -> Catalog:
    """A library's texts, without those of other apps inside its folder."""

    def is_its_own(folder: str) -> bool:
        path = Path(folder)
        return path.name not in UNUSED_FOLDERS and not (path / "apps.py").exists()

    return extract(Path(app.path), f"{app.name.replace('.', '/')}/", is_its_own)


def current_texts(language: str) -> Catalog:
    """Our texts, and the libraries' texts that no library translates."""
    catalog = project_texts()
    translated = library_translations(language)
    for message in (each for app in libraries() for each in library_texts(app)):
        if message.id and message_key(message) not in translated:
            catalog[message.id] = message
    return catalog


def message_key(message: Message) -> tuple[str | None, str]:
    """Django looks a text up by its context and singular."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def library_translations(language: str) -> set[tuple[str | None, str]]:
    """The keys of the texts that Django and the libraries have in a language."""
    folders = {Path(app.path) for app in apps.get_app_configs()} - {SITE}
    return {
        message_key(message)
        for folder in [Path(django.__file__).parent / "conf", *folders]
        for path in folder.glob(f"locale/{to_locale(language)}/LC_MESSAGES/django.mo")
        for message in read_mo(BytesIO(path.read_bytes()))
    }


def catalog_path(language: str) -> Path:
    is_ours = language not in settings.FURTHER_LANGUAGES
    folder = LOCALE if is_ours else SITE / "locale"
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def updated_catalog(language: str) -> Catalog:
    """
    The current texts with their translations; the rest is obsolete.

    What the catalog has as a text of Django's (``#: django``) is translated anew here,
    since Django's Spanish does not fit the gender and number of a record's kind
    ("borrar los prioridad"). It stays for as long as Django or a library has it.
    """
    locale, path = to_locale(language), catalog_path(language)
    source = path.read_bytes() if path.exists() else b""
    catalog = read_po(BytesIO(source), locale)
    texts, known = current_texts(language), library_translations(language)
    for message in catalog:
        if DJANGO in message.locations and message_key(message) in known:
            texts[message.id] = message
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts without a translation in each form, or with an unconfirmed one."""
    return [
        each
        for each in catalog
        if each.id and (each.fuzzy or not each.string or not all(each.string))
    ]


def update_all() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
    django.setup()
    for language in sorted(dict(settings.LANGUAGES).keys() - {settings.LANGUAGE_CODE}):
        catalog, path = updated_catalog(language), catalog_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        header = HEADER.format(language=language, forms=catalog.plural_forms)
        with path.open("wb") as file:
            file.write(header.encode())
            write_po(file, catalog, 88, **LAYOUT)
        print(f"{language}: {len(untranslated(catalog))} texts to translate")


def compile_all() -> None:
    files = "locale/*/LC_MESSAGES/django.po"
    for source in (*ROOT.glob(files), *SITE.glob(files)):
        # Another process may read the file while it is written.
        temporary = source.with_suffix(f".{os.getpid()}")
        with source.open("rb") as po, temporary.open("wb") as mo:
            write_mo(mo, read_po(po))
        temporary.replace(source.with_suffix(".mo"))


def main() -> None:
    tasks = {"compile": compile_all, "update": update_all}
    parser = argparse.ArgumentParser(prog="python -m plan_site.web.catalogs")
    parser.add_argument("task", choices=tasks)
    tasks[parser.parse_args().task]()


if __name__ == "__main__":
    main()
