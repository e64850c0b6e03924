"""The scope of a read: the working copy, one edition's file, or a candidate's file."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from pillars import codes
from pillars.contexts import within

WORKING_COPY = "default"


class OutsideAnyScopeError(RuntimeError):
    """The plan was read before a scope was entered."""


@dataclass(frozen=True)
class Scope:
    """Where the plan is read: a database's alias, and facts on its edition."""

    alias: str
    # The edition's document without its rows; nothing for the working copy.
    edition: object = None
    # "preview" for staff looking at the candidate, "now" beside it; empty for readers.
    preview: str = ""


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_everywhere: Scope | None = None


def current() -> Scope:
    """Raises ``OutsideAnyScopeError`` if there is none."""
    scope = _current.get() or _everywhere
    if scope is None:
        raise OutsideAnyScopeError("Enter a scope before the plan is read.")
    return scope


@contextmanager
def reading(scope: Scope) -> Iterator[Scope]:
    with within(_current, scope), codes.read_once():
        yield scope


def read_working_copy_everywhere() -> None:
    """For commands, which serve no reader."""
    global _everywhere
    _everywhere = Scope(WORKING_COPY)
