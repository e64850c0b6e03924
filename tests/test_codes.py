"""Codes: how addresses write them, and which one an address begins with."""

import pytest

from pillars import codes

KNOWN = ["1", "1.1", "11", "1.11", "goal-2", "goal", "1a", "1a-m1", "12"]


@pytest.mark.parametrize(
    ("code", "segment", "anchor"),
    [
        ("1A", "1a", "1a"),
        ("1.1", "1.1", "1-1"),
        ("1A.3", "1a.3", "1a-3"),
        ("Goal  2", "goal-2", "goal-2"),
        ("M1.1", "m1.1", "m1-1"),
        ("1D–M2", "1d-m2", "1d-m2"),  # a dash, as word processors write it
        ("Línea 3.", "linea-3", "linea-3"),
    ],
)
def test_code_is_written_for_addresses_and_for_places_on_a_page(code, segment, anchor):
    assert codes.segment(code) == segment
    assert codes.anchor(code) == anchor


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("1.1-homework", "1.1"),
        ("1.11-homework", "1.11"),
        ("11-schools", "11"),
        ("1-11-schools", "1"),  # 11 is part of the title
        ("1.12-homework", None),
        ("GOAL-2-readers", "goal-2"),
        ("goal-3-readers", "goal"),
        ("1a-m1", "1a-m1"),
        ("1a-m11", "1a"),
        ("1a-", "1a"),
        ("x" * 9_000, None),
        ("1" + "-" * 9_000, "1"),
        ("\0\ud800", None),
        ("", None),
    ],
)
def test_longest_whole_code_wins(part, code):
    assert codes.longest(part, KNOWN) == code


@pytest.mark.parametrize(
    ("code", "title", "part"),
    [
        ("1", "Excellence", "1-excellence"),
        ("1", "¡!", "1"),
        ("Goal", "2 languages for all", "goal"),  # would be read as Goal 2
        ("Goal", "20 languages", "goal-20-languages"),
        ("1A", "M1 and more", "1a"),
        ("Since", "adoption", "since"),  # a page of the site
        ("On", "Track", "on"),  # the measures of a status
    ],
)
def test_tail_is_left_out_where_it_would_be_read_as_another_code(code, title, part):
    assert codes.with_tail(code, title, KNOWN) == part
