"""Tasks by kind and language, as the start page and e-mails name them."""

from collections.abc import Iterable
from dataclasses import dataclass

from .tasks import Kind, Task

# An e-mail is short: the rest is on the start page.
LISTED = 10


@dataclass(frozen=True)
class Group:
    """The tasks of one kind, and of one language if they are of texts."""

    name: str
    tasks: list[Task]

    @property
    def count(self) -> int:
        return total(self.tasks)

    @property
    def words(self) -> str:
        """``3 texts missing (Spanish)``."""
        first = self.tasks[0]
        return first.kind.count_label(self.count) + first.language_suffix

    @property
    def heading(self) -> str:
        """``Texts missing (Spanish) (3)``."""
        first = self.tasks[0]
        return f"{first.kind.label}{first.language_suffix} ({self.count})"

    @property
    def texts_page(self) -> str:
        return self.tasks[0].list_url

    @property
    def listed(self) -> list[Task]:
        """In an e-mail."""
        return self.tasks[:LISTED]

    @property
    def left(self) -> int:
        return self.count - total(self.listed)


def groups_of(tasks: Iterable[Task]) -> list[Group]:
    found: dict[str, list[Task]] = {}
    order = list(Kind)
    for task in sorted(tasks, key=lambda task: (order.index(task.kind), task.language)):
        found.setdefault(task.group, []).append(task)
    return [Group(name, some) for name, some in found.items()]


def total(tasks: Iterable[Task]) -> int:
    return sum(task.count for task in tasks)
