"""The words in which two wordings differ."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.translation import gettext as _

# Past this a comparison would hold up the page; the texts are then told apart whole.
MOST_WORDS = 3000
# A word with the white space after it; what a text begins with goes with its first.
PIECES = re.compile(r"\s*\S+\s*")


class Step(NamedTuple):
    """A stretch of two wordings: in both of them, or what stands for what."""

    is_same: bool
    before: str
    after: str

    @property
    def shown(self) -> str:
        """What stands in both, parted from what follows in either of them."""
        if self.after[-1:].isspace():
            return self.after
        return self.after + self.before[len(self.before.rstrip()) :]


def steps(before: str, after: str) -> Iterator[Step]:
    """Two wordings, stretch by stretch; white space alone is no difference."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    if not old or not new or len(old) + len(new) > MOST_WORDS:
        if before or after:
            yield Step(before == after, before, after)
        return
    words = [piece.strip() for piece in old], [piece.strip() for piece in new]
    for kind, i, j, k, n in SequenceMatcher(None, *words, False).get_opcodes():
        yield Step(kind == "equal", "".join(old[i:j]), "".join(new[k:n]))


def in_words(changes: Iterable[Step]) -> str:
    """The same without marks, for a file: what was taken out and what was put in."""
    return "".join(step_in_words(step) for step in changes).strip()


def step_in_words(step: Step) -> str:
    if step.is_same:
        return step.shown
    parts = []
    if step.before.strip():
        parts.append(_("[before: %(words)s]") % {"words": step.before.strip()})
    if step.after.strip():
        parts.append(_("[now: %(words)s]") % {"words": step.after.strip()})
    # The white space that parts it from what follows.
    last = step.after or step.before
    return " ".join(parts) + last[len(last.rstrip()) :]
