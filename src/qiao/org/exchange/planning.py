"""What an import would change: the file's rows laid over the organisation as it is.

A sheet or a column that the file does not have leaves things as they are, and so does a missing row:
an import never closes or removes anything. An empty cell in a column that is there empties the field.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qiao.org.exchange import crosscheck
from qiao.org.exchange.problems import Problem
from qiao.org.exchange.rows import Read, Row
from qiao.org.exchange.sheets import SHEETS, Sheet
from qiao.org.exchange.state import Key, State


@dataclass(frozen=True)
class Change:
    """One row that is new (``before`` is None) or differs; ``values`` is how it will be."""

    sheet: str
    key: Key
    row: int
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None = None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def differing(self) -> dict[str, tuple[Any, Any]]:
        before = self.before or {}
        return {
            name: (before.get(name), value)
            for name, value in self.values.items()
            if before.get(name) != value
        }


@dataclass(frozen=True)
class Tally:
    """How many rows of a sheet are new, change something, change nothing."""

    sheet: Sheet
    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Plan:
    """Everything an import would do. With problems, nothing may be done."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    same: dict[str, int] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.problems

    def of(self, sheet: str) -> list[Change]:
        return [change for change in self.changes if change.sheet == sheet]

    def tallies(self) -> list[Tally]:
        """One line per sheet that was in the files."""
        return [self._tally(sheet) for sheet in SHEETS if sheet.key in self.sheets]

    def _tally(self, sheet: Sheet) -> Tally:
        changes = self.of(sheet.key)
        new = sum(1 for change in changes if change.is_new)
        return Tally(sheet, new, len(changes) - new, self.same.get(sheet.key, 0))


def plan(read: Read, current: State) -> Plan:
    """Compares what was read with the organisation as it is."""
    result = Plan(problems=list(read.problems), ignored=list(read.ignored), sheets=tuple(read.rows))
    wanted = current.copied()
    placed: dict[str, dict[Key, Row]] = {}
    for sheet in SHEETS:
        rows = read.rows.get(sheet.key, [])
        placed[sheet.key] = {_key(sheet, row): row for row in rows}
        for change in _changes(sheet, rows, current.of(sheet.key)):
            wanted.of(sheet.key)[change.key] = dict(change.values)
            if change.is_new or change.differing:
                result.changes.append(change)
            else:
                result.same[sheet.key] = result.same.get(sheet.key, 0) + 1
    result.problems += crosscheck.contradictions(placed, wanted, read.faulty)
    result.problems.sort(key=_place(result.sheets))
    return result


def _key(sheet: Sheet, row: Row) -> Key:
    return tuple(row.values[name] for name in sheet.identity)


def _changes(sheet: Sheet, rows: list[Row], current: Mapping[Key, Mapping[str, Any]]) -> Iterator[Change]:
    defaults = {column.key: _EMPTY.get(column.key, "") for column in sheet.columns}
    for row in rows:
        key = _key(sheet, row)
        before = current.get(key)
        values = {**defaults, **(before or {}), **row.values}
        if sheet.key == "units" and not values["parent"] and not values["calendar"]:
            values["calendar"] = (before or {}).get("calendar") or STANDARD
        yield Change(sheet.key, key, row.number, values, before)


# What a unit at the top works by when nobody says; it comes into being with the first one.
STANDARD = "standard"

_EMPTY: Mapping[str, Any] = {
    "kind": "team",
    "order": 0,
    "joined_on": None,
    "language": "zh-hans",
    "follows_holidays": True,
    "zone": "Asia/Shanghai",
}


def _place(sheets: tuple[str, ...]) -> Callable[[Problem], tuple[int, int, str]]:
    order = {sheet.key: number for number, sheet in enumerate(SHEETS)}
    return lambda problem: (order.get(problem.sheet, -1), problem.row, problem.column)
