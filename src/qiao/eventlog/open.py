"""One door to logs of any kind: what a file is, is told by its content, never by its name."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from .csv_source import CsvSource
from .errors import LogError
from .findings import Findings
from .streams import ARCHIVE, PARQUET, Progress, check, head
from .xes_source import XesSource

Record = dict[str, str | None]


class Source(Protocol):
    """A log that can be read from its start as often as one likes."""

    kind: str
    classifiers: dict[str, list[str]]

    def records(
        self, findings: Findings, progress: Progress | None = None
    ) -> Generator[tuple[int, Record], None, None]:
        """Each event with its place (line, or ordinal) and its values as text, in the order of the file."""
        ...


def open_source(path: Path, *, encoding: str = "", separator: str = "") -> Source:
    """The reader that fits the content of ``path``; raises LogError when there is none."""
    check(path)
    start = head(path)
    if not start:
        raise LogError("empty", path=path.name)
    if start.startswith(PARQUET):
        from .parquet_source import ParquetSource  # pyarrow takes a while to load, and few logs need it

        return ParquetSource(path)
    if start.startswith(ARCHIVE):
        raise LogError("archive", path=path.name)
    if _plain(start).startswith("<"):
        return XesSource(path)
    if _is_binary(start):
        raise LogError("binary", path=path.name)
    return CsvSource(path, start, encoding=encoding, separator=separator)


def _plain(start: bytes) -> str:
    """The first characters of a text, whatever its Unicode encoding."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start[:400].replace(b"\0", b"").decode("latin-1").lstrip()


def _is_binary(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = start.count(0)
    share = zeros / len(start)
    if 0.005 < share <= 0.3 or share >= 0.6:  # a few are slips of an export, about half is UTF-16
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in start) - zeros
    return control > len(start) * 0.05
