"""A ticket lived through as a request: its hops, hand-offs, pauses and what the ledger will tell. Pure.

Units and people are already those of this organisation, by number. What the export tells of the past is
taken as it is; where it tells only how things stand now, the past is as short as it can be: raised, accepted
by whoever has it, and where it is now.

A change of unit, or of the person once somebody has accepted, is a hand-off that the receiver accepted at
that moment, since the export shows them as the holder from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qiao.desk.events import Kind
from qiao.desk.importing.steps import FINAL, OVER, Step
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.ticketimport.neutral import Attached, Said, Ticket, Who
from qiao.ticketimport.timeline import Event, Known, Move, Stretch, Timeline, Wait, World

LONGEST_WORD = 120  # characters of whom a pause waits for
ENDS = {
    Step.DELIVER: (State.DELIVERED, Kind.DELIVERED),
    Step.CLOSE: (State.CONFIRMED, Kind.CONFIRMED),
    Step.DECLINE: (State.DECLINED, Kind.DECLINED),
    Step.WITHDRAW: (State.WITHDRAWN, Kind.WITHDRAWN),
}
RUNNING = frozenset({State.OFFERED, State.WORKING, State.PAUSED})


@dataclass(slots=True)
class Passed:
    """One hand-off."""

    at: int
    giver: int
    giver_person: int | None
    taker: int
    taker_person: int | None


@dataclass(slots=True)
class Entry:
    """One line for the ledger. ``changes``: the columns of the request before and after."""

    kind: str
    at: int
    actor: int | None
    giver: int | None = None
    to: int | None = None
    revision: int = 1
    data: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    said: Said | None = None
    file: Attached | None = None


class Life:
    """Plays a ticket from its creation, or from where an earlier import left it, to where it stands."""

    def __init__(
        self, ticket: Ticket, world: World, known: Known | None = None, *, remarks_only: bool = False
    ) -> None:
        self._world = world
        self._ticket = ticket
        self._known = known
        self.requester = world.person(ticket.requester) or world.nobody
        timeline = Timeline(ticket, world, known)
        self.details = timeline.details
        self.state = State.OFFERED
        self.hops: list[Stretch] = []
        self.passed: list[Passed] = []
        self.entries: list[Entry] = []
        self.responded = None if ticket.responded is None else max(ticket.responded, ticket.created)
        self.delivered: int | None = None
        self.closed: int | None = None
        self.reopened = 0
        self.revision = 1
        self._wanted = Step.QUEUE
        self._told: dict[str, Any] = {}
        if known is None:
            self._begin(timeline.first_unit)
        else:
            self._go_on(known)
        for at, _order, event in timeline.events(remarks_only=remarks_only):
            self._play(at, event)

    @property
    def hop(self) -> Stretch:
        return self.hops[-1]

    @property
    def held_by(self) -> int | None:
        """Who holds it, or is meant to."""
        return self.hop.person

    @property
    def hop_count(self) -> int:
        return len(self.hops) + (0 if self._known is None else self._known.hop_count - 1)

    @property
    def waiting_for(self) -> str:
        return self.hop.waits[-1].word if self.state is State.PAUSED else ""

    def _begin(self, first_unit: str) -> None:
        ticket = self._ticket
        unit = self._world.unit(first_unit)
        self.hops.append(Stretch(unit, ticket.created))
        self._told = {**self._columns(), "responded_at": None}
        self._keep(Entry(Kind.RAISED, ticket.created, self.requester, to=unit))

    def _go_on(self, known: Known) -> None:
        self.hops.append(known.hop)
        self.state, self.responded = known.state, known.responded or self.responded
        self.delivered, self.closed = known.delivered, known.closed
        self.reopened, self.revision = known.reopened, known.revision
        self._wanted = Step.PAUSE if known.state is State.PAUSED else Step.QUEUE
        self._told = {**self._columns(), "responded_at": known.responded}

    def _play(self, at: int, event: Event) -> None:
        if isinstance(event, Said):
            self._say(at, event)
        elif isinstance(event, Attached):
            self._attach(at, event, event.who)
        elif event.what == "unit":
            self._to_unit(at, self._world.unit(event.unit), self._by(event))
        elif event.what == "person":
            self._to_person(at, self._world.person(event.person), self._by(event))
        elif event.step is not None:
            self._to_step(at, event, event.step)

    def _by(self, move: Move) -> int:
        return self._world.person(move.actor) or self._world.nobody

    def _say(self, at: int, said: Said) -> None:
        actor = self._world.person(said.who) or self._world.nobody
        if self.responded is None and not said.internal and actor != self.requester:
            self.responded = max(at, self._ticket.created)
        if said.body:
            self._keep(Entry(Kind.COMMENTED, at, actor, revision=self.revision, said=said))
        for file in said.files:
            self._attach(at, file, file.who or said.who)

    def _attach(self, at: int, file: Attached, who: Who) -> None:
        actor = self._world.person(who) or self._world.nobody
        self._keep(Entry(Kind.ATTACHED, at, actor, revision=self.revision, file=file))

    def _to_unit(self, at: int, unit: int, by: int) -> None:
        if unit == self.hop.unit or self.state not in RUNNING:
            return
        self._hand_over(at, unit, None, by)

    def _to_person(self, at: int, person: int | None, by: int) -> None:
        hop = self.hop
        if person == hop.person or self.state not in RUNNING:
            return
        if hop.accepted is not None or person is None:
            self._hand_over(at, hop.unit, person, person or by)
            return
        hop.person = person
        if self._wanted in {Step.WORK, Step.PAUSE}:
            self._accept(at, person)
        else:
            self._tell(Kind.ASSIGNED, at, by, to=hop.unit, data={"person": person})

    def _hand_over(self, at: int, unit: int, person: int | None, by: int) -> None:
        giver, giver_person = self.hop.unit, self.hop.person
        waiting = self.state is State.PAUSED and self._wanted is Step.PAUSE
        wait = self.hop.waits[-1] if waiting else None
        self._end_hop(at)
        self.passed.append(Passed(at, giver, giver_person, unit, person))
        self.hops.append(Stretch(unit, at, person, accepted=None if person is None else at))
        self.state = State.OFFERED if person is None else State.WORKING
        self._tell(Kind.TAKEN, at, by, giver=giver, to=unit)
        if wait is not None and person is not None:
            self._pause(at, wait.kind, wait.word, by)

    def _to_step(self, at: int, move: Move, step: Step) -> None:
        by, running = self._by(move), self.state in RUNNING
        if step in FINAL:
            self._wanted = step
            self._finish(at, step, by, move.word)
            return
        self._wanted = step
        if not running:
            self._reopen(at, by, move.word)
        if step is Step.PAUSE:
            self._accept(at, self.hop.person)
            self._pause(at, move.kind or PauseKind.THIRD_PARTY, move.word, by)
        elif self.state is State.PAUSED:
            self._resume(at, by, move.word)
        elif step is Step.WORK and self.hop.person is not None:
            self._accept(at, self.hop.person)

    def _accept(self, at: int, person: int | None) -> None:
        """Whoever has it now takes it on, if nobody had; without words when the export names nobody."""
        hop = self.hop
        if hop.accepted is not None:
            return
        hop.accepted = at
        if self.responded is None:
            self.responded = at
        if self.state is State.OFFERED:
            self.state = State.WORKING
        if person is not None:
            self._tell(Kind.ACCEPTED, at, person, to=hop.unit)

    def _pause(self, at: int, kind: PauseKind, word: str, by: int) -> None:
        if self.state is State.PAUSED:
            return
        word = (word or kind.value)[:LONGEST_WORD]
        self.hop.waits.append(Wait(kind, word, at, expected=self._ticket.waits_until))
        self.state = State.PAUSED
        self._tell(Kind.PAUSED, at, by, data={"waiting_for": kind.value, "counterpart": word})

    def _resume(self, at: int, by: int, word: str) -> None:
        wait = self.hop.waits[-1]
        wait.until = at
        self.state = State.WORKING
        waited = {"waited_for": wait.kind.value, "counterpart": wait.word}
        seconds = (at - wait.since) // 1_000_000
        self._tell(Kind.RESUMED, at, by, data={**waited, "seconds": seconds, "note": word})

    def _reopen(self, at: int, by: int, word: str) -> None:
        last = self.hop
        accepted = at if last.person is not None and last.accepted is not None else None
        self.hops.append(Stretch(last.unit, at, last.person, accepted=accepted))
        self.state = State.OFFERED if accepted is None else State.WORKING
        self.delivered = self.closed = None
        self.reopened += 1
        self._tell(Kind.REOPENED, at, by, to=last.unit, data={"note": word})

    def _finish(self, at: int, step: Step, by: int, word: str) -> None:
        state, kind = ENDS[step]
        if self.closed is not None or (step is Step.DELIVER and self.delivered is not None):
            return
        if self.state in RUNNING:
            if step in {Step.DELIVER, Step.CLOSE}:
                self._accept(at, self.hop.person)
            self._end_hop(at)
        self.state = state
        if step in {Step.DELIVER, Step.CLOSE} and self.delivered is None:
            self.delivered = at
        if step in OVER:
            self.closed = at
        data: dict[str, Any] = {"note": word}
        if step is Step.DECLINE:
            data["reason"] = RefusalKind.OTHER.value
        if step is Step.DELIVER:
            data |= {"hop": len(self.hops), "in_time": self._ticket.due is None or at <= self._ticket.due}
        self._tell(
            kind, at, by, giver=self.hop.unit if step in {Step.DELIVER, Step.DECLINE} else None, data=data
        )

    def _end_hop(self, at: int) -> None:
        for wait in self.hop.waits[-1:]:
            if wait.until is None:
                wait.until = at
        self.hop.until = at

    def _tell(
        self,
        kind: str,
        at: int,
        actor: int,
        *,
        giver: int | None = None,
        to: int | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        self.revision += 1
        said = {name: value for name, value in (data or {}).items() if value != ""}
        self._keep(Entry(kind, at, actor, giver, to, self.revision, said))

    def _keep(self, entry: Entry) -> None:
        """Adds an entry, with what has become another since the last one."""
        now = self._columns()
        entry.changes = {name: [self._told[name], now[name]] for name in now if now[name] != self._told[name]}
        self._told = now
        self.entries.append(entry)

    def _columns(self) -> dict[str, Any]:
        """What the ledger keeps of a change: the columns that this import moves."""
        hop = self.hop
        return {
            "state": self.state.value,
            "holder_unit_id": hop.unit,
            "holder_person_id": hop.person,
            "accountable_unit_id": hop.unit,
            "accountable_id": hop.person,
            "responded_at": self.responded,
            "waiting_for": self.waiting_for,
            "hop_count": self.hop_count,
            "reopened": self.reopened,
        }
