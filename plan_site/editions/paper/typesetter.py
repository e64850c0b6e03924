"""
Typst, in a process of its own that ends with the one that began it.

A process that has used Typst waits for ever as soon as a copy of it uses it again, and
the press works in copies.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent

_lock = threading.Lock()


class TypesettingError(RuntimeError):
    """Typst refused a document; the message is its own."""


def typeset(template: str, data: dict, **options) -> bytes:
    """``options`` are those of Typst's compiler. Raises ``TypesettingError``."""
    job = json.dumps([template, json.dumps(data), options])
    with _lock:
        try:
            typesetter = begun(os.getpid())
            typesetter.stdin.write(f"{job}\n".encode())
            typesetter.stdin.flush()
            error, size = json.loads(typesetter.stdout.readline())
            result = typesetter.stdout.read(size)
        except (OSError, ValueError) as ended:
            # The next document has a new process.
            begun.cache_clear()
            raise TypesettingError("The process of Typst has ended.") from ended
    if error:
        raise TypesettingError(error)
    return result


@cache
def begun(_process: int) -> subprocess.Popen:
    """A copy of a process gets one of its own."""
    typesetter = subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C is for the one that began it.
        start_new_session=True,
    )
    atexit.register(typesetter.communicate)
    return typesetter


def work() -> None:
    compilers = {}
    for line in sys.stdin.buffer:
        template, data, options = json.loads(line)
        if template not in compilers:
            compilers[template] = typst.Compiler(
                FOLDER / template,
                root=FOLDER,
                font_paths=[FOLDER / "fonts"],
                ignore_system_fonts=True,
            )
        error, result = "", b""
        try:
            inputs = {"data": data}
            result = compilers[template].compile(sys_inputs=inputs, **options)
        except Exception as refusal:
            error = str(refusal)
        head = json.dumps([error, len(result)])
        sys.stdout.buffer.write(f"{head}\n".encode() + result)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    work()
