"""How a page on the shelf is asked for: what a reader has, takes, and wants of it."""

import gzip

import brotli
import pytest

from plan_site.editions.serving.answers import CACHE
from tests.helpers.editions.shelf import PAGE, folders, reader

__all__ = ["folders", "reader"]

pytestmark = pytest.mark.django_db


def test_page_that_the_reader_has_is_not_sent_again(reader):
    seal = reader.get(PAGE).headers["ETag"]

    again = reader.get(PAGE, if_none_match=seal)
    other = reader.get(PAGE, if_none_match='W/"another"')
    several = reader.get(PAGE, if_none_match=f'W/"another", {seal}')

    assert several.status == reader.get(PAGE, if_none_match="*").status == 304
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == seal
    assert again.headers["Cache-Control"] == CACHE
    assert other.status == 200


def test_day_alone_never_says_that_a_page_is_the_same(reader):
    """A redaction or a new build changes a page, and not its edition's day."""
    page = reader.get(PAGE)

    again = reader.get(PAGE, if_modified_since=page.headers["Last-Modified"])

    assert (again.status, again.body) == (200, page.body)


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip, br; q=0.000", "gzip"),
        ("gzip;q=0,br;q=0", None),
        ("br;q=0.1", "br"),
    ],
)
def test_page_is_sent_in_the_form_that_the_reader_takes(reader, accepted, sent):
    plain = reader.get(PAGE)
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[sent]

    answer = reader.get(PAGE, accept_encoding=accepted)

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert unpack(answer.body) == plain.body
