"""A second process for the pages of a press, where the machine has a core for it."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from tempfile import TemporaryFile

# Held by any other thread of a press as long as it does something: a copy of a process
# has no other threads, and what they hold at that moment would never be free in it.
fork_lock = threading.Lock()
TICKET = 4

Batch = Sequence[tuple]


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(act: Callable, batches: Sequence[Batch], processes: int) -> dict:
    """
    What ``act`` gives for each call of all batches.

    With several processes, a copy of this one works, too: whoever is free takes the
    next batch. Raises what a call raised, or ``RuntimeError`` for a killed copy.
    """
    if processes < 2 or len(batches) < 2:
        return work(act, batches)
    # Both processes read on from the same place: each ticket is read once.
    with TemporaryFile(buffering=0) as tickets:
        tickets.write(b"".join(n.to_bytes(TICKET) for n in range(len(batches))))
        tickets.seek(0)
        mine = (
            batches[int.from_bytes(n)] for n in iter(lambda: tickets.read(TICKET), b"")
        )
        with a_copy(act, mine) as receiver:
            results = work(act, mine)
            try:
                found = receiver.recv()
            except EOFError:
                found = RuntimeError("The second process of the press was killed.")
    if isinstance(found, Exception):
        raise found
    return results | found


def work(act: Callable, batches: Iterator[Batch] | Sequence[Batch]) -> dict:
    return {call: act(*call) for batch in batches for call in batch}


@contextmanager
def a_copy(act: Callable, batches: Iterator[Batch]) -> Iterator[Connection]:
    """What a copy of this process sends, which ends with it, however that ends."""
    receiver, sender = Pipe(duplex=False)
    process = get_context("fork").Process(
        target=work_and_send, args=(act, batches, sender, os.getpid()), daemon=True
    )
    # What is there already need not be looked through, which would copy its memory.
    gc.freeze()
    with fork_lock:
        process.start()
    sender.close()
    try:
        yield receiver
    finally:
        process.kill()
        process.join()
        gc.unfreeze()


def work_and_send(act, batches, sender: Connection, press: int) -> None:
    # Ctrl-C ends the press, and that ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        found = work(act, (each for each in batches if os.getppid() == press))
    except Exception as error:
        found = error
    with suppress(BrokenPipeError):
        sender.send(found)
