"""
The shelf: a folder that answers readers, locked on disk. No Django here.
"""

import contextlib
import fcntl
import hashlib
import json
import os
from email.utils import formatdate
from pathlib import Path

from plan_site.editions.storage.digests import BadEditionError, check_whole, reason_of
from plan_site.web.headers import PUBLIC_HEADERS

from .addresses import ENCODINGS, MAX_HEADER_LENGTH, choose_language
from .answers import FILE_ENDINGS, Form, Page, Redirect
from .search import ENDING, Search, SearchPage, SearchRedirect
from .table import Table

# Bytes of a page; what is larger, such as a PDF, is asked for less often.
LARGEST_IN_MEMORY = 250_000


class Shelf(Table):
    """
    Answers from one folder, which nobody removes as long as this object lives.

    ``headers`` are those of every answer, ``megabytes`` the size of the pages
    that are kept in memory. ``fault`` says what was found wrong since.
    """

    def __init__(
        self,
        folder: Path,
        headers: dict[str, str] = PUBLIC_HEADERS,
        megabytes: int = 64,
    ):
        self.folder, self.fault, self.public = folder, "", tuple(headers.items())
        self.made: dict[tuple, Page | Redirect] = {}
        self.search = Search(folder)
        try:
            self.handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(self.handle, fcntl.LOCK_SH)
            check_whole(folder)
            self.digests = json.loads((folder / "digests.json").read_bytes())
            answers = folder / "answers.json"
            self.pressed_at = formatdate(answers.stat().st_mtime, usegmt=True)
            super().__init__(json.loads(answers.read_bytes()))
            self.fill_memory(megabytes * 2**20)
        except OSError as error:
            raise BadEditionError(reason_of(error)) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadEditionError("answers.json is damaged") from error

    def __del__(self):
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.handle)

    @property
    def number(self) -> int:
        """Of the edition, as its folder is called."""
        return int(self.folder.name.partition("-")[0])

    def make(self, entry: tuple) -> Page | Redirect:
        """What is the same is made once."""
        if entry not in self.made:
            kinds = (Redirect, Page)
            if entry[1].endswith(ENDING):
                kinds = (SearchRedirect, SearchPage)
            kind = kinds[len(entry) > 2]
            self.made[entry] = kind(self, *entry)
        return self.made[entry]

    def fill_memory(self, room: int) -> None:
        """
        Keep bytes of pages in memory, first the form of each that most readers get.

        Forgets what was only needed to make them. Raises ``OSError``.
        """
        pages = [answer for answer in self.made.values() if isinstance(answer, Page)]
        self.made, self.digests = {}, {}
        for encoding in ENCODINGS:
            for page in pages:
                form = self.read_whole(page, encoding)
                if form and len(form.body) <= LARGEST_IN_MEMORY:
                    room -= len(form.body)
                    if room < 0:
                        return
                    page.ready = page.ready | {encoding: form}

    def respond(self, environ, start_response, error: str = ""):
        """With an error, such as "405", instead of what the address has."""
        path = environ.get("PATH_INFO", "")
        answer = self.error(error, path) if error else self.find(path)
        is_neutral = type(answer) is dict
        if is_neutral:
            wanted = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:MAX_HEADER_LENGTH]
            answer = answer[choose_language(wanted, self.languages)]
        return answer.respond(self, environ, start_response, is_neutral=is_neutral)

    def read(self, page: Page, encoding: str) -> Form | None:
        """From disk; notes a fault if the file is not what was pressed."""
        try:
            return self.read_whole(page, encoding)
        except OSError as error:
            self.fault = reason_of(error)
            return None

    def read_whole(self, page: Page, encoding: str) -> Form | None:
        """None if there is no such form. Raises ``OSError`` if it is not as pressed."""
        digest = page.digests[ENCODINGS.index(encoding)]
        if digest is None:
            return None
        name = f"pages/{page.name}{FILE_ENDINGS[encoding]}"
        body = (self.folder / name).read_bytes()
        if hashlib.sha256(body).digest() != digest:
            raise OSError(f"{name} is not as it was pressed.")
        headers = [("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return Form(headers, body)
