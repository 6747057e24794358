"""A log from file to figures: opened, understood, sorted, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import profile, times
from .cases import Case
from .errors import LogError
from .findings import Findings
from .guess import Choice, guess
from .mapping import Mapping as LogMapping
from .open import Source, open_source
from .sorting import Sorter, note_oddities
from .statistics import Tally
from .streams import Progress
from .understand import Understanding

PLACEHOLDERS = frozenset({"empty", "unknown", "none", "null", "n/a", "na", "-", "nan", "未知", "空", "无"})


class Log:
    """One log file with its mapping. Use as a context: sorting needs a temporary file.

    ``given`` holds the roles that are not to be guessed, as :func:`qiao.eventlog.mapping.load` returns them.
    """

    def __init__(
        self, path: Path, given: Mapping[str, Any] | None = None, *, default_zone: str = "UTC"
    ) -> None:
        given = given or {}
        self.path = path
        self.findings = Findings()
        self.tally = Tally()
        self.columns: list[str] = []
        self._zone = default_zone
        self._sorter: Sorter | None = None
        self.deadlines: times.Clock | None = None
        self._source: Source = open_source(
            path, encoding=given.get("encoding", ""), separator=given.get("separator", "")
        )
        self._progress: Progress | None = None
        self._records = self._source.records(self.findings, self._advance)
        self._head = list(islice(self._records, profile.SAMPLE))
        self._sample = [record for _line, record in self._head]
        if not self._head:
            raise LogError("no_events", path=path.name, why="it has a header at most")
        self.choices: list[Choice] = guess(self._sample, given, self._source.classifiers)
        self.mapping = _mapping(self.choices, given)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._records.close()
        if self._sorter is not None:
            self._sorter.close()

    def read(self, progress: Progress | None = None, look: Callable[[Case], None] | None = None) -> None:
        """Reads the whole file, sorts it by case and counts. ``look`` sees each case as it is counted.

        Raises LogError when the file is damaged anywhere, or holds nothing that could be used.
        """
        self._sorter = Sorter()
        understanding = Understanding(
            self.mapping, self._sample, default_zone=self._zone, findings=self.findings
        )
        self.deadlines = self._deadline_clock()
        self._sample = []
        head, self._head = self._head, []
        self._progress = progress
        self._sorter.fill(understanding.events(chain(head, self._records)))
        self._sorter.columns = self.columns = understanding.extra_columns
        for case in self._sorter.cases():
            note_oddities(case, self.findings)
            self.tally.add(case)
            if look is not None:
                look(case)
        self._conclude()

    def _advance(self, read: int) -> None:
        if self._progress is not None:
            self._progress(read)

    def _deadline_clock(self) -> times.Clock | None:
        """What reads the column of deadlines; None when there is none, or no value of it is a time."""
        column = self.mapping.deadline
        seen = [value for record in self._sample if column and (value := record.get(column))]
        chosen, _share = times.detect(seen[:2000])
        zone = self.mapping.zone or self._zone
        return None if chosen is None else times.Clock(chosen, zone, self.findings)

    def _conclude(self) -> None:
        if not self.tally.cases:
            why = ", ".join(self.findings.codes()) or "every row is empty"
            raise LogError("no_events", path=self.path.name, why=why)
        for team in sorted(self.tally.teams):
            if team.lower() in PLACEHOLDERS:
                self.findings.note("placeholder_team", team=team)
        for person in sorted(self.tally.resources - self.tally.teams):
            if person.lower() in PLACEHOLDERS:
                self.findings.note("placeholder_person", person=person)

    def cases(self) -> Iterator[Case]:
        """The cases once more, in order of their first event. Only after ``read``."""
        return self._filled().cases()

    def homes(self) -> dict[str, str]:
        """For each person the team in which they appear most. Only after ``read``."""
        return self._filled().homes()

    def _filled(self) -> Sorter:
        if self._sorter is None:
            raise RuntimeError("read() comes first")
        return self._sorter


def _mapping(choices: list[Choice], given: Mapping[str, Any]) -> LogMapping:
    chosen: dict[str, Any] = {choice.role: choice.columns[0] for choice in choices}
    chosen["activity"] = next(choice.columns for choice in choices if choice.role == "activity")
    for name in ("zone", "time_format", "encoding", "separator", "steps"):
        if given.get(name):
            chosen[name] = given[name]
    return LogMapping(**chosen)
