"""QR codes lead to what they were made from."""

import io

import pytest
import zxingcpp
from PIL import Image

from pillars.public.qr import QUIET_ZONE, qr_code


@pytest.mark.parametrize(
    "address",
    ["https://plan.example.org/2022-26/1a", "https://plan.example.org/año/1ñ"],
)
def test_reader_finds_the_address(address):
    picture = io.BytesIO()
    qr_code(address).save(picture, kind="png", scale=4, border=QUIET_ZONE)

    (found,) = zxingcpp.read_barcodes(Image.open(picture))

    assert found.text == address
    assert found.ec_level == "M"
