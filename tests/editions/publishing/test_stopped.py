"""Publications that are stopped half-way, by a person or by a machine."""

import fcntl
import json
import os
import re
import signal
from contextlib import contextmanager

import pytest

from tests.helpers.editions.machines import PATIENCE, eventually

pytestmark = pytest.mark.rest

LONG_AGO = "UPDATE editions_edition SET heard_at = '2020-01-01' WHERE number = 2"
ROWS = "SELECT number FROM editions_edition ORDER BY number"
MOMENT = "SELECT goes_live_at FROM editions_edition WHERE number = 2"


@contextmanager
def waiting_press(machine):
    """Whoever presses waits for this to end."""
    with (machine.editions / "press.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stop_press(machine) -> None:
    """A press of edition 2 is killed, and some minutes pass."""
    machine.run("-m", "tests.helpers.editions.machine_acts", "stopped", "half-way")
    assert machine.tell(ROWS) == [1, 2]
    machine.tell(LONG_AGO)


@pytest.mark.parametrize(
    ("wish", "command"),
    [(signal.SIGINT, ["publish"]), (signal.SIGTERM, ["rollback", "1"])],
    ids=["publish", "rollback"],
)
def test_interrupted_command_says_what_goes_on_and_how_to_stop_it(
    machine, wish, command
):
    machine.act("publish")
    machine.manage("shell", "-c", CHANGE)
    with waiting_press(machine):
        process = machine.begin("manage.py", *command)
        try:
            eventually(lambda: machine.tell(PRESSED) == [3])
            process.send_signal(wish)
            said = [process.stderr.readline() for _n in range(2)]
            (press,) = re.findall(r"^To stop that too: kill (\d+)$", said[1])
            os.kill(int(press), signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
        finally:
            process.kill()

    assert process.returncode == 1
    assert "Only this command was stopped: edition 3 goes live" in said[0]
    assert machine.tell(ROWS) == [1, 2]


CHANGE = """
from pillars.models import Priority
Priority.objects.update(title_en="Calm", title_es="Calma")
"""
PRESSED = """
    SELECT number FROM editions_edition
    WHERE goes_live_at IS NULL AND heard_at > created_at
"""


def test_publication_that_was_stopped_is_finished_by_the_press(machine):
    stop_press(machine)

    with machine.server() as server:
        eventually(lambda: "was stopped before" in server.ready()["trouble"])
        assert (server.ready()["status"], server.ready()["edition"]) == ("degraded", 1)
        done = machine.manage("press", "2")

        assert done.returncode == 0, done.stderr
        eventually(lambda: server.serves(2))
        eventually(lambda: server.ready()["status"] == "ok")


def test_press_never_finishes_what_is_still_being_pressed(machine):
    machine.act("record")

    done = machine.manage("press", "2")

    assert "Edition 2 is being published" in done.stderr
    assert machine.live_numbers() == [1]


def test_stopped_publication_keeps_its_moment(machine):
    stop_press(machine)
    report = {"at": "2099-12-01T06:00:00+00:00"}
    (machine.editions / "press-2.json").write_text(json.dumps(report))

    done = machine.manage("press", "2")

    assert done.returncode == 0, done.stderr
    assert machine.tell(MOMENT) == ["2099-12-01 06:00:00"]
