"""What items are called, and where in the plan they are."""

from django.utils.text import capfirst
from django.utils.translation import get_language

from pillars.rules.texts import visible_text

from . import public_fields as fields
from .snapshot import ItemId, ItemName, Row, Snapshot


class Names:
    """Items by name, from several snapshots; the last one that has an item decides."""

    def __init__(self, *snapshots: Snapshot):
        self.names: dict[ItemId, ItemName] = {}
        self.rows: dict[ItemId, Row] = {}
        for snapshot in snapshots:
            self.names |= snapshot.names
            self.rows |= snapshot.items

    def get(self, item: ItemId) -> ItemName:
        return self.names.get(item, ItemName("", "", {}))

    def title(self, item: ItemId) -> str:
        return in_language(self.get(item).title)[0]

    def words(self, item: ItemId) -> str:
        while (row := self.rows.get(item)) and row.is_unnamed:
            item = row.above
        label = item.partition(":")[0]
        kind = capfirst(fields.BY_LABEL[label]._meta.verbose_name)
        return f"{kind} {self.get(item).code or f'“{self.title(item)}”'}"

    def full_title(self, item: ItemId) -> str:
        return f"{self.get(item).code} {self.title(item)}".strip()

    def title_of_coded(self, item: ItemId) -> str:
        """What ``words`` leaves out."""
        return self.title(item) if self.get(item).code else ""

    def heading(self, item: ItemId) -> str:
        """Such as “Priority 1D – Joyful schools”."""
        return " – ".join(filter(None, [self.words(item), self.title_of_coded(item)]))

    def way_up(self, item: ItemId) -> dict[str, Row]:
        """The rows from an item up to its plan, by kind, also where they are gone."""
        row, found = self.rows.get(item), {}
        while row is not None:
            found[row.kind] = row
            above = (f"pillars.{kind}:{row.fields.get(kind)}" for kind in fields.LEVELS)
            row = next((self.rows[key] for key in above if key in self.rows), None)
        return found

    def place(self, item: ItemId) -> tuple:
        """Items come in the plan's order; those that are nowhere come first."""
        return tuple(map(rank, reversed(self.way_up(item).values())))


def rank(row: Row) -> tuple[int, ...]:
    """Among those that belong to the same row; of plans the newest is first."""
    place = (
        -row.fields["first_year"] if row.kind == "plan" else row.fields.get("position")
    )
    return fields.ORDER[row.model], place or 0, row.pk


def in_language(texts: dict[str, str]) -> tuple[str, str]:
    """A text in the active language, else in another, with the language it is in."""
    active = get_language()
    for code in (active, *texts):
        if text := visible_text(texts.get(code)):
            return text, code
    return "", active
