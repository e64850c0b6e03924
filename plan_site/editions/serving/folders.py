"""This machine's folders of editions: the newest is found, old ones are removed."""

import fcntl
import logging
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from plan_site.editions.press import press
from plan_site.editions.storage.folders import editions_folder, read_document

log = logging.getLogger(__name__)


def newest_on_disk() -> Path | None:
    """
    The newest live edition on disk, pressed again if the build has changed.

    An edition that cannot be read, such as one by newer code, is skipped.
    """
    live = [
        (number_of(folder), folder)
        for folder in editions_folder().glob("[1-9]*-*")
        if (folder / "live").exists()
    ]
    for _number, folder in sorted(live, reverse=True):
        try:
            return press.press(read_document(folder))
        except Exception:
            log.exception("Edition folder %s cannot be used.", folder.name)
    return None


def number_of(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def prune(serving: Path, current: Collection[Path] = ()) -> list[str]:
    """
    Remove old folders, and those whose edition is in another folder now.

    The newest few stay. ``current`` are the folders of the last editions today: others
    have values that were redacted or cancelled, or are of an older build. A folder with
    a higher number may be just pressed. None that a process uses is removed.
    """
    stay = {serving, *current}
    last = max(number_of(folder) for folder in stay)
    present = sorted(
        editions_folder().glob("[1-9]*-*"),
        key=lambda folder: (number_of(folder), folder.stat().st_mtime),
        reverse=True,
    )
    superseded = [f for f in present if number_of(f) <= last and f not in stay]
    for folder in superseded:
        # A start without the database must not find it, even if it is still in use.
        (folder / "live").unlink(missing_ok=True)
    rest = [folder for folder in present if folder not in superseded]
    old = [f for f in rest[settings.EDITIONS_KEEP :] if f != serving]
    return [folder.name for folder in superseded + old if remove(folder)]


def remove(folder: Path) -> bool:
    """
    Whether a folder is removed; it is not if a process uses it.

    It is renamed first: if this process is killed, the rest is no edition.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = folder.rename(folder.with_name(f".{folder.name}.gone"))
        shutil.rmtree(gone, ignore_errors=True)
    except BlockingIOError:
        log.info("Edition folder %s is still in use.", folder.name)
        return False
    except FileNotFoundError:  # another process was first
        return False
    finally:
        os.close(handle)
    return True
