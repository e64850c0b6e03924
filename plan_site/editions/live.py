"""The live edition as the preview shows it, beside the candidate."""

from . import copies, document, snapshot
from .build import build
from .copies import Copy
from .scope import Scope


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; nothing before the first."""
    last = document.last_live()
    if not last["number"]:
        return None
    seal = snapshot.digest([build(), last])

    def make() -> Scope:
        copy = Copy(f"now-{seal[:16]}", last["snapshot"])
        return Scope(copy.alias, document.public_facts(last), preview="now", hold=copy)

    return copies.latest("now", seal, make)
