"""One case of a log lived through as a request: its hops, hand-offs, pauses and what the ledger will tell.

Pure: teams and people are names, times are microseconds since 1970 UTC. Every change of team is a hand-off
that the receiving team accepted at that moment, since the log shows it as the holder from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qiao.desk.events import Kind
from qiao.desk.importing.steps import FINAL, OVER, Step, pause_kind
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.eventlog import Case, Event

LOG_EVENT = "log.event"  # an activity without a counterpart among the desk's own events
ENDS: Mapping[Step, tuple[State, Kind]] = {
    Step.DELIVER: (State.DELIVERED, Kind.DELIVERED),
    Step.CLOSE: (State.CONFIRMED, Kind.CONFIRMED),
    Step.DECLINE: (State.DECLINED, Kind.DECLINED),
    Step.WITHDRAW: (State.WITHDRAWN, Kind.WITHDRAWN),
}
COLUMNS = ("state", "holder_unit_id", "holder_person_id", "responded_at", "waiting_for")
GIVEN = frozenset({Kind.DELIVERED, Kind.DECLINED})
RUNNING = frozenset({State.OFFERED, State.WORKING, State.PAUSED})


@dataclass(slots=True)
class Wait:
    """A pause; ``until`` is None while it lasts."""

    kind: PauseKind
    activity: str
    since: int
    until: int | None = None


@dataclass(slots=True)
class Stretch:
    """One hop."""

    team: str
    since: int
    person: str | None = None
    accepted: int | None = None
    until: int | None = None
    waits: list[Wait] = field(default_factory=list)


@dataclass(slots=True)
class Passed:
    """One hand-off."""

    at: int
    giver: str
    giver_person: str | None
    taker: str
    taker_person: str | None
    activity: str


@dataclass(slots=True)
class Entry:
    """One line for the ledger. ``by_requester``: told of the requester instead of ``person``."""

    kind: str
    at: int
    person: str | None
    giver: str | None = None
    to: str | None = None
    by_requester: bool = False
    data: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class Replay:
    """Plays a case from its first event to its last. ``ends``: the last event closes it, whatever it is."""

    def __init__(self, case: Case, steps: Mapping[str, Step], *, ends: bool) -> None:
        self.case = case
        self.state = State.OFFERED
        self.hops: list[Stretch] = []
        self.passed: list[Passed] = []
        self.entries: list[Entry] = []
        self.person: str | None = None
        self.responded: int | None = None
        self.delivered: int | None = None
        self.closed: int | None = None
        self.reopened = 0
        self._told: tuple[Any, ...] = (State.OFFERED.value, None, None, None, "")
        self.teams = case.teams()
        self._place = 0
        last = len(case.events) - 1
        for place, (event, team) in enumerate(zip(case.events, self.teams, strict=True)):
            self._place = place + 1
            step = steps[event.activity]
            if ends and place == last and step not in FINAL:
                step = Step.CLOSE
            self._play(event, team, step)

    @property
    def hop(self) -> Stretch:
        return self.hops[-1]

    def _play(self, event: Event, team: str, step: Step) -> None:
        opening = self._open(event, team, step)
        kind, data = self._apply(event, step)
        self._say(event, opening, kind, data)
        self._note_changes(self.entries[-1])

    def _say(self, event: Event, opening: Kind | None, kind: Kind | None, data: dict[str, Any]) -> None:
        if kind is Kind.ACCEPTED and opening in {Kind.TAKEN, Kind.REOPENED}:
            return  # taking it says so already
        if kind is not None:
            team = self.hops[
                -1
            ].team  # which unit took it, or gave it back: as the desk's own actions tell it
            giver = team if kind in GIVEN else None
            self._tell(kind, event, giver=giver, to=team if kind is Kind.ACCEPTED else None, **data)
        elif opening is None:
            self._tell(LOG_EVENT, event)

    def _open(self, event: Event, team: str, step: Step) -> Kind | None:
        """What happens before the step itself: the case starts, changes hands or is taken up again."""
        if not self.hops:
            self.hops.append(Stretch(team, event.at))
            self._tell(Kind.RAISED, event, to=team, by_requester=True)
            return Kind.RAISED
        if team != self.hop.team:
            self._hand_over(event, team, step)
            return Kind.TAKEN
        if self.state not in RUNNING and step not in FINAL:
            self._count_reopened()
            self.hops.append(Stretch(team, event.at))
            self._tell(Kind.REOPENED, event, to=team)
            return Kind.REOPENED
        return None

    def _hand_over(self, event: Event, team: str, step: Step) -> None:
        giver, giver_person = self.hop.team, self.person
        self._end_hop(event.at)
        self.passed.append(Passed(event.at, giver, giver_person, team, event.resource, event.activity))
        if self.state in RUNNING:
            self.state = State.OFFERED
        elif step not in FINAL:
            self._count_reopened()
        self.hops.append(Stretch(team, event.at))
        self.person = None
        self._tell(Kind.TAKEN, event, giver=giver, to=team)

    def _count_reopened(self) -> None:
        self.reopened += 1
        self.state = State.OFFERED
        self.delivered = self.closed = None

    def _apply(self, event: Event, step: Step) -> tuple[Kind | None, dict[str, Any]]:
        """Changes the state; returns what the ledger is to be told about it, if anything."""
        if step in FINAL:
            return self._finish(event, step)
        if step is Step.QUEUE:
            self._end_wait(event.at)
            self.state, self.person = State.OFFERED, None
            return None, {}
        self._accept(event)
        return self._pause(event) if step is Step.PAUSE else self._work(event)

    def _accept(self, event: Event) -> None:
        if self.hop.until is not None:
            return  # who confirms what was delivered does not hold it
        if self.hop.accepted is None:
            self.hop.accepted = event.at
        if self.responded is None:
            self.responded = event.at
        self.person = event.resource or self.person
        self.hop.person = self.person or self.hop.person

    def _work(self, event: Event) -> tuple[Kind | None, dict[str, Any]]:
        was, self.state = self.state, State.WORKING
        if was is State.PAUSED:
            return Kind.RESUMED, _waited(self._end_wait(event.at))
        return (Kind.ACCEPTED if was is State.OFFERED else None), {}

    def _pause(self, event: Event) -> tuple[Kind | None, dict[str, Any]]:
        if self.state is State.PAUSED:
            return None, {}
        kind = pause_kind(event.activity)
        self.hop.waits.append(Wait(kind, event.activity, event.at))
        self.state = State.PAUSED
        return Kind.PAUSED, {"waiting_for": kind.value, "counterpart": event.activity}

    def _finish(self, event: Event, step: Step) -> tuple[Kind | None, dict[str, Any]]:
        state, kind = ENDS[step]
        said_before = self.closed is not None or (step is Step.DELIVER and self.delivered is not None)
        self._accept(event)
        self._end_hop(event.at)
        if said_before:
            return None, {}
        self.state = state
        if step in {Step.DELIVER, Step.CLOSE} and self.delivered is None:
            self.delivered = event.at
        if step in OVER:
            self.closed = event.at
        return kind, {"reason": RefusalKind.OTHER.value} if step is Step.DECLINE else {"hop": len(self.hops)}

    def _end_wait(self, at: int) -> Wait | None:
        waits = self.hop.waits
        if not waits or waits[-1].until is not None:
            return None
        waits[-1].until = at
        return waits[-1]

    def _end_hop(self, at: int) -> None:
        if self.hop.until is None:
            self._end_wait(at)
            self.hop.until = at

    def _tell(
        self,
        kind: str,
        event: Event,
        *,
        giver: str | None = None,
        to: str | None = None,
        by_requester: bool = False,
        **data: Any,
    ) -> None:
        data["activity"] = event.activity
        data["event"] = self._place  # which event of its case: several entries may tell of one
        if kind not in {LOG_EVENT, Kind.RAISED}:
            data["note"] = event.activity
        entry = Entry(kind, event.at, event.resource, giver, to, by_requester, data)
        self.entries.append(entry)
        self._note_changes(entry)

    def _note_changes(self, entry: Entry) -> None:
        """What became another since the last entry, by column, as the desk's own events tell it.

        Teams and people are names here. What comes after the last entry of an event belongs to that one.
        """
        state, hop, told = self.state, self.hops[-1], self._told
        waiting_for = hop.waits[-1].activity[:120] if state is State.PAUSED else ""
        now = (state._value_, hop.team, self.person, self.responded, waiting_for)
        if now == told:
            return
        changes = entry.changes
        for column, before, after in zip(COLUMNS, told, now, strict=True):
            if before != after:
                first = changes[column][0] if column in changes else before
                changes[column] = (first, after)
        self._told = now


def _waited(wait: Wait | None) -> dict[str, Any]:
    if wait is None or wait.until is None:
        return {}
    return {
        "waited_for": wait.kind.value,
        "counterpart": wait.activity,
        "seconds": (wait.until - wait.since) // 1_000_000,
    }
