"""
Which texts of the site are to be translated, and what their catalogues lack.

``python -m plan_site.catalogues compile`` makes the files that Django reads, where they
are missing or older; ``update`` writes new texts into the catalogues and drops those
that nobody uses. Besides ours, there are the texts of the libraries that come without
the language. Neither needs gettext's own tools.
"""

import argparse
import os
import re
import sys
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings
from django.template import TemplateSyntaxError
from django.utils.translation import to_locale

from .texts import (
    ROOT,
    Message,
    files_by_message,
    library_occurrences,
    project_occurrences,
)

LOCALE = ROOT / "locale"
HEADER = {
    "Project-Id-Version": "strategic-plan-site",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def wanted(language: str) -> dict[Message, list[str]]:
    """
    What a catalogue of ours must hold, with the files that each text stands in.

    That is all our own texts, and those of the libraries that neither they nor Django
    say in that language.
    """
    elsewhere = translated_elsewhere(language)
    of_libraries = (
        (path, message)
        for path, message in library_occurrences()
        if message[:2] not in elsewhere
    )
    return files_by_message([*project_occurrences(), *of_libraries])


def translated_elsewhere(language: str) -> set[tuple]:
    """The context and text of what Django and the libraries say in a language."""
    homes = [Path(django.__file__).parent / "conf"]
    homes += [Path(app.path) for app in apps.get_app_configs()]
    files = [
        home / "locale" / to_locale(language) / "LC_MESSAGES" / "django.mo"
        for home in homes
    ]
    return {
        (entry.msgctxt, entry.msgid)
        for file in files
        if file.exists()
        for entry in polib.mofile(str(file))
    }


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
        for message in wanted(language)
        if (entry := known.get(message[:2])) is None
        or not entry.translated()
        or (entry.msgid_plural or None) != message.plural
    ]


def unused(language: str) -> list[tuple]:
    """The context and text of entries that neither we nor the libraries ask for."""
    used = {message[:2] for message in wanted(language)}
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
    for message, files in wanted(language).items():
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
