"""Codes: how they are read from an address, and how people count them."""

import pytest

from pillars import codes


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("1d-m2", "1D-M2"),
        ("3c-m2a", "3C-M2a"),
        ("1-R12", "1-R12"),
        ("4A-M1B", "4A-M1b"),
    ],
)
def test_codes_are_read_however_an_address_spells_them(address, code):
    assert codes.canonical(address) == code


def test_measures_sort_as_people_count():
    wanted = ["1A-M1", "1A-M2", "1A-M10", "1A-R1", "3C-M2a", "3C-M2b", "3C-M3", "3-R1"]

    assert sorted(set(wanted), key=codes.natural_key) == wanted


@pytest.mark.parametrize("text", ["", "1A", "1A-M0", "M2", "1a-m2", "1A-X1", "1A-M2ab"])
def test_what_is_no_code_is_refused(text):
    assert not codes.is_measure_code(text)
    with pytest.raises(ValueError, match="is not the code of a measure"):
        codes.natural_key(text)
