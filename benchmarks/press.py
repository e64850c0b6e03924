"""
How long a press takes: ``python -m benchmarks.press``, on one core.

The shipped plan is pressed, one as large as a plan gets (every measure with numbers for
all students and for each of ten groups), and one with ten times as many measures. Times
are those of the processor: a machine that does other things too would make the clock
lie. All is made in a temporary folder and leaves nothing behind.
"""

import argparse
import cProfile
import importlib
import logging
import os
import pstats
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

# What a press of the full plan may take, in seconds on one core.
BUDGET = 6


def main() -> None:
    """Measure the plans and say what came out; exit code 1 over the budget."""
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        prepare(Path(folder))
        pressing = importlib.import_module("benchmarks.pressing")
        shipped = pressing.shipped_plan()
        if options.profile:
            profile(pressing.measured, pressing.full_plan(shipped), options.profile)
            return
        # The full plan first: a press begins in a process that has made no page yet.
        full = pressing.measured(pressing.full_plan(shipped))
        large = pressing.measured(pressing.full_plan(shipped, 10 * pressing.MEASURES))
        small = pressing.measured(shipped)
    say(f"{'seconds of CPU':24}{'shipped plan':>14}{'full plan':>14}{'ten times':>14}")
    for name, numbers in small.items():
        columns = (numbers, full[name], large[name])
        say(f"{name:24}" + "".join(f"{written(number):>14}" for number in columns))
    say(f"The full plan may take {BUDGET} seconds, ten times it 11 times as long.")
    took = full["whole press"]
    sys.exit(took > BUDGET or large["whole press"] > 11 * took)


def read_options() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.press")
    parser.add_argument(
        "--profile",
        choices=["tottime", "cumtime"],
        help="show where the time of the full plan goes instead",
    )
    return parser.parse_args()


def prepare(folder: Path) -> None:
    """A site of its own: settings, database, plan and static files, on one core."""
    os.environ |= {
        "SECRET_KEY": "only-for-measuring",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{folder}/working-copy.sqlite3",
        "EDITIONS_ROOT": f"{folder}/editions",
        "DJANGO_SETTINGS_MODULE": "plan_site.settings",
    }
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    settings.STATIC_ROOT = folder / "static"
    logging.disable(logging.WARNING)
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("loaddata", "lausd_2022_26", verbosity=0)


def profile(measured, rows: list[dict], order: str) -> None:
    """Show the functions that a press of rows spends its time in."""
    with cProfile.Profile() as seen:
        measured(rows)
    pstats.Stats(seen).sort_stats(order).print_stats(60)


def written(number: float) -> str:
    """A number as the table has it: seconds with their hundredths, counts without."""
    return f"{number:.2f}" if isinstance(number, float) else f"{number:,}"


def say(line: str) -> None:
    """Write a line for whoever is waiting."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
