"""A second process for the pages of a press, where the machine has a core for it."""

import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection

from django.db import connections

from plan_site.editions import scope

# Held by any other thread of a press as long as it does something: a copy of a process
# has no other threads, and what they hold at that moment would never be free in it.
fork_lock = threading.Lock()
# Addresses in a row that one process asks for: both languages of a record share charts.
ROW = 8


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(
    function: Callable, calls: Collection[tuple], processes: int, progress: Callable
) -> dict[tuple, object]:
    """
    What a function gives for each of some arguments.

    With several processes, a copy of this one makes half of the calls. Raises what a
    call raised, or ``EOFError`` for a killed copy.
    """
    theirs = {call for n, call in enumerate(calls) if processes > 1 and n // ROW % 2}
    ours = [call for call in calls if call not in theirs]
    results = {}
    with a_copy(function, theirs) if theirs else nullcontext() as receiver:
        for done, call in enumerate(ours, 1):
            results[call] = function(*call)
            progress(done * len(calls) // len(ours), len(calls))
        found = receiver.recv() if receiver else {}
    if isinstance(found, Exception):
        raise found
    return results | found


@contextmanager
def a_copy(function: Callable, calls: Collection[tuple]) -> Iterator[Connection]:
    """What a copy of this process sends, which ends with it, however that ends."""
    # An open SQLite file must not be used by two processes.
    connections[scope.current().alias].close()
    receiver, sender = Pipe(duplex=False)
    process = get_context("fork").Process(
        target=work, args=(function, calls, sender, receiver), daemon=True
    )
    with fork_lock:
        process.start()
    sender.close()
    try:
        yield receiver
    finally:
        process.kill()
        process.join()


def work(function, calls, sender: Connection, receiver: Connection) -> None:
    receiver.close()
    # Ctrl-C ends the press, and that ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    press = parent_process()
    try:
        found = {call: function(*call) for call in calls if press.is_alive()}
    except Exception as error:
        found = error
    with suppress(BrokenPipeError):
        sender.send(found)
