"""The cases of ``sentence_cases.toml`` as series, without a database."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from pillars.enums import Direction, State, TargetKind, UnitKind
from pillars.models import Baseline, Measure, Pillar, Plan, Result, Target
from pillars.models.measured_series import Series

TABLE = Path(__file__).parents[1] / "data" / "sentence_cases.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))

# By its word: kind, sign before, words in English for one and many, in Spanish.
UNITS = {
    "percent": (UnitKind.PERCENT, "", "", "of students", "", "de los estudiantes"),
    "programs": (
        *(UnitKind.COUNT, "", "program", "programs", "programa", "programas"),
    ),
    "schools": (UnitKind.COUNT, "", "school", "schools", "escuela", "escuelas"),
    "money": (UnitKind.MONEY, "$", "", "per student", "", "por estudiante"),
    "days": (UnitKind.DAYS, "", "", "", "", ""),
    "index": (UnitKind.INDEX, "", "", "", "", ""),
    "ratio": (
        *(UnitKind.RATIO, "", "student per counselor", "students per counselor"),
        *("estudiante por consejero", "estudiantes por consejero"),
    ),
    "points": (UnitKind.POINTS, "", "", "", "", ""),
    "yes or no": (UnitKind.YES_NO, "", "", "", "", ""),
}
STATES = {state.value.replace("_", " "): state for state in State}


def series_of_case(case: dict) -> Series:
    unit, decimals, direction, kind = case["measure"].split(", ")
    unit_kind, before, one, many, one_es, many_es = UNITS[unit]
    measure = Measure(
        pillar=Pillar(plan=Plan(first_year=2022, last_year=2026)),
        unit_kind=unit_kind,
        unit_before_en=before,
        unit_before_es=before,
        unit_one_en=one,
        unit_one_es=one_es,
        unit_en=many,
        unit_es=many_es,
        decimals=int(decimals),
        direction=Direction(direction),
        target_kind=TargetKind(kind.replace(" ", "_")),
    )
    baselines = [row(Baseline, *it) for it in case.get("baseline", {}).items()]
    targets = [target(year, said) for year, said in case.get("targets", {}).items()]
    results = [row(Result, *it) for it in case.get("results", {}).items()]
    series = Series(measure, None, next(iter(baselines), None), targets, results)
    measure.series = [series]  # In place of what it would fetch.
    return series


def row(model, year: str, said: str):
    """``50.0``, ``suppressed``, ``not comparable 50.0`` or ``new series 50.0``."""
    value = re.search(r"-?[\d.]+$", said)
    words = said.removesuffix(value[0]).strip() if value else said
    new = {"starts_new_series": True} if words == "new series" else {}
    return model(
        school_year=int(year),
        state=STATES.get(words, State.REPORTED),
        value=Decimal(value[0]) if value else None,
        **new,
    )


def target(year: str, said: str) -> Target:
    """``60``, ``18 to 22``, the plan's words ``more / más``, or ``20: +20% / +20%``."""
    number, _colon, words = said.rpartition(": ")
    low, to, high = said.partition(" to ")
    english, _slash, spanish = words.partition(" / ")
    number = number or said
    is_number = re.fullmatch(r"-?[\d.]+", number)
    return Target(
        school_year=int(year),
        value=Decimal(number) if is_number else None,
        low=Decimal(low) if to else None,
        high=Decimal(high) if to else None,
        wording_en=english,
        wording_es=spanish or english,
    )
