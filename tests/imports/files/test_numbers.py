"""Numbers in a file of results, as people write them."""

from decimal import Decimal

import pytest

from pillars.imports.files.cells import CellError, read_value
from pillars.models import Measure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("53", "53"),
        ("53.00", "53"),
        ("53,5", "53.5"),
        ("53.5 %", "53.5"),
        ("53.125%", "53.125"),
        ("−3", "-3"),
        ("0,500", "0.5"),
        (".5", "0.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
    ],
)
def test_number_of_a_percent_is_read(text, value):
    assert read_value(text, Measure(unit_kind="percent")) == Decimal(value)


def test_zero_has_no_sign():
    assert str(read_value("-0", Measure(unit_kind="percent"))) == "0"


@pytest.mark.parametrize(
    ("text", "unit_kind", "value"),
    [
        ("1,234", "count", "1234"),
        ("sí", "yes_no", "1"),
        ("No", "yes_no", "0"),
        (Decimal("1.234"), "count", "1.234"),  # The file itself says which number.
    ],
)
def test_number_of_other_units_is_read(text, unit_kind, value):
    assert read_value(text, Measure(unit_kind=unit_kind)) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("$1,234", "$", "1234"),
        ("-$1,234.50", "$", "-1234.50"),
        ("€50", "€", "50"),
        ("50 €", "€", "50"),
        ("US$ 5", "US$", "5"),
        ("5", "$", "5"),
    ],
)
def test_money_is_read_with_the_sign_of_its_measure(text, sign, value):
    measure = Measure(unit_kind="money", unit_before=sign)

    assert read_value(text, measure) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("12 days", {"unit_kind": "days"}, "12"),
        ("1 Día", {"unit_kind": "days"}, "1"),
        ("12 dias", {"unit_kind": "days"}, "12"),
        ("-3.5 puntos", {"unit_kind": "points"}, "-3.5"),
        ("480 students per counselor", {"unit_en": "students per counselor"}, "480"),
        ("1 acuerdo", {"unit_one_es": "acuerdo", "unit_es": "acuerdos"}, "1"),
        ("index 72", {"unit_before_en": "index"}, "72"),
        ("84% of schools", {"unit_kind": "percent", "unit_en": "of schools"}, "84"),
        (
            "$1,250 in projects",
            {"unit_kind": "money", "unit_before_en": "$", "unit_en": "in projects"},
            "1250",
        ),
    ],
)
def test_number_is_read_with_the_words_of_its_measures_unit(text, measure, value):
    assert read_value(text, Measure(**measure)) == Decimal(value)


def test_number_with_words_of_another_unit_is_refused():
    with pytest.raises(CellError, match="without words"):
        read_value("12 weeks", Measure(unit_kind="days"))


def test_money_with_another_sign_is_refused():
    with pytest.raises(CellError, match="not counted in “€”"):
        read_value("€50", Measure(unit_kind="money", unit_before="$"))


@pytest.mark.parametrize(
    ("text", "unit_kind", "expected"),
    [
        ("1,234", "percent", "two ways"),
        ("1.234", "count", "two ways"),
        ("53%", "count", "not counted in “%”"),
        ("$5", "count", "not counted in “\\$”"),
        ("about 5", "count", "a number such as"),
        ("1,23,4", "count", "a number such as"),
        ("1e3", "count", "a number such as"),
        ("NaN", "count", "a number such as"),
        ("5.12345", "percent", "four decimals"),
        ("1" * 13, "count", "twelve digits"),
        ("maybe", "yes_no", "yes or no"),
        ("٣", "count", "a number such as"),  # Digits, but of another script.
    ],
)
def test_number_that_cannot_be_read_says_what_was_expected(text, unit_kind, expected):
    with pytest.raises(CellError, match=expected):
        read_value(text, Measure(unit_kind=unit_kind))
