"""The words in which two texts differ: as marked HTML, or in words."""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import partial
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Longer texts, whose comparison would delay the page, differ as a whole.
MOST_WORDS = 3000
# A word with the white space after it; what a text begins with goes with its first.
PIECES = re.compile(r"(?:\A\s*)?\S+\s*")

Look = Callable[[str], str]


class Step(NamedTuple):
    """A part of two texts: the same in both, or one in place of the other."""

    is_same: bool
    before: str
    after: str

    @property
    def shown(self) -> str:
        """What is in both, separated from what follows in either."""
        if self.after[-1:].isspace():
            return self.after
        return self.after + ending(self.before)


def steps(before: str, after: str) -> Iterator[Step]:
    """White space alone is no difference."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    words = [[piece.strip() for piece in pieces] for pieces in (old, new)]
    if not old or not new or len(old) + len(new) > MOST_WORDS:
        if before or after:
            yield Step(words[0] == words[1], before, after)
        return
    for kind, i, j, k, n in SequenceMatcher(None, *words, False).get_opcodes():
        yield Step(kind == "equal", "".join(old[i:j]), "".join(new[k:n]))


def mark_changes(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML: what left the first, and what is new in the second."""
    found = list(steps(before, after))
    left = (wrap("" if step.is_same else "del", step.before) for step in found)
    right = (wrap("" if step.is_same else "ins", step.after) for step in found)
    return join_html(left), join_html(right)


def wrap(tag: str, text: str) -> SafeString:
    """The words in a tag, the white space around them not."""
    words = text.strip()
    if not words or not tag:
        return escape(text)
    start, _words, end = text.partition(words)
    return format_html("{1}<{0}>{2}</{0}>{3}", tag, start, words, end)


def mark_in_one(changes: Iterable[Step]) -> SafeString:
    """One text as HTML, what was taken out before what was put in."""
    taken_out = partial(with_label, "del", _("[taken out:"))
    put_in = partial(with_label, "ins", _("[put in:"))
    return join_html(in_one(changes, escape, taken_out, put_in))


def in_words(changes: Iterable[Step]) -> str:
    """One text without marks, for a file."""
    before, now = _("[before: %(words)s]"), _("[now: %(words)s]")
    parts = in_one(
        changes,
        str,
        lambda old: before % {"words": old},
        lambda new: now % {"words": new},
    )
    return "".join(parts).strip()


def in_one(changes: Iterable[Step], same: Look, out: Look, put: Look) -> Iterator[str]:
    for step in changes:
        if step.is_same:
            yield same(step.shown)
            continue
        old, new = step.before.strip(), step.after.strip()
        yield " ".join([*([out(old)] if old else []), *([put(new)] if new else [])])
        yield ending(step.after or step.before)


def with_label(tag: str, label: str, words: str) -> SafeString:
    """Marked words, with words for those who do not see the mark."""
    return format_html(
        '<{0}><span class="ed-sr" lang="{1}"> {2} </span>{3}'
        '<span class="ed-sr">] </span></{0}>',
        tag,
        get_language(),
        label,
        words,
    )


def ending(text: str) -> str:
    return text[len(text.rstrip()) :]


def join_html(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped
