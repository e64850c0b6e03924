"""
What the benchmark presses: the shipped plan, and one as large as a plan gets.

The full plan has the shipped outline and glossary, and as many measures as the plan
announces. Each is a percent with a baseline, two targets and five years of results, for
all students and for every group.
"""

import datetime
import json
import time

from django.core.management import call_command

from plan_site.editions.document import records
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import Row, Snapshot, as_bytes
from plan_site.editions.press import press

MEASURES = 93
GROUPS = 10
BASELINE_YEAR = 2020
TARGET_YEARS = (2023, 2025)
RESULT_YEARS = range(2021, 2026)
DAY = datetime.date(2026, 1, 15)


def shipped_plan() -> Snapshot:
    """The public rows of the plan in the working copy."""
    return take_snapshot()


def full_plan(shipped: Snapshot, count: int = MEASURES) -> Snapshot:
    """The rows of a plan with the shipped outline and all the numbers there can be."""
    counted = ("measure", "baseline", "target", "result", "studentgroup")
    outline = [row for row in shipped if row.kind not in counted]
    groups = [group_row(n) for n in range(1, GROUPS + 1)]
    priorities = shipped.of_kind("priority")
    measures = []
    for place in range(count):
        priority = priorities[place % len(priorities)]
        code = f"{priority.fields['code']}-M{place // len(priorities) + 1}"
        measures += measure_rows(place + 1, code, priority)
    return Snapshot.of([*outline, *groups, *measures])


def group_row(number: int) -> Row:
    """A group of students."""
    return row(
        "studentgroup",
        number,
        plan=1,
        code=f"group-{number}",
        family="other",
        position=number,
        title_en=f"Students of group {number}",
        title_es=f"Estudiantes del grupo {number}",
    )


def measure_rows(number: int, code: str, priority: Row) -> list[Row]:
    """A measure with its numbers, for all students and for each group."""
    measure = row(
        "measure",
        number,
        pillar=priority.fields["pillar"],
        priority=priority.pk,
        code=code,
        position=number,
        title_en=f"Students who reach goal {number} within four years",
        title_es=f"Estudiantes que alcanzan la meta {number} en cuatro años",
        definition_en="The share of **all students** in the cohort who do.",
        definition_es="La proporción de **todos los estudiantes** de la generación.",
        unit_en="of students",
        unit_es="de los estudiantes",
        unit_kind="percent",
        decimals=1,
        direction="up",
        target_kind="reach",
        **SOURCE,
    )
    return [measure] + [
        line
        for group in [None, *range(1, GROUPS + 1)]
        for line in series_rows(number, group)
    ]


def series_rows(measure: int, group: int | None) -> list[Row]:
    """A baseline, targets and results that go up and down."""
    place = 100 * (measure * (GROUPS + 1) + (group or 0))
    base = 30 + (measure * 7 + (group or 0) * 3) % 30
    common = {"measure": measure, "group": group, **SOURCE}
    lines = [
        row(
            "baseline",
            place,
            school_year=BASELINE_YEAR,
            state="reported",
            value=str(base),
            **common,
        )
    ]
    for step, year in enumerate(TARGET_YEARS, 1):
        goal = base + 15 * step
        words = {
            "wording_en": f"{goal}% by then",
            "wording_es": f"{goal}% para entonces",
        }
        lines.append(
            row(
                "target",
                place + step,
                school_year=year,
                value=str(goal),
                **words,
                **common,
            )
        )
    for step, year in enumerate(RESULT_YEARS, 1):
        tenths = base * 10 + step * 50 + (measure * 13 + step * 29 + place) % 37
        lines.append(
            row(
                "result",
                place + step,
                school_year=year,
                state="reported",
                value=f"{tenths // 10}.{tenths % 10}",
                **common,
            )
        )
    return lines


def row(model: str, pk: int, **values) -> Row:
    """A row as a snapshot has it."""
    return Row(f"pillars.{model}", pk, values)


SOURCE = {
    "source_en": "Open Data of the District",
    "source_es": "Datos abiertos del Distrito",
    "source_url": "https://example.org/data",
}


def measured(rows: Snapshot) -> dict[str, float]:
    """How long a press of rows takes, and what it made."""
    call_command("flush", interactive=False, verbosity=0)
    records.load(rows, "default")
    start = time.process_time()
    document = Document().next(take_snapshot(), Act({}, {}), DAY)
    contents = json.loads(as_bytes(document))
    # The snapshot is made before: a press begins with the document.
    before = time.process_time()
    folder = press.press(contents)
    after = time.process_time()
    made = [path for path in folder.rglob("*") if path.is_file()]
    pages = [path for path in made if path.suffix not in {".br", ".gz"}]
    return {
        "snapshot": before - start,
        "whole press": after - before,
        "number of pages": len(pages) - 2,
        "bytes": sum(path.stat().st_size for path in pages),
        "bytes, all forms": sum(path.stat().st_size for path in made),
    }
