"""
The shelf: a folder that answers readers, locked on disk. No Django here.
"""

import contextlib
import fcntl
import json
import os
from pathlib import Path

from plan_site.editions.storage.digests import BadEditionError, check_whole, reason_of
from plan_site.web.headers import PUBLIC_HEADERS

from .addresses import MAX_HEADER_LENGTH, choose_language
from .answers import Form, Maker, Page
from .table import Table


class Shelf:
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
        self.folder, self.fault = folder, ""
        try:
            self.handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(self.handle, fcntl.LOCK_SH)
            check_whole(folder)
            digests = json.loads((folder / "digests.json").read_bytes())
            contents = json.loads((folder / "answers.json").read_bytes())
            self.maker = Maker(folder, digests, headers)
            self.table = Table(contents, self.maker)
            self.maker.finish(megabytes * 2**20)
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

    def respond(self, environ, start_response, error: str = ""):
        """With an error, such as "405", instead of what the address has."""
        path, table = environ.get("PATH_INFO", ""), self.table
        answer = table.error(error, path) if error else table.find(path)
        is_neutral = type(answer) is dict
        if is_neutral:
            wanted = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:MAX_HEADER_LENGTH]
            answer = answer[choose_language(wanted, table.languages)]
        return answer.respond(self, environ, start_response, is_neutral=is_neutral)

    def read(self, page: Page, encoding: str) -> Form | None:
        """From disk; notes a fault if the file is not what was pressed."""
        try:
            return self.maker.read(page, encoding)
        except OSError as error:
            self.fault = reason_of(error)
            return None
