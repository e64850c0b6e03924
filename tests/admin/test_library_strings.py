"""The desk in the site's other languages: the libraries' own texts are there, too."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from plan_site.web.catalogs import (
    current_texts,
    libraries,
    library_texts,
    library_translations,
    message_key,
    project_texts,
    updated_catalog,
)

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module")
def texts():
    return [text for app in libraries() for text in library_texts(app)]


@pytest.mark.parametrize("language", OTHERS)
def test_libraries_say_nothing_untranslated(texts, language):
    said = library_translations(language)
    ours = {message_key(each) for each in updated_catalog(language) if each.string}

    left = [
        message.id
        for message in texts
        if message.id and message_key(message) not in said | ours
    ]

    assert left == []


def test_libraries_are_those_that_the_desk_is_made_of():
    names = {app.name for app in libraries()}

    assert names == {
        *(
            "modeltranslation",
            "simple_history",
            "axes",
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
def test_texts_of_libraries_are_found_in_modules_and_templates(texts, message, file):
    names = [text.locations[0][0] for text in texts if text.id == message]

    assert any(name.startswith(file) for name in names)


def test_apps_within_a_library_count_only_where_installed():
    unfold = apps.get_app_config("unfold")
    inside = {path.parent.name for path in Path(unfold.path).glob("contrib/*/apps.py")}

    names = {name for text in library_texts(unfold) for name, _line in text.locations}

    assert {"filters", "import_export"} <= inside
    assert names
    assert not [name for name in names if name.startswith("unfold/contrib/")]
    assert len(library_texts(apps.get_app_config("unfold_filters")))


def test_catalog_leaves_to_others_what_they_say_well():
    # Django's own Spanish serves for the theme; ours is for what it does not know.
    ours = {message_key(message) for message in project_texts()}
    said = library_translations("es")

    assert (None, "Log out") in said
    assert {message_key(message) for message in current_texts("es")} & said <= ours


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
