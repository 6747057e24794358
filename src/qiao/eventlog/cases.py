"""What a log consists of once it is understood: cases of events in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

JOINT = "\x1f"  # between the values of an event that the mapping has no role for


class Event(NamedTuple):
    """One event. ``at`` is in microseconds since 1970 UTC; ``line`` its place in the file.

    ``extra`` holds the values of the columns without a role, joined, in the order of ``Case.columns``.
    """

    at: int
    line: int
    activity: str
    resource: str | None
    team: str | None
    extra: str


@dataclass(frozen=True, slots=True)
class Case:
    """The events of one case in order of time, ties in the order of the file."""

    key: str
    events: Sequence[Event]
    columns: Sequence[str]

    @property
    def duration(self) -> int:
        """From the first to the last event, in microseconds of plain elapsed time."""
        return self.events[-1].at - self.events[0].at

    def teams(self) -> list[str]:
        """The team of each event; one that names none stays with the team before it (or the first named)."""
        return carried([event.team for event in self.events])

    def extras(self, event: Event) -> dict[str, str]:
        """The named values of one event that have no role in the mapping."""
        values = zip(self.columns, event.extra.split(JOINT), strict=False)
        return {column: value for column, value in values if value}

    def digest(self) -> str:
        """A fingerprint of everything the log says about this case, whatever the order of its lines."""
        told = blake2b(self.key.encode(), digest_size=16)
        for at, _line, *rest in self.events:
            told.update(repr((at, rest)).encode())
        return told.hexdigest()


def carried(values: Sequence[str | None]) -> list[str]:
    """Fills gaps with the value before them, those at the start with the first value; "" if there is none."""
    current = next((value for value in values if value), "")
    filled = []
    for value in values:
        current = value or current
        filled.append(current)
    return filled


def collapsed(values: Sequence[str]) -> list[str]:
    """The sequence without immediate repetitions."""
    return [value for place, value in enumerate(values) if place == 0 or value != values[place - 1]]
