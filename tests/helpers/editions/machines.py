"""
Whole machines for tests: an editors' database, a folder of editions, real servers.

Each machine lies in a temporary folder and listens on loopback; whatever a test does,
all that was started for it is ended with it.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.helpers.editions.pressed_editions import Answer

ROOT = Path(__file__).resolve().parents[3]
# So long may a step take on a busy machine; what is promised is asserted by itself.
PATIENCE = 60


class Server:
    """One process that serves a machine's editions."""

    def __init__(self, environment: dict[str, str], *options: str):
        with socket.socket() as attempt:
            attempt.bind(("127.0.0.1", 0))
            self.port = attempt.getsockname()[1]
        command = [sys.executable, "-m", "plan_site.server", "--workers", "1", *options]
        self.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            [*command, "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def get(self, path: str, timeout: float = PATIENCE, **headers: str) -> Answer:
        """The answer to a request of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def ready(self) -> dict:
        """What ``/readyz`` says."""
        return json.loads(self.get("/readyz").body)

    def answers(self) -> bool:
        """Whether it has been started."""
        try:
            return self.get("/healthz", 5).status == 200
        except OSError:
            assert self.process.poll() is None, "The server has ended."
            return False

    def serves(self, number: int) -> bool:
        """Whether readers get the edition with that number."""
        return self.ready()["edition"] == number

    def workers(self) -> list[int]:
        """The process ids of its workers, those that live."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [int(child) for child in children if command_of(child)]

    def stop(self) -> None:
        """End it, and its workers if it does not end them."""
        workers = [] if self.process.poll() is not None else self.workers()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            for process in [self.process.pid, *workers]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.process.wait(5)


class Machine:
    """A database, a folder of editions and the commands that work on them."""

    def __init__(self, folder: Path, database: str = "", **environment: str):
        self.folder = folder
        self.editions = folder / "editions"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.helpers.editions.server_settings",
            "DATABASE_URL": database or f"sqlite:///{folder}/desk.sqlite3",
            "EDITIONS_ROOT": str(self.editions),
            **environment,
        }

    def copy(self, folder: Path, **environment: str) -> "Machine":
        """Another machine that begins with what this one has."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Machine(folder, **environment)

    def begin(self, *command: str, **environment: str) -> subprocess.Popen:
        """Start a Python command; its output is kept for who waits for it."""
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        """A Python command, done; the caller looks at how it ended."""
        process = self.begin(*command, **environment)
        try:
            said, wrong = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        return subprocess.CompletedProcess(command, process.returncode, said, wrong)

    def act(self, name: str, *arguments: str) -> str:
        """Something that editors do; gives what it printed."""
        done = self.run("-m", "tests.helpers.editions.machine_acts", name, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *arguments: str, **environment) -> subprocess.CompletedProcess:
        return self.run("manage.py", *arguments, **environment)

    def set_up(self) -> "Machine":
        """A small plan, published as edition 1."""
        self.act("begin")
        return self

    def folders(self) -> list[str]:
        """The editions that lie on this machine's disk, whole or not."""
        return sorted(
            path.name.partition("-")[0]
            for path in self.editions.iterdir()
            if path.is_dir()
        )

    def tell(self, statement: str) -> list:
        """The first column of what the editors' SQLite file answers."""
        with (
            closing(sqlite3.connect(self.folder / "desk.sqlite3")) as database,
            database,
        ):
            return [row[0] for row in database.execute(statement)]

    def live_numbers(self) -> list[int]:
        """The editions that have gone live, as the editors' SQLite file has them."""
        question = "SELECT number FROM editions_edition WHERE goes_live_at IS NOT NULL"
        return sorted(self.tell(question))

    @contextmanager
    def server(self, *options: str, **environment: str) -> Iterator[Server]:
        """A server that is up; always stopped, and no press outlives it."""
        server = Server({**self.environment, **environment}, *options)
        try:
            eventually(server.answers)
            yield server
        finally:
            server.stop()
            eventually(self.is_quiet)

    def is_quiet(self) -> bool:
        """Whether no press is at work in this machine's folder."""
        name = f"EDITIONS_ROOT={self.editions}".encode()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                started = (entry / "cmdline").read_bytes().split(b"\0")
                if b"press" in started and name in (entry / "environ").read_bytes():
                    return False
            except OSError:
                continue
        return True


def command_of(process: str) -> bytes:
    """Its command line; empty when it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait until something holds; gives how long that took. Fails if it never does."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if holds():
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} seconds: {holds}")
