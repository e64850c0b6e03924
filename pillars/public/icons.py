"""
Icons: drawings of the Lucide set, as SVG that stands in the page itself.

The set is one archive of nearly two thousand drawings. Its list of contents takes
longer to read than a page to make, so it is read once.
"""

from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from zipfile import ZipFile

from django.utils.safestring import SafeString, mark_safe

# What each drawing of the set has in common; a screen reader passes over it.
_HEAD = (
    '<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none"'
    ' stroke="currentColor" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true">'
)


@lru_cache(maxsize=500)
def icon(name: str, size: int) -> SafeString:
    """
    An icon beside words that say the same; as wide and high as its size, in pixels.

    Raises ``KeyError`` if the set has no icon of that name.
    """
    drawing = _set().read(f"{name}.svg").decode()
    shapes = drawing.partition(">")[2].rstrip()
    return mark_safe(_HEAD.format(size=size) + shapes)  # noqa: S308 - no reader's words


@cache
def _set() -> ZipFile:
    archive = resources.files("lucide").joinpath("lucide.zip")
    return ZipFile(BytesIO(archive.read_bytes()))
