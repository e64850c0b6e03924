"""Where an export goes, and what it never replaces or takes along."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from plan_site.editions.export import export_files
from tests.helpers.editions.exports import Folder
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, connections_kept
from tests.helpers.makers import make_measure, make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(settings, tmp_path, capsys):
    """Runs the command; gives what it wrote."""
    settings.EDITIONS_ROOT = tmp_path / "editions"
    settings.STORAGES = {**settings.STORAGES, **FOUND}

    def run() -> Folder:
        with connections_kept():
            call_command("export_site", tmp_path / "public")
        return Folder(tmp_path / "public", capsys.readouterr().out)

    return run


@pytest.fixture
def measure():
    """A measure of a small plan, with everything above it, as edition 1."""
    measure = make_measure(make_priority(), code="1A-M1")
    publish()
    return measure


def test_static_files_have_the_names_that_pages_ask_for(export, measure, settings):
    settings.STATIC_ROOT = settings.EDITIONS_ROOT.parent / "static"
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    ignored = ["admin", "unfold", "modeltranslation"]
    call_command("collectstatic", ignore_patterns=ignored, verbosity=0)

    folder = export()

    names = [p.name for p in (folder.path / "static").rglob("*") if p.is_file()]
    assert names
    assert [n for n in names if not re.search(r"\.[0-9a-f]{12}\.\w+$", n)] == []
    assert any(name.endswith(".woff2") for name in names)
    assert not any("desk" in name for name in names)


def test_folder_with_anything_else_in_it_is_refused(export, measure, tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "letter.txt").write_text("Dear")

    with pytest.raises(CommandError, match="is not empty, and no export made it"):
        export()

    assert [p.name for p in (tmp_path / "public").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("marker", ["", "[]", "{}", "null", '{"files": 3}'])
def test_files_beside_a_damaged_list_are_kept(export, measure, tmp_path, marker):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "letter.txt").write_text("Dear")
    (tmp_path / "public" / ".exported.json").write_text(marker)

    with pytest.raises(CommandError, match="is not empty, and no export made it"):
        export()

    assert (tmp_path / "public" / "letter.txt").read_text() == "Dear"


def test_file_is_no_folder_to_export_to(export, measure, tmp_path):
    (tmp_path / "public").write_text("Dear")

    with pytest.raises(CommandError, match="is a file, not a folder"):
        export()


def test_earlier_export_is_replaced_by_the_same_bytes(export, measure):
    before = contents_of(export())

    assert contents_of(export()) == before
    assert json.loads(before[".exported.json"])["edition"] == 1


def test_file_that_was_added_to_an_export_is_never_lost(export, measure):
    folder = export()
    (folder.path / "CNAME").write_text("plan.example.org")

    with pytest.raises(CommandError, match="also holds CNAME"):
        export()

    assert (folder.path / "CNAME").exists()


def test_export_that_fails_leaves_the_earlier_one(export, measure, monkeypatch):
    folder = export()
    before = contents_of(folder)
    make_priority(measure.pillar)
    publish()
    monkeypatch.setattr(export_files.ExportedFiles, "write_missing", no_space)

    with pytest.raises(CommandError, match="No space left"):
        export()

    assert contents_of(folder) == before
    assert {p.name for p in folder.path.parent.iterdir()} == {"editions", "public"}


def test_nothing_is_exported_before_the_first_edition(export, tmp_path):
    with pytest.raises(CommandError, match="Nothing has been published yet"):
        export()

    assert not (tmp_path / "public").exists()


def test_debug_pages_are_never_exported(export, measure, settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="DEBUG is on"):
        export()


def contents_of(folder: Folder) -> dict[str, bytes]:
    """All files of an export."""
    files = (file for file in folder.path.rglob("*") if file.is_file())
    return {str(f.relative_to(folder.path)): f.read_bytes() for f in files}


def no_space(*_args):
    raise OSError(28, "No space left on device")


def test_language_that_is_not_public_leads_to_the_first_one(export, measure):
    plan = measure.pillar.plan
    plan.public_languages = ["en"]
    plan.save()
    publish()

    folder = export()

    assert folder.leads_to("/es/2022-26/") == "/en/2022-26/"
    feed = folder.page("/en/2022-26/changes.atom")
    assert folder.page("/es/changes.atom") == feed
    # Who reads one language has nothing to choose.
    assert folder.leads_to("/") == "/en/2022-26/"
    assert folder.leads_to("/2022-26/1a").startswith("/en/2022-26/1a-priority-")
