"""Whether a folder is whole: each file's digest, listed after all were written."""

import hashlib
import json
from pathlib import Path

NAME = "digests.json"


class BadEditionError(Exception):
    """A folder is not whole; the message says why."""


def write_digests(folder: Path) -> None:
    """List all files of a folder that are there now."""
    names = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )
    digests = {name: digest_of(folder / name) for name in names if name != NAME}
    (folder / NAME).write_text(json.dumps(digests))


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fault(folder: Path) -> str:
    """Why a folder is not whole, empty if it is; reads every file."""
    name = NAME
    try:
        digests = json.loads((folder / NAME).read_bytes())
        for name, digest in digests.items():
            if digest_of(folder / name) != digest:
                return f"{name} is not as it was written"
    except OSError as error:
        return f"{name}: {error.strerror}"
    except (ValueError, AttributeError, TypeError):
        return f"{NAME} is damaged"
    return "" if digests else f"{NAME} is empty"


def reason_of(error: Exception) -> str:
    """An error in the words that ``/readyz`` and the desk show."""
    if isinstance(error, OSError) and error.strerror:
        name = Path(error.filename).name if error.filename else ""
        return f"{name}: {error.strerror}" if name else error.strerror
    return str(error) or error.__class__.__name__


def check_whole(folder: Path) -> None:
    """Raises ``BadEditionError``."""
    if reason := fault(folder):
        raise BadEditionError(reason)
