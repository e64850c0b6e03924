"""Which edition this very process gives to readers, for the desk to ask."""

from .watcher import Watcher

_holders: list[Watcher] = []


def held_by(watcher: Watcher) -> None:
    """Note who holds this process's shelf from now on."""
    _holders[:] = [watcher]


def served_number() -> int | None:
    """The number of the edition that this process serves; nothing before the first."""
    shelf = _holders[0].shelf if _holders else None
    return shelf.number if shelf is not None else None
