"""The desk in the site's other languages: the libraries' own texts are there, too."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from plan_site.catalogues import (
    files_of,
    key_of,
    libraries,
    library_files,
    project_files,
    texts_of,
    translated_elsewhere,
    up_to_date,
    wanted,
)

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module")
def library_texts():
    return texts_of(library_files())


@pytest.mark.parametrize("language", OTHERS)
def test_libraries_say_nothing_untranslated(library_texts, language):
    said = translated_elsewhere(language)
    ours = {key_of(each) for each in up_to_date(language) if each.string}

    left = [
        message.id
        for message in library_texts
        if message.id and key_of(message) not in said | ours
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
def test_texts_of_libraries_are_found_in_modules_and_templates(
    library_texts, message, file
):
    name, _line = library_texts[message].locations[0]

    assert name.startswith(file)


def test_apps_within_a_library_count_only_where_installed():
    home = Path(apps.get_app_config("unfold").path)
    inside = {path.parent.name for path in home.glob("contrib/*/apps.py")}

    read = {path.relative_to(home).parts[:2] for path in files_of_app("unfold")}

    assert {"filters", "import_export"} <= inside
    assert not read & {("contrib", name) for name in inside}
    assert files_of_app("unfold.contrib.filters")


def files_of_app(name: str) -> list[Path]:
    homes = [Path(app.path) for app in libraries() if app.name == name]
    return [path for home in homes for path in files_of(home)]


def test_catalogue_leaves_to_others_what_they_say_well():
    # Django's own Spanish serves for the theme; ours is for what it does not know.
    ours = {key_of(message) for message in texts_of(project_files())}
    said = translated_elsewhere("es")

    assert (None, "Log out") in said
    assert {key_of(message) for message in wanted("es")} & said <= ours


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
