"""The desk in the site's other languages: the libraries' own texts are there, too."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from plan_site import catalogues
from plan_site.texts import (
    Message,
    files_by_message,
    libraries,
    library_files,
    library_occurrences,
    project_occurrences,
)

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.mark.parametrize("language", OTHERS)
def test_libraries_say_nothing_untranslated(language):
    said = catalogues.translated_elsewhere(language)
    ours = catalogues.entries(language)

    left = [
        f"{files[0]}: {message.msgid}"
        for message, files in files_by_message(library_occurrences()).items()
        if message[:2] not in said
        and not (message[:2] in ours and ours[message[:2]].translated())
    ]

    assert left == []


def test_libraries_are_those_that_the_desk_is_made_of():
    names = {app.name for app in libraries()}

    assert names == {
        *(
            "modeltranslation",
            "simple_history",
            "axes",
            "whitenoise.runserver_nostatic",
        ),
        *("unfold", "unfold.contrib.filters", "unfold.contrib.forms"),
        *("unfold.contrib.simple_history", "allauth", "allauth.account", "allauth.mfa"),
    }


@pytest.mark.parametrize(
    ("message", "file"),
    [
        ("Select record", "unfold/admin.py"),
        ("Apply Filters", "unfold/templates/unfold/helpers/"),
        ("Not enough data.", "unfold/contrib/filters/templates/unfold/filters/"),
        ("Unordered list", "unfold/contrib/forms/templates/unfold/forms/helpers/"),
        ("Incorrect password.", "allauth/account/adapter.py"),
        ("access log", "axes/models.py"),
    ],
)
def test_texts_of_libraries_are_found_in_modules_and_templates(message, file):
    files = files_by_message(library_occurrences())

    assert files[Message(None, message, None)][0].startswith(file)


def test_apps_within_a_library_count_only_where_installed():
    home = Path(apps.get_app_config("unfold").path)
    inside = {path.parent.name for path in home.glob("contrib/*/apps.py")}

    read = {path.relative_to(home).parts[:2] for path in files_of("unfold")}

    assert {"filters", "import_export"} <= inside
    assert not read & {("contrib", name) for name in inside}
    assert files_of("unfold.contrib.filters")


def files_of(name: str) -> list[Path]:
    return [
        path for app in libraries() if app.name == name for path in library_files(app)
    ]


def test_catalogue_leaves_to_others_what_they_say_well():
    # Django's own Spanish serves for the theme; ours is for what it does not know.
    ours = files_by_message(project_occurrences())
    wanted = catalogues.wanted("es")
    said = catalogues.translated_elsewhere("es")

    assert (None, "Log out") in said
    assert not [each for each in wanted if each not in ours and each[:2] in said]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Apply Filters", "Aplicar los filtros"),  # ours, for the theme
        ("Log out", "Cerrar sesión"),  # Django's
    ],
)
def test_desk_says_it_in_spanish(english, spanish):
    with translation.override("es"):
        assert translation.gettext(english) == spanish


@pytest.mark.django_db
def test_list_of_the_desk_is_in_spanish(admin_client):
    page = admin_client.get(
        "/admin/pillars/pillar/", headers={"Accept-Language": "es"}
    ).content.decode()

    assert "Escriba para buscar" in page
    assert "Type to search" not in page
