"""An export that is read: from files to tickets that wait, with everything odd about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qiao.eventlog import Findings, LogError
from qiao.eventlog.streams import Progress
from qiao.ticketimport import dates, streams
from qiao.ticketimport.neutral import Place, Ticket
from qiao.ticketimport.preset import Preset
from qiao.ticketimport.problems import Problems
from qiao.ticketimport.reading import Reader
from qiao.ticketimport.spill import Spill

SAMPLE = 500  # records of each file that tell whether the day or the month comes first
# What is no news of such files: columns that repeat are comments and files.
USUAL = frozenset({"duplicate_column"})
_NUMERIC = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says about the files."""

    zone: str
    encoding: str = ""
    separator: str = ""
    day_first: bool | None = None
    confidential: bool = False


class Export:
    """Use as a context: what it keeps on disk goes with it."""

    def __init__(self, files: Sequence[Path], preset: Preset, given: Given) -> None:
        self.files = list(files)
        self.preset = preset
        self.given = given
        self.findings = Findings()
        self.spill = Spill()
        self.problems = Problems(self.spill)
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.spill.__exit__(kind, error, trace)

    @property
    def reader(self) -> Reader:
        """Who read it; only after ``read``."""
        if self._reader is None:
            raise RuntimeError("read the export first")
        return self._reader

    def read(self, progress: Progress | None = None) -> int:
        """Reads every file to its end; returns how many tickets there are. Raises LogError, Damaged."""
        times = dates.Times(self.preset.zone or self.given.zone, self.findings, day_first=self._day_first())
        self._reader = Reader(
            self.preset, times, self.spill, self.problems, confidential=self.given.confidential
        )
        for number, path in enumerate(self.files):
            for row, record in self._records(path, self.findings, progress):
                self._reader.take(record, Place(number, row))
        self._reader.names.settle(self.preset.people)
        self.spill.seal()
        for owner, place in self.spill.orphans():
            self.problems.note("no_ticket", place, value=owner)
        return self.spill.count()

    def tickets(self) -> Iterator[Ticket]:
        """Every ticket, oldest first."""
        return self.spill.tickets()

    def oddities(self) -> list[Any]:
        """What the readers of files found, without what is usual here."""
        return [found for found in self.findings if found.code not in USUAL]

    def _records(
        self, path: Path, findings: Findings, progress: Progress | None = None
    ) -> Iterator[tuple[int, streams.Record]]:
        return streams.records(
            path,
            self.preset.lists,
            findings,
            progress,
            encoding=self.given.encoding,
            separator=self.given.separator,
        )

    def _day_first(self) -> bool:
        """As the caller says, as the times of the export tell, or as the system usually writes."""
        if self.given.day_first is not None:
            return self.given.day_first
        sample = [text for path in self.files for text in self._numeric_times(path)]
        order = dates.order_of(sample)
        if order is not None:
            return order
        if sample:
            chosen = "day first" if self.preset.day_first else "month first"
            self.findings.note("day_or_month", example=sample[0], chosen=chosen)
        return self.preset.day_first

    def _numeric_times(self, path: Path) -> Iterator[str]:
        try:
            for _row, record in islice(self._records(path, Findings()), SAMPLE):
                yield from _numeric(record)
        except (LogError, streams.Damaged):
            return  # told when the file is read to its end


def _numeric(value: Any) -> Iterator[str]:
    """Every text inside a record that begins like 03/04/2026."""
    if isinstance(value, str):
        if _NUMERIC.match(value):
            yield value[:40]
    elif isinstance(value, dict):
        for each in value.values():
            yield from _numeric(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numeric(each)
