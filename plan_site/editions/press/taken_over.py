"""Files named by the digest of what they show: the edition before may have them."""

import contextlib
import json
import re
import shutil
from pathlib import Path

from plan_site.editions.storage.digests import digest_of

from .files import TABLE, Entry

ENDINGS = ("", ".br", ".gz")
NAMED_BY_DIGEST = re.compile(r".+-[0-9a-f]{16}\.(?:png|svg)")


class EditionBefore:
    """What can be taken from its folder, if there is one."""

    def __init__(self, folder: Path | None):
        self.folder, self.answers, self.digests = folder, {}, {}
        # A damaged one gives nothing.
        with contextlib.suppress(OSError, ValueError, KeyError):
            if folder:
                self.digests = json.loads((folder / "digests.json").read_bytes())
                table = json.loads((folder / TABLE).read_bytes())
                self.answers = table["answers"]

    def take(self, path: str, pages: Path) -> Entry:
        """The entry of a file that is taken over; nothing where it has to be made."""
        entry = self.answers.get(path)
        if not NAMED_BY_DIGEST.fullmatch(path) or not isinstance(entry, list):
            return ()
        names = [f"{entry[1]}{ending}" for ending in ENDINGS]
        there = [name for name in names if f"pages/{name}" in self.digests]
        for name in there:
            file = self.folder / "pages" / name
            if not file.exists() or digest_of(file) != self.digests[f"pages/{name}"]:
                return ()
        (pages / entry[1]).parent.mkdir(parents=True, exist_ok=True)
        for name in there:
            shutil.copyfile(self.folder / "pages" / name, pages / name)
        return tuple(entry)
