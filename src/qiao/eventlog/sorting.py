"""Events to cases in bounded memory: spilled to a temporary file, sorted there, read back case by case.

A log may scatter the events of a case over the whole file, so nothing less than a sort will do. Memory
holds one batch of rows, SQLite's page cache and the events of a single case; the disk holds the rest.
The temporary database belongs to this module alone: it is no part of the product's own.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from .cases import Case, Event
from .errors import LogError
from .findings import Findings

BATCH = 5000
CACHE_KIB = 32 * 1024

_ROWS = """
    SELECT e.name, e.at, e.line, e.activity, e.resource, e.team, e.extra
    FROM starts s JOIN event e ON e.name = s.name
    ORDER BY s.first, s.name, e.at, e.seq
"""


class Sorter:
    """A temporary place for the events of one log. Use as a context: it leaves nothing behind."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="qiao-log-")
        self._db = sqlite3.connect(Path(self._folder.name) / "events.sqlite", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "temp_store=FILE"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, name TEXT, at INTEGER, line INTEGER,"
            " activity TEXT, resource TEXT, team TEXT, extra TEXT)"
        )
        self.columns: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes the temporary file."""
        self._db.close()
        self._folder.cleanup()

    def fill(self, events: Iterable[tuple[str, Event]]) -> None:
        """Takes all events in and sorts them."""
        self._db.execute("BEGIN")
        try:
            self._db.executemany(
                "INSERT INTO event (name, at, line, activity, resource, team, extra) VALUES (?,?,?,?,?,?,?)",
                ((name, *event) for name, event in events),
            )
            self._db.execute("CREATE INDEX by_case ON event (name, at, seq)")
            self._db.execute("CREATE TABLE starts AS SELECT name, min(at) AS first FROM event GROUP BY name")
            self._db.execute("CREATE INDEX by_start ON starts (first, name)")
        except sqlite3.OperationalError as error:
            raise LogError("disk_full", folder=tempfile.gettempdir()) from error
        self._db.execute("COMMIT")

    def cases(self) -> Iterator[Case]:
        """Every case in order of its first event; its events in order of time, ties in file order."""
        rows = self._db.execute(_ROWS)
        made = tuple.__new__  # what Event._make does, without counting
        for name, group in groupby(rows, key=itemgetter(0)):
            yield Case(str(name), [made(Event, row[1:]) for row in group], self.columns)

    def homes(self) -> dict[str, str]:
        """For each person the team in which they appear most (of equals, the first by name)."""
        counts: dict[str, Counter[str]] = {}
        rows = self._db.execute(
            "SELECT resource, coalesce(team, ''), count(*) FROM event"
            " WHERE resource IS NOT NULL GROUP BY 1, 2"
        )
        for person, team, often in rows:
            counts.setdefault(person, Counter())[team] = often
        return {
            person: min(teams, key=lambda team, teams=teams: (not team, -teams[team], team))  # type: ignore[misc]
            for person, teams in counts.items()
        }


def note_oddities(case: Case, findings: Findings) -> None:
    """Notes order, repetition and gaps of one case."""
    events = case.events
    if len(events) == 1:
        findings.note("single_event", case=case.key, line=events[0].line)
    if all(event.team is None for event in events):
        findings.note("case_without_team", case=case.key, line=events[0].line)
    latest, previous = -1, None
    same_time: set[tuple[object, ...]] = set()
    for event in events:
        if event.line < latest:
            findings.note("out_of_order", case=case.key, line=event.line)
        latest = max(latest, event.line)
        if event.at != previous:
            same_time.clear()
        else:
            findings.note("same_time", case=case.key, line=event.line)
        said = event[2:]
        if said in same_time:
            findings.note("repeated_event", case=case.key, line=event.line)
        same_time.add(said)
        previous = event.at
