"""Logs as separated values: any usual encoding and separator, odd headers and ragged rows reported."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from . import encodings, times
from .errors import LogError
from .findings import Findings
from .streams import Progress, opened

SEPARATORS = {",": "“,”", ";": "“;”", "\t": "“\\t”", "|": "“|”"}
LONGEST_LINE = 1 << 20
SNIFFED_ROWS = 50


class CsvSource:
    """One event per row; the first row names the columns."""

    kind = "csv"

    def __init__(self, path: Path, start: bytes, *, encoding: str = "", separator: str = "") -> None:
        self._path = path
        self.classifiers: dict[str, list[str]] = {}
        self._encoding, self._broken = (
            (encodings.known(encoding), False) if encoding else encodings.detect(path, start)
        )
        first = self._first_rows()
        self._separator = separator or _separator(first, path.name)
        rows = list(csv.reader(first, delimiter=self._separator))
        if not rows or len(rows[0]) < 2:
            raise LogError("one_column", path=path.name)
        self._has_header = not any(_looks_like_time(cell) for cell in rows[0])
        names = rows[0] if self._has_header else [""] * len(rows[0])
        self.columns = unique_names(names, Findings())
        self._names = names

    def records(
        self, findings: Findings, progress: Progress | None = None
    ) -> Generator[tuple[int, dict[str, str | None]], None, None]:
        """Each row with the number of its last line. Empty cells are None."""
        self._report(findings)
        columns, width = self.columns, len(self.columns)
        for line, row in self._rows(findings, progress):
            if len(row) != width:
                findings.note("short_rows" if len(row) < width else "long_rows", line=line)
                row = row[:width] + [""] * (width - len(row))
            yield line, dict(zip(columns, [cell.strip() or None for cell in row], strict=True))

    def _report(self, findings: Findings) -> None:
        if self._encoding not in {"utf-8", "utf-8-sig"}:
            findings.note("encoding", encoding=self._encoding)
        if self._separator != ",":
            findings.note("separator", separator=SEPARATORS.get(self._separator, self._separator))
        if not self._has_header:
            findings.note("no_header")
            return
        unique_names(self._names, findings)

    def _rows(self, findings: Findings, progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
        with opened(self._path, progress) as stream:
            text = io.TextIOWrapper(
                stream, encoding=self._encoding, errors="replace" if self._broken else "strict", newline=""
            )
            lines = _without_nul(_limited(text, self._path.name), findings)
            if self._broken:
                lines = _watched(lines, findings, self._encoding)
            reader = csv.reader(lines, delimiter=self._separator)
            try:
                if self._has_header:
                    next(reader, None)
                for row in reader:
                    if row:
                        yield reader.line_num, row
            except csv.Error as error:
                raise LogError("bad_row", path=self._path.name, line=reader.line_num, why=error) from error
            except UnicodeError as error:
                raise self._undecodable(reader.line_num) from error

    def _first_rows(self) -> list[str]:
        with opened(self._path) as stream:
            text = io.TextIOWrapper(stream, encoding=self._encoding, errors="replace", newline="")
            lines = (line for line in _limited(text, self._path.name) if line.strip())
            return [line for _, line in zip(range(SNIFFED_ROWS), lines, strict=False)]

    def _undecodable(self, line: int) -> LogError:
        return LogError("bad_encoding", path=self._path.name, encoding=self._encoding, line=line)


def _limited(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    """The lines of a text; one without an end is refused before it fills the memory."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise LogError("line_too_long", path=name, line=number, limit=LONGEST_LINE)
        yield line


def _without_nul(lines: Iterable[str], findings: Findings) -> Iterator[str]:
    """The same lines without the one character that PostgreSQL stores in no text."""
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            findings.note("nul_characters", line=number)
            yield line.replace("\0", "")
        else:
            yield line


def _watched(lines: Iterable[str], findings: Findings, encoding: str) -> Iterator[str]:
    """The same lines; those with bytes that had to be replaced are noted."""
    for number, line in enumerate(lines, 1):
        if "\ufffd" in line:
            findings.note("broken_bytes", line=number, encoding=encoding)
        yield line


def _separator(lines: Sequence[str], name: str) -> str:
    """The separator that splits most rows into the same number of cells, and into the most cells."""
    best, score = "", (0.0, 0)
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in _tolerant(lines, separator) if row)
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        if width > 1 and (often / widths.total(), width) > score and often > widths.total() / 2:
            best, score = separator, (round(often / widths.total(), 1), width)
    if not best:
        raise LogError("one_column", path=name)
    return best


def _tolerant(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


def _looks_like_time(cell: str) -> bool:
    cell = cell.strip()
    return len(cell) >= 8 and times.detect([cell])[1] == 1


def unique_names(names: Sequence[str], findings: Findings) -> list[str]:
    """Column names without repetition: the second “Variant” becomes “Variant (2)”, and that is noted."""
    taken: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        stem = name.strip() or f"column {number}"
        renamed, again = stem, 2
        while renamed in taken:
            renamed, again = f"{stem} ({again})", again + 1
        if not name.strip():
            findings.note("unnamed_column", renamed=renamed)
        elif renamed != stem:
            findings.note("duplicate_column", column=stem, renamed=renamed)
        taken.add(renamed)
        unique.append(renamed)
    return unique
