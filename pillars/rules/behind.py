"""Which languages of a text are behind another one that was rewritten."""

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self


class Behind(NamedTuple):
    since: datetime.date
    # The language that was rewritten then; empty where only two could be meant.
    source: str
    # Its wording before that; None if unknown.
    before: str | None

    @property
    def stored(self) -> str:
        """``2026-05-03 en``, as a record's ``translation_state`` has it."""
        return f"{self.since} {self.source}".rstrip()

    @classmethod
    def parse(cls, stored: str, before: str | None = None) -> Self:
        """Of the time when a site had two languages it has the day alone."""
        day, _space, source = stored.partition(" ")
        return cls(datetime.date.fromisoformat(day), source, before)


def same_words(one: str | None, other: str | None) -> bool:
    """White space alone is no difference."""
    return (one or "").split() == (other or "").split()


def changed_languages(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    return {code for code in new if not same_words(old[code], new[code])}


def texts_behind(
    behind: Mapping[str, Behind],
    old: Mapping[str, str],
    new: Mapping[str, str],
    leading: Iterable[str],
    today: datetime.date,
) -> dict[str, Behind]:
    """
    What is behind once wordings were saved, ``old`` and ``new`` by language.

    Whoever rewrites a text in a language that readers have (``leading``) leaves the
    others behind it from that day. Each catches up by itself: when it is written, or
    when the one that was rewritten says again what it said before. Catching up is a
    translation, as is filling in what was missing: neither leaves another behind. So
    when Spanish follows the English that changed, Korean is still behind English.
    """
    changed = changed_languages(old, new)
    rewritten = [
        code
        for code in leading
        if code in changed and old[code] and new[code] and code not in behind
    ]
    if rewritten:
        source = rewritten[0]
        behind = dict.fromkeys(new, Behind(today, source, old[source])) | behind
    return {
        code: found
        for code, found in behind.items()
        if code not in changed and new.get(code) and not is_undone(found, new)
    }


def is_undone(behind: Behind, new: Mapping[str, str]) -> bool:
    was_known = behind.before is not None
    return was_known and same_words(new.get(behind.source), behind.before)
