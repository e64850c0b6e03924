"""What items are called, in the editor's language."""

from django.utils.text import capfirst
from django.utils.translation import get_language

from pillars.rules.texts import visible_text

from . import public_fields
from .snapshot import ItemId, ItemName, Snapshot

UNKNOWN = ItemName("", "", {})


class Names:
    """Items by name, from several snapshots; the last one that has an item decides."""

    def __init__(self, *snapshots: Snapshot):
        self.names: dict[ItemId, ItemName] = {}
        for snapshot in snapshots:
            self.names |= snapshot.names

    def get(self, item: ItemId) -> ItemName:
        return self.names.get(item, UNKNOWN)

    def title(self, item: ItemId) -> str:
        return in_language(self.get(item).title)[0]

    def words(self, item: ItemId) -> str:
        label = item.partition(":")[0]
        kind = capfirst(public_fields.BY_LABEL[label]._meta.verbose_name)
        return f"{kind} {self.get(item).code or f'“{self.title(item)}”'}"


def in_language(texts: dict[str, str]) -> tuple[str, str]:
    """A text in the active language, else in another, with the language it is in."""
    active = get_language()
    for code in (active, *texts):
        if text := visible_text(texts.get(code)):
            return text, code
    return "", active
