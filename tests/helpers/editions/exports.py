"""Exports for tests: made once for many, and read as a host of plain files does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests.helpers.editions.pressed_editions import FOUND, connections_kept

REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')


class Folder:
    """An export, read as a host of plain files reads it."""

    def __init__(self, path: Path, said: str = ""):
        self.path = path
        self.said = said

    def file(self, address: str) -> Path:
        file = self.path / unquote(re.split(r"[?#]", address)[0]).lstrip("/")
        return file / "index.html" if file.is_dir() else file

    def page(self, address: str) -> str:
        return " ".join(self.file(address).read_text().split())

    def leads_to(self, address: str) -> str:
        """Where a page sends its reader."""
        return REFRESH.search(self.page(address))[1]

    def offers(self, address: str) -> list[str]:
        """The links of a page that offers each language."""
        links = re.findall(r'<a [^>]*href="([^"]*)"', self.page(address))
        assert 'src="/static/editions/language.js" defer' in self.page(address)
        return links


@contextmanager
def beyond_one_test(blocker, place: Path) -> Iterator[None]:
    """For a fixture that outlives a test: of what it does, only files stay."""
    given = {
        "EDITIONS_ROOT": place / "editions",
        "STORAGES": {**settings.STORAGES, **FOUND},
    }
    with (
        blocker.unblock(),
        override_settings(**given),
        translation.override("en"),
        connections_kept(),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)
