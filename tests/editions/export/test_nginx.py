"""An export under a real nginx: headers and forms of a page as the site sends them."""

import pytest

from tests.helpers.editions.nginx import running_nginx
from tests.helpers.editions.pressed_editions import reader_of

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

PAGES = [
    *["/en/2022-26/", "/es/2022-26/measures/", "/es/2022-26/changes.atom"],
    *["/en/the-first/dates.ics", "/en/2022-26/1a.json", "/es/2022-26/embed/1a/"],
    *["/2022-26/data/measures.csv", "/2022-26/data/plan.xlsx", "/data.json"],
]
# What nginx says in its own way.
OF_NGINX = {"Server", "Date", "Connection", "ETag", "Last-Modified", "Accept-Ranges"}


@pytest.fixture(scope="module")
def nginx(exported, tmp_path_factory):
    with running_nginx(exported.path, tmp_path_factory.mktemp("nginx")) as nginx:
        yield nginx


@pytest.fixture
def site(exported):
    """What the export was made from."""
    (folder,) = (exported.path.parent / "editions").glob("2-*")
    return reader_of(folder)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", PAGES)
def test_page_has_the_headers_and_the_form_that_the_site_sends(
    nginx, site, path, encoding
):
    theirs, ours = (each.get(path, accept_encoding=encoding) for each in (nginx, site))

    assert (theirs.status, theirs.body) == (200, ours.body)
    names = {*theirs.headers, *ours.headers} - OF_NGINX
    assert [
        (name, theirs.headers.get(name), ours.headers.get(name))
        for name in names
        if theirs.headers.get(name) != ours.headers.get(name)
    ] == []


def test_qr_code_may_be_shown_on_other_sites(nginx, site, exported):
    code = next((exported.path / "2022-26" / "qr").glob("1a-*.svg"))

    theirs, ours = (each.get(f"/2022-26/qr/{code.name}") for each in (nginx, site))

    name = "Cross-Origin-Resource-Policy"
    assert theirs.headers[name] == ours.headers[name] == "cross-origin"
    assert theirs.body == ours.body


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/es/nada", "Esta página no existe"),
        ("/en/2022-26/zz/", "This page does not exist"),
        ("/nothing", "This page does not exist"),
        ("/.exported.json", "This page does not exist"),
        ("/.nginx/server.conf", "This page does not exist"),
    ],
)
def test_wrong_address_is_answered_by_a_page(nginx, path, heading):
    answer = nginx.get(path)

    assert answer.status == 404
    assert heading in answer.body.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_static_files_are_kept_for_good(nginx, exported):
    style = next((exported.path / "static").rglob("*.css"))

    answer = nginx.get(f"/{style.relative_to(exported.path)}")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
