"""A folder is whole or says why not."""

import pytest

from plan_site.editions.storage.digests import fault, write_digests


@pytest.fixture
def folder(tmp_path):
    """A folder of two files, whole."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "document.json").write_text("{}")
    (tmp_path / "pages" / "index.html").write_text("<p>Joyful schools</p>")
    write_digests(tmp_path)
    return tmp_path


def test_folder_is_whole_whatever_was_added_since(folder):
    (folder / "live").touch()

    assert fault(folder) == ""


def replace(path):
    path.write_text("<p>Joyful schoolS</p>")


def make_unreadable(path):
    """A folder in its place: what cannot be read, also by root."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "name", "reason"),
    [
        (replace, "pages/index.html", "pages/index.html is not as it was written"),
        (lambda p: p.write_text(""), "document.json", "document.json is not as it"),
        (lambda p: p.unlink(), "pages/index.html", "pages/index.html: No such file"),
        (make_unreadable, "document.json", "document.json: Is a directory"),
        (lambda p: p.unlink(), "digests.json", "digests.json: No such file"),
        (lambda p: p.write_text("{"), "digests.json", "digests.json is damaged"),
        (lambda p: p.write_text("[]"), "digests.json", "digests.json is damaged"),
        (lambda p: p.write_text("{}"), "digests.json", "digests.json is empty"),
    ],
)
def test_folder_says_what_is_wrong(folder, damage, name, reason):
    damage(folder / name)

    assert fault(folder).startswith(reason)
