"""Numbers with their units, by hand: every kind, in both languages."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from pillars.enums import UnitKind
from pillars.models import Measure
from pillars.text import formatting, units
from tests.helpers.makers import both, make_measure, make_result

# What each measure's numbers are shown with, and how 0, 1, -1 and 1,234 then look.
WORDS = {
    "percent": both("unit", "of schools", "de las escuelas"),
    "count": both("unit_one", "agreement", "acuerdo")
    | both("unit", "agreements", "acuerdos"),
    "ratio": both("unit_one", "student per counselor", "estudiante por consejero")
    | both("unit", "students per counselor", "estudiantes por consejero"),
    "index": both("unit_before", "index", "índice"),
    "money": both("unit_before", "$", "$")
    | both("unit", "in projects", "en proyectos"),
}
SHOWN = [
    ("percent", "en", "0%", "1%", "−1%", "1,234%"),
    ("percent", "es", "0%", "1%", "−1%", "1,234%"),
    ("percentage_points", "en", "0 points", "1 point", "−1 point", "1,234 points"),
    ("percentage_points", "es", "0 puntos", "1 punto", "−1 punto", "1,234 puntos"),
    ("points", "en", "0 points", "1 point", "−1 point", "1,234 points"),
    ("points", "es", "0 puntos", "1 punto", "−1 punto", "1,234 puntos"),
    ("days", "en", "0 days", "1 day", "−1 day", "1,234 days"),
    ("days", "es", "0 días", "1 día", "−1 día", "1,234 días"),
    *(
        ("count", language, f"0 {many}", f"1 {one}", f"−1 {one}", f"1,234 {many}")
        for language, one, many in [
            ("en", "agreement", "agreements"),
            ("es", "acuerdo", "acuerdos"),
        ]
    ),
    *(
        ("ratio", language, f"0 {many}", f"1 {one}", f"−1 {one}", f"1,234 {many}")
        for language, one, many in [
            ("en", "student per counselor", "students per counselor"),
            ("es", "estudiante por consejero", "estudiantes por consejero"),
        ]
    ),
    ("index", "en", "index 0", "index 1", "index −1", "index 1,234"),
    ("index", "es", "índice 0", "índice 1", "índice −1", "índice 1,234"),
    *(
        ("money", language, f"$0 {word}", f"$1 {word}", f"−$1 {word}", f"$1,234 {word}")
        for language, word in [("en", "in projects"), ("es", "en proyectos")]
    ),
    ("yes_no", "en", "No", "Yes", "Yes", "Yes"),
    ("yes_no", "es", "No", "Sí", "Sí", "Sí"),
    ("other", "en", "0", "1", "−1", "1,234"),
    ("other", "es", "0", "1", "−1", "1,234"),
]


def text(number: str, **measure) -> str:
    unit = units.unit_of(Measure(**measure))
    return units.value_text(Decimal(number), unit)


def test_table_has_every_kind_in_each_language():
    kinds = [(kind, language) for kind in UnitKind for language in ("en", "es")]

    assert sorted(row[:2] for row in SHOWN) == sorted(kinds)


@pytest.mark.parametrize(("kind", "language", "zero", "one", "minus", "many"), SHOWN)
def test_number_is_shown_with_its_unit(kind, language, zero, one, minus, many):
    measure = {"unit_kind": kind, **WORDS.get(kind, {})}

    with override(language):
        shown = [text(number, **measure) for number in ("0", "1", "-1", "1234")]

    assert shown == [zero, one, minus, many]


@pytest.mark.parametrize(
    ("number", "decimals", "english", "spanish"),
    [
        ("0.96", 0, "1 point", "1 punto"),
        ("1.04", 0, "1 point", "1 punto"),
        ("0.6", 0, "1 point", "1 punto"),
        ("1.04", 1, "1.0 points", "1.0 puntos"),
        ("0.4", 0, "0 points", "0 puntos"),
        ("-0.5", 0, "−1 point", "−1 punto"),
    ],
)
def test_plural_follows_what_is_shown(number, decimals, english, spanish):
    measure = {"unit_kind": "points", "decimals": decimals}

    assert text(number, **measure) == english
    with override("es"):
        assert text(number, **measure) == spanish


def test_unit_of_one_that_is_empty_is_the_unit():
    assert text("1", unit_kind="count", unit_en="staff") == "1 staff"


def test_words_of_another_language_are_left_out_and_signs_are_not():
    measure = {"unit_kind": "money", "unit_before_en": "€", "unit_en": "in projects"}

    with override("es"):
        assert text("5", **measure) == "€5"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decimals", "value", "entered", "shown"),
    [
        (1, "84", None, "84.0%"),  # Nobody said with how many.
        (1, "84", 0, "84%"),
        (1, "84", 1, "84.0%"),
        (0, "84.4", 1, "84%"),  # Never more than its measure's.
        (1, "84.25", 0, "84.3%"),  # No digit is lost that its measure shows.
        (1, "59.96", 2, "59.96%"),  # It differs from the target.
    ],
)
def test_value_is_shown_with_the_decimals_it_was_entered_with(
    decimals, value, entered, shown
):
    make_result(
        make_measure(targets={2025: "60"}, decimals=decimals),
        *(2022, value),
        decimals=entered,
    )

    series = Measure.objects.get().headline

    assert str(formatting.found(series.progress.latest, series)) == shown
