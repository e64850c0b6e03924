"""A second process for the pages of a press, where the machine has a core for it."""

import os
import signal
import threading
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Self

from django.db import connections

from plan_site.editions import scope

# Held by any other thread of a press as long as it does something: a copy of a process
# has no other threads, and what they hold at that moment would never be free in it.
fork_lock = threading.Lock()


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Helper:
    """
    A copy of this process that calls methods of a copy of ``maker``.

    It ends with this process, however that ends.
    """

    def __init__(self, maker: object):
        # An open SQLite file must not be used by two processes.
        connections[scope.current().alias].close()
        self.connection, theirs = Pipe()
        self.process = get_context("fork").Process(
            target=work, args=(maker, theirs, self.connection), daemon=True
        )
        with fork_lock:
            self.process.start()
        theirs.close()
        self.is_busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args) -> None:
        self.process.kill()
        self.process.join()

    def start(self, method: str, calls: list[tuple]) -> None:
        """Let it call a method with each of some arguments."""
        self.connection.send((method, calls))
        self.is_busy = True

    @property
    def is_done(self) -> bool:
        return self.is_busy and self.connection.poll()

    def results(self) -> list:
        """Waits. Raises what a call raised, or ``EOFError`` for a killed process."""
        found = self.connection.recv()
        self.is_busy = False
        if isinstance(found, Exception):
            raise found
        return found


def work(maker: object, connection: Connection, other_end: Connection) -> None:
    other_end.close()
    # Ctrl-C ends the press, whose end of the connection is then closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        while True:
            method, calls = connection.recv()
            try:
                found = [getattr(maker, method)(*call) for call in calls]
            except Exception as error:
                found = error
            connection.send(found)
