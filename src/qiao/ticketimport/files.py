"""Where the content of a file comes from: the export itself, or a folder that lies beside it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from qiao.files import intake
from qiao.files.intake import Arrived
from qiao.files.rules import plain_name
from qiao.ledger.refusals import Refused
from qiao.ticketimport.neutral import Attached, Ticket
from qiao.ticketimport.problems import Problems

_NUMBER = re.compile(r"\d+")


class Contents:
    """Finds and checks files. ``folder``: where they lie, or None."""

    def __init__(self, folder: Path | None, problems: Problems) -> None:
        self._folder = folder.resolve() if folder is not None else None
        self._problems = problems

    def look(self, file: Attached, ticket: Ticket) -> bytes | Path | None:
        """Its content, or the path to it; None, and noted, when there is neither."""
        if file.data:
            try:
                return base64.b64decode(file.data, validate=False)
            except (binascii.Error, ValueError):
                self._problems.note("no_file", file.place, value=file.name)
                return None
        path = next((path for path in self._candidates(file, ticket) if _is_file(path)), None)
        if path is None:
            self._problems.note("no_file", file.place, value=file.name)
        return path

    def _candidates(self, file: Attached, ticket: Ticket) -> Iterator[Path]:
        """Under the ticket's key, under the file's own number, or plainly by its name; never outside."""
        if self._folder is None:
            return
        name = plain_name(file.name)
        numbers = [number for ref in file.refs for number in numbers_in(ref)]
        places = [f"{plain_name(ticket.key)}/{name}"]
        for number in dict.fromkeys(numbers):
            places += [f"{number}/{name}", f"{number}_{name}", f"{plain_name(ticket.key)}/{number}", number]
        for place in (*places, name):
            path = (self._folder / place).resolve()
            if path.is_relative_to(self._folder):
                yield path

    def check(self, file: Attached, content: bytes | Path) -> str:
        """Why the file cannot be kept; empty when it can."""
        return intake.problem(_upload(file, content))

    def take_in(self, file: Attached, ticket: Ticket) -> Arrived | None:
        """The file, checked and written down; None, and noted, when it cannot be kept."""
        content = self.look(file, ticket)
        if content is None:
            return None
        try:
            return intake.take_in(_upload(file, content))
        except Refused as refused:
            self._problems.note("bad_file", file.place, value=file.name, why=refused.sentence)
            return None


def _is_file(path: Path) -> bool:
    """A name that is too long for the disk is no file either."""
    try:
        return path.is_file()
    except OSError:
        return False


def numbers_in(ref: str) -> list[str]:
    """The number of a file: as it is, or the parts of its address that are numbers, the last first."""
    if _NUMBER.fullmatch(ref):
        return [ref]
    parts = unquote(urlsplit(ref).path).split("/")
    return [part for part in reversed(parts) if _NUMBER.fullmatch(part)]


def _upload(file: Attached, content: bytes | Path) -> UploadedFile[bytes]:
    if isinstance(content, bytes):
        return SimpleUploadedFile(file.name, content)
    return UploadedFile(content.open("rb"), name=file.name, size=content.stat().st_size)
