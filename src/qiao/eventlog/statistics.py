"""What a log amounts to, counted case by case in one pass.

Definitions (Hand-offs and time, docs/facts.md): a hand-off is two consecutive events of a case with
different teams; a bounce is a team i that comes back as team i+2 in the sequence without repetitions; a
duration is last minus first event in plain elapsed time.
"""

from __future__ import annotations

from array import array
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .cases import Case, collapsed


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a log."""

    cases: int
    events: int
    activities: int
    resources: int
    teams: int
    handoffs: int
    cases_without_handoff: int
    bounces: int
    cases_with_bounce: int
    median_duration_s: float | None

    def document(self) -> dict[str, Any]:
        return asdict(self)


class Tally:
    """Counts cases as they come. Memory: one number per case, and each distinct name once."""

    def __init__(self) -> None:
        self.events = 0
        self.handoffs = 0
        self.bounces = 0
        self.without_handoff = 0
        self.with_bounce = 0
        self.activities: dict[str, int] = {}
        self.resources: set[str] = set()
        self.teams: set[str] = set()
        self._durations = array("q")

    def add(self, case: Case) -> None:
        """Counts one case."""
        self.events += len(case.events)
        self._durations.append(case.duration)
        for event in case.events:
            self.activities[event.activity] = self.activities.get(event.activity, 0) + 1
            if event.resource:
                self.resources.add(event.resource)
            if event.team:
                self.teams.add(event.team)
        self._count_teams(collapsed(case.teams()))

    def _count_teams(self, path: list[str]) -> None:
        handoffs = len(path) - 1
        bounces = count_bounces(path)
        self.handoffs += handoffs
        self.bounces += bounces
        self.without_handoff += handoffs == 0
        self.with_bounce += bounces > 0

    @property
    def cases(self) -> int:
        return len(self._durations)

    def duration_quantile(self, share: float) -> float | None:
        """Seconds within which this share of the cases went from first to last event; None without cases."""
        if not self._durations:
            return None
        return float(np.quantile(np.frombuffer(self._durations, dtype=np.int64), share)) / 1e6

    def report(self) -> Report:
        """The figures so far."""
        return Report(
            cases=self.cases,
            events=self.events,
            activities=len(self.activities),
            resources=len(self.resources),
            teams=len(self.teams),
            handoffs=self.handoffs,
            cases_without_handoff=self.without_handoff,
            bounces=self.bounces,
            cases_with_bounce=self.with_bounce,
            median_duration_s=self.duration_quantile(0.5),
        )


def count_bounces(path: list[str]) -> int:
    """How often a team comes back with one other in between; ``path`` has no immediate repetitions."""
    return sum(first == third for first, third in zip(path, path[2:], strict=False))
