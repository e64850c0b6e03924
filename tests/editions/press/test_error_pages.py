"""Error pages without an edition: ``collectstatic`` makes them, without a database."""

import json

import lxml.html
import pytest
from django.core.management import call_command

from plan_site.editions.storage.digests import fault

HEADINGS = {
    "en": {
        "400": "We could not understand this address",
        "404": "This page does not exist",
        "405": "This cannot be done here",
        "414": "This address is too long",
        "503": "The plan is about to be published",
    },
    "es": {
        "400": "No entendimos esta dirección",
        "404": "Esta página no existe",
        "405": "Eso no se puede hacer aquí",
        "414": "Esta dirección es demasiado larga",
        "503": "El plan está por publicarse",
    },
}


@pytest.fixture
def folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    call_command("collectstatic", ignore_patterns=["*"], verbosity=0)
    return tmp_path / "errors"


@pytest.mark.parametrize("language", HEADINGS)
def test_collecting_static_files_makes_the_error_pages(folder, language):
    table = json.loads((folder / "answers.json").read_bytes())
    headings = {}

    for status, entries in table["errors"].items():
        code, name, content_type = entries[language]
        page = lxml.html.fromstring((folder / "pages" / name).read_bytes().decode())
        headings[status] = page.findtext(".//h1").strip()
        assert (code, content_type) == (int(status), "text/html; charset=utf-8")
        assert page.get("lang") == language

    assert headings == HEADINGS[language]
    assert fault(folder) == ""
    assert (table["answers"], table["codes"]) == ({}, [])
