"""What other sites fetch of a pressed edition: QR codes and cards."""

import re

import pytest

from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    make_priority(title_en="Music")
    return reader_of(pressed(publish().contents))


def test_qr_codes_of_a_page_are_served_and_no_others(reader):
    page = reader.get("/en/2022-26/1a-music/").text
    paths = {*re.findall(r'(?:href|src)="(/2022-26/qr/[^"]*)"', page)}

    answers = [reader.get(path) for path in sorted(paths)]

    assert [answer.status for answer in answers] == [200, 200]
    assert [answer.headers["Content-Type"] for answer in answers] == [
        "image/png",
        "image/svg+xml",
    ]
    for answer in answers:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert reader.get("/2022-26/qr/1a-0123456789abcdef.svg").status == 404


def test_card_is_served_for_frames_of_other_sites(reader):
    answer = reader.get("/en/2022-26/embed/1a/")

    assert answer.status == 200
    assert "frame-ancestors *;" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
