"""What other sites fetch of a pressed edition: QR codes and cards."""

import re

import pytest

from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


def test_qr_codes_and_cards_are_served_for_other_sites(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    make_priority(title_en="Music")
    reader = reader_of(pressed(publish().contents))
    page = reader.get("/en/2022-26/1a-music/").text
    paths = {*re.findall(r'(?:href|src)="(/2022-26/qr/[^"]*)"', page)}

    png, svg = (reader.get(path) for path in sorted(paths))
    card = reader.get("/en/2022-26/embed/1a/")

    types = [answer.headers["Content-Type"] for answer in (png, svg)]
    assert types == ["image/png", "image/svg+xml"]
    for answer in (png, svg, card):
        assert answer.status == 200
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert "frame-ancestors *;" in card.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in card.headers
