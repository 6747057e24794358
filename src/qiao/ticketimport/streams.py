"""Records of an export, one after the other: rows of a CSV file, or objects of a JSON document.

JSON is read object by object: a document of gigabytes never stands in memory. A record may be an element of
a list at the top, of a list under one of the names that a preset gives (``{"issues": [...]}``), a document of
its own (JSON lines, pages put behind each other), or lie in a list of such documents.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from qiao.eventlog import Findings, LogError, encodings
from qiao.eventlog.csv_source import CsvSource
from qiao.eventlog.streams import ARCHIVE, Progress, check, head, opened

Record = dict[str, Any]
CHUNK = 1 << 16
LARGEST = 1 << 28  # characters of one record: a document that never ends must not fill the memory
LARGEST_CELL = 1 << 24
_DECODE = json.JSONDecoder().raw_decode
_BLANK = re.compile(r"[\s,]*")
_AGAIN = re.compile(r" \(\d+\)$")


class Damaged(Exception):
    """The document breaks off or is no JSON. ``record``: how many records came before."""

    def __init__(self, path: Path, record: int) -> None:
        self.path = path
        self.record = record
        super().__init__(path, record)


def records(
    path: Path,
    lists: Sequence[str],
    findings: Findings,
    progress: Progress | None = None,
    *,
    encoding: str = "",
    separator: str = "",
) -> Generator[tuple[int, Record], None, None]:
    """Each record with its row: as a spreadsheet counts it (the header is 1), or its ordinal in a document.

    Raises LogError when the file is neither, or Damaged when it cannot be read to its end.
    """
    check(path)
    start = head(path)
    if start.startswith(ARCHIVE):
        raise LogError("archive", path=path.name)
    if is_json(start):
        yield from _json_records(path, start, lists, progress, encoding)
    else:
        yield from _csv_records(path, start, findings, progress, encoding, separator)


def is_json(start: bytes) -> bool:
    """Whether a file that begins like this holds JSON."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start[:400].replace(b"\0", b"").lstrip()[:1] in {b"[", b"{"}


def _csv_records(
    path: Path,
    start: bytes,
    findings: Findings,
    progress: Progress | None,
    encoding: str,
    separator: str,
) -> Iterator[tuple[int, Record]]:
    before = csv.field_size_limit(LARGEST_CELL)  # of the whole process: others have limits of their own
    try:
        yield from _rows(CsvSource(path, start, encoding=encoding, separator=separator), findings, progress)
    finally:
        csv.field_size_limit(before)


def _rows(source: CsvSource, findings: Findings, progress: Progress | None) -> Iterator[tuple[int, Record]]:
    names = [_AGAIN.sub("", column).casefold() for column in source.columns]
    for number, (_line, row) in enumerate(source.records(findings, progress), 2):
        record: Record = {}
        for name, value in zip(names, row.values(), strict=True):
            _add(record, name, value)
        yield number, record


def _add(record: Record, name: str, value: str | None) -> None:
    """A column that stands several times in the header becomes a list of what it holds."""
    known = record.setdefault(name, value)
    if value is None or known is value:
        return
    if known is None:
        record[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        record[name] = [known, value]


def _json_records(
    path: Path, start: bytes, lists: Sequence[str], progress: Progress | None, encoding: str
) -> Iterator[tuple[int, Record]]:
    known = encodings.known(encoding) if encoding else encodings.detect(path, start)[0]
    if known == "utf-8" and start.startswith(b"\xef\xbb\xbf"):
        known = "utf-8-sig"
    number = 0
    with opened(path, progress) as stream:
        text = io.TextIOWrapper(stream, encoding=known, errors="replace", newline="")
        try:
            for each in Document(text, frozenset(lists)).objects():
                number += 1
                yield number, each
        except Broken as error:
            raise Damaged(path, number) from error


class Broken(Exception):
    """What was read is no JSON."""


class Document:
    """JSON read piece by piece from a text."""

    def __init__(self, text: io.TextIOBase, lists: frozenset[str]) -> None:
        self._text = text
        self._lists = lists
        self._kept = ""
        self._at = 0
        self._over = False
        self._step = CHUNK

    def objects(self) -> Iterator[Record]:
        """Every record, wherever the lists say that records are."""
        while mark := self._peek():
            if mark == "[":
                yield from self._elements()
            elif mark == "{":
                yield from self._object()
            else:
                raise Broken

    def _elements(self) -> Iterator[Record]:
        self._at += 1
        while (mark := self._peek()) != "]":
            if not mark:
                raise Broken
            yield from self._unfolded(self._value())
        self._at += 1

    def _unfolded(self, value: Any) -> Iterator[Record]:
        """An element that is no record but holds a list of them gives these."""
        if not isinstance(value, dict):
            yield {"": value}
            return
        inside = [value[name] for name in self._lists & value.keys() if isinstance(value[name], list)]
        if not inside:
            yield value
        for each in inside:
            yield from (element for element in each if isinstance(element, dict))

    def _object(self) -> Iterator[Record]:
        """An object with lists of records gives these; any other is a record itself."""
        self._at += 1
        rest: Record = {}
        found = False
        while (mark := self._peek()) != "}":
            if mark != '"':
                raise Broken
            name = self._value()
            if self._peek() != ":":
                raise Broken
            self._at += 1
            if name in self._lists and self._peek() == "[":
                found = True
                yield from self._elements()
            else:
                rest[name] = self._value()
        self._at += 1
        if not found and rest:
            yield rest

    def _peek(self) -> str:
        """The next sign that matters; empty at the end."""
        while True:
            blank = _BLANK.match(self._kept, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._kept):
                return self._kept[self._at]
            if not self._more():
                return ""

    def _value(self) -> Any:
        self._peek()
        self._step = CHUNK
        while True:
            try:
                value, end = _DECODE(self._kept, self._at)
            except ValueError as error:
                if not self._more():
                    raise Broken from error
                continue
            if end < len(self._kept) or self._over or not self._more():
                self._at = end
                return value

    def _more(self) -> bool:
        """Reads on, each time twice as much, so that a long record is tried only a few times."""
        if self._over or len(self._kept) - self._at > LARGEST:
            return False
        data = self._text.read(self._step)
        self._step *= 2
        self._kept = self._kept[self._at :] + data
        self._at = 0
        self._over = not data
        return bool(data)
