"""
What editors did and do, each in a process: ``python -m benchmarks.acts fill 1``.

Of several plans the first has all the numbers there can be (``benchmarks.pressing``),
the others are the shipped outline without measures.
"""

import sys

import django
from django.core.management import call_command

django.setup()

from benchmarks.pressing import full_plan, shipped_plan  # noqa: E402 - Django is up now
from pillars.models import Measure, Priority  # noqa: E402
from plan_site.editions import scope  # noqa: E402
from plan_site.editions.document import records  # noqa: E402
from plan_site.editions.document.snapshot import Row, Snapshot  # noqa: E402

OUTLINE = {"plan", "plansection", "pillar", "priority", "strategy", "glossaryterm"}
# Columns that hold the key of another row of the outline.
LINKS = {"plan", "pillar", "priority"}
# Keys of a copied plan's rows begin so far apart.
STEP = 100_000


def fill(plans: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    shipped = shipped_plan()
    outline = [row for row in shipped if row.kind in OUTLINE]
    copies = [copied(row, n) for n in range(1, int(plans)) for row in outline]
    call_command("flush", interactive=False, verbosity=0)
    records.load(Snapshot.of([*full_plan(shipped), *copies]), "default")


def copied(row: Row, number: int) -> Row:
    """The row as an earlier plan has it."""
    fields = {
        name: value + STEP * number if name in LINKS and value else value
        for name, value in row.fields.items()
    }
    if row.kind == "plan":
        first = 2022 - 4 * number
        fields |= {
            "slug": f"{first}-{(first + 4) % 100:02}",
            "first_year": first,
            "last_year": first + 3,
            "is_current": False,
        }
    return Row(row.model, row.pk + STEP * number, fields)


def retire() -> None:
    """One measure, whose address then answers 410."""
    measure = Measure.objects.get(code="1A-M5")
    measure.is_retired = True
    measure.retirement_note_en = measure.retirement_note_es = "1A-M4"
    measure.save()


def retitle() -> None:
    """One priority gets a longer title."""
    priority = Priority.objects.order_by("pk").first()
    priority.title_en, priority.title_es = (
        f"{priority.title_en} A",
        f"{priority.title_es} A",
    )
    priority.save()


ACTS = {act.__name__: act for act in (fill, retire, retitle)}

if __name__ == "__main__":
    scope.read_working_copy_everywhere()
    ACTS[sys.argv[1]](*sys.argv[2:])
