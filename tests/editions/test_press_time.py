"""How long a press of the largest plan takes, as ``benchmarks.press`` measures it."""

import subprocess
import sys

import pytest
from django.db import connections

from .server import ROOT

pytestmark = pytest.mark.skipif(
    connections.settings["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="It has a database of its own: one run is enough.",
)


def test_full_plan_is_pressed_in_under_ten_seconds_on_one_core():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.press"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("A press of the full plan may take 10 seconds.\n")
