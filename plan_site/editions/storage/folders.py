"""
The folders of editions on this machine, named for their document and this build.

The build is a fingerprint of everything else that pages are made from; after it
changes, the same document is pressed again into a new folder.
"""

import hashlib
import json
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings

# What a page's bytes depend on; catalogs are compiled from the .po files.
SOURCES = {
    "pillars": ("*.py", "*.css", "*.js", "*.svg", "*.woff2"),
    "plan_site": ("*.py",),
    "templates": ("*.html", "*.xml", "*.txt"),
    "locale": ("*.po",),
}
PUBLIC_SETTINGS = [
    "PUBLIC_URL",
    "TIME_ZONE",
    "PRIVACY_THRESHOLD",
    "LANGUAGES",
    "STATIC_URL",
]


@cache
def build() -> str:
    """A fingerprint of code, catalogs, libraries and settings."""
    fingerprint = hashlib.sha256()
    for path in source_files(settings.BASE_DIR):
        fingerprint.update(str(path.relative_to(settings.BASE_DIR)).encode())
        fingerprint.update(path.read_bytes())
    libraries = sorted(f"{d.name}=={d.version}" for d in distributions())
    values = [str(getattr(settings, name)) for name in PUBLIC_SETTINGS]
    fingerprint.update("\n".join([*libraries, *values]).encode())
    return fingerprint.hexdigest()


def source_files(base: Path) -> list[Path]:
    return sorted(
        path
        for folder, endings in SOURCES.items()
        for ending in endings
        for path in (base / folder).rglob(ending)
        if path.is_file()
    )


def editions_folder() -> Path:
    settings.EDITIONS_ROOT.mkdir(parents=True, exist_ok=True)
    return settings.EDITIONS_ROOT


def folder_of(digest: str, number: int) -> Path:
    """The folder of an edition of this build: ``12-1f0c9a…``."""
    fingerprint = hashlib.sha256(f"{digest} {build()}".encode()).hexdigest()
    return editions_folder() / f"{number}-{fingerprint[:16]}"


def read_document(folder: Path) -> dict:
    return json.loads((folder / "document.json").read_bytes())
