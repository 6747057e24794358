"""The organisation as plain values by natural keys, as the sheets show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[Any, ...]
Rows = dict[Key, dict[str, Any]]


@dataclass
class State:
    """One table per sheet; ``closed`` names by sheet the codes of what is no longer active."""

    calendars: Rows = field(default_factory=dict)
    units: Rows = field(default_factory=dict)
    people: Rows = field(default_factory=dict)
    positions: Rows = field(default_factory=dict)
    holdings: Rows = field(default_factory=dict)
    substitutions: Rows = field(default_factory=dict)
    closed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, sheet: str) -> Rows:
        rows: Rows = getattr(self, sheet)
        return rows

    def is_closed(self, sheet: str, code: str) -> bool:
        return code in self.closed.get(sheet, frozenset())

    def copied(self) -> "State":
        """A copy whose tables may be changed (the rows themselves are replaced, never changed)."""
        return State(
            calendars=dict(self.calendars),
            units=dict(self.units),
            people=dict(self.people),
            positions=dict(self.positions),
            holdings=dict(self.holdings),
            substitutions=dict(self.substitutions),
            closed=self.closed,
        )
