"""What happened to a ticket, in order: what its history tells, and what only its present tells. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qiao.desk.importing.steps import FINAL, OVER, Step
from qiao.desk.rules import PauseKind, State
from qiao.ticketimport.neutral import NOBODY, Attached, Changed, Place, Said, Ticket, Who


@dataclass(slots=True)
class Wait:
    """A pause; ``until`` is None while it lasts."""

    kind: PauseKind
    word: str
    since: int
    until: int | None = None
    expected: int | None = None


@dataclass(slots=True)
class Stretch:
    """One hop."""

    unit: int
    since: int
    person: int | None = None
    accepted: int | None = None
    until: int | None = None
    waits: list[Wait] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class World:
    """What names mean here. ``nobody`` acts where an export does not say who did."""

    person: Callable[[Who], int | None]
    unit: Callable[[str], int]
    meaning: Callable[[str, Place], tuple[Step, PauseKind | None]]
    note: Callable[[str, Place], None]
    nobody: int


@dataclass(frozen=True, slots=True)
class Known:
    """Where an earlier import left the request, when nothing has been done with it here since."""

    state: State
    hop: Stretch
    responded: int | None
    delivered: int | None
    closed: int | None
    hop_count: int
    reopened: int
    revision: int
    moved_at: int
    seen: Callable[[Said | Attached], bool]


@dataclass(frozen=True, slots=True)
class Move:
    """One step of what is known: to which unit, person or state."""

    at: int
    what: str
    actor: Who
    place: Place
    unit: str = ""
    person: Who = NOBODY
    step: Step | None = None
    kind: PauseKind | None = None
    word: str = ""


ORDER = {"unit": 0, "person": 1, "state": 2, "said": 3, "file": 4}


Event = Move | Said | Attached


class Timeline:
    """Everything after the beginning. ``known``: only what came after the last import."""

    def __init__(self, ticket: Ticket, world: World, known: Known | None = None) -> None:
        self._ticket = ticket
        self._world = world
        self._known = known
        self.details, self._remarks, self._files = described(ticket)
        if known is not None:
            self._remarks = [each for each in self._remarks if not known.seen(each)]
            self._files = [each for each in self._files if not known.seen(each)]

    @property
    def first_unit(self) -> str:
        """Where it began."""
        changes = (each.old for each in _sorted(self._ticket.changed) if each.what == "unit")
        return next(changes, self._ticket.unit)

    def events(self, *, remarks_only: bool) -> list[tuple[int, int, Event]]:
        """In order of time; no move is before the beginning."""
        return self._events(() if remarks_only else (*self._history(), *self._present()))

    def _events(self, moves: Iterable[Move]) -> list[tuple[int, int, Event]]:
        """Everything after the beginning in order of time; nothing is before it."""
        created = self._ticket.created if self._known is None else self._known.moved_at
        events: list[tuple[int, int, Event]] = []
        for move in moves:
            if move.at < self._ticket.created:
                self._world.note("out_of_order", move.place)
            events.append((max(move.at, created), ORDER[move.what], move))
        events += [(each.at, ORDER["said"], each) for each in self._remarks]
        events += [(each.at or created, ORDER["file"], each) for each in self._files]
        return sorted(events, key=lambda event: event[:2])

    def _history(self) -> Iterator[Move]:
        """What the export tells of the past, step by step."""
        for each in self._changed():
            if each.what == "unit":
                yield Move(each.at, "unit", each.who, each.place, unit=each.new)
            elif each.what == "person":
                yield Move(each.at, "person", each.who, each.place, person=each.person)
            elif each.what == "state":
                yield self._state_move(each.at, each.new, each.who, each.place)

    def _changed(self) -> list[Changed]:
        since = None if self._known is None else self._known.moved_at
        return [each for each in _sorted(self._ticket.changed) if since is None or each.at > since]

    def _state_move(self, at: int, word: str, who: Who, place: Place) -> Move:
        step, kind = self._world.meaning(word, place)
        return Move(at, "state", who, place, step=step, kind=kind, word=_spoken(word))

    def _present(self) -> Iterator[Move]:
        """What the export tells only of now; also where the history does not lead to it."""
        ticket = self._ticket
        last = {each.what: each for each in _sorted(ticket.changed)}
        if self._known is not None:
            yield from self._moved_on()
        elif first := self._first_holder():
            yield Move(ticket.created, "person", NOBODY, ticket.place, person=first)
        if "unit" in last and last["unit"].new != ticket.unit:
            yield self._gap("unit", unit=ticket.unit)
        if "person" in last and self._differs(last["person"].person, ticket.assignee):
            yield self._gap("person", person=ticket.assignee)
        if "state" not in last:
            yield from self._stands()
        elif last["state"].new.casefold() != ticket.state.casefold() and ticket.state:
            self._world.note("history_gap", ticket.place)
            yield self._state_move(self._end(), ticket.state, NOBODY, ticket.place)

    def _first_holder(self) -> Who:
        """Who had it from the beginning: the first change tells, and without any, who has it now."""
        changes = (each for each in _sorted(self._ticket.changed) if each.what == "person")
        first = next(changes, None)
        return self._ticket.assignee if first is None else Who(first.old)

    def _moved_on(self) -> Iterator[Move]:
        """What is different now from where the last import left it, when no history tells how."""
        told = {each.what for each in self._ticket.changed}
        if "unit" not in told:
            yield Move(self._end(), "unit", NOBODY, self._ticket.place, unit=self._ticket.unit)
        if "person" not in told and self._ticket.assignee:
            yield Move(self._end(), "person", NOBODY, self._ticket.place, person=self._ticket.assignee)

    def _differs(self, told: Who, now: Who) -> bool:
        return bool(now) and self._world.person(told) != self._world.person(now)

    def _gap(self, what: str, **to: Any) -> Move:
        self._world.note("history_gap", self._ticket.place)
        return Move(self._end(), what, NOBODY, self._ticket.place, **to)

    def _end(self) -> int:
        return last_moment(self._ticket)

    def _stands(self) -> Iterator[Move]:
        """Without a history of states: accepted, then where it stands."""
        ticket = self._ticket
        step, kind = self._world.meaning(ticket.state, ticket.place)
        ended = ticket.resolved or ticket.closed or self._end()
        if self._known is None and step is not Step.QUEUE and ticket.assignee:
            until = ended if step in FINAL else self._end()
            yield self._state(min(self._first_answer() or until, until), Step.WORK, None, "")
        if step is Step.PAUSE:
            yield self._state(self._end(), step, kind, ticket.state)
        elif step in FINAL:
            if step is Step.CLOSE and ticket.resolved and (ticket.closed or 0) > ticket.resolved:
                yield self._state(ticket.resolved, Step.DELIVER, None, "")
            yield self._state((ticket.closed or ended) if step in OVER else ended, step, None, ticket.state)
        elif self._known is not None:
            yield self._state(self._end(), step, None, ticket.state)
        elif step is Step.WORK and not ticket.assignee:
            yield self._state(ticket.created, step, None, "")

    def _state(self, at: int, step: Step, kind: PauseKind | None, word: str) -> Move:
        return Move(at, "state", NOBODY, self._ticket.place, step=step, kind=kind, word=_spoken(word))

    def _first_answer(self) -> int | None:
        """When somebody other than the requester first spoke to them."""
        if self._ticket.responded is not None:
            return self._ticket.responded
        asker = self._world.person(self._ticket.requester)
        answers = (
            each.at
            for each in self._remarks
            if not each.internal and self._world.person(each.who) not in {None, asker}
        )
        return min((at for at in answers if at >= self._ticket.created), default=None)


def last_moment(ticket: Ticket) -> int:
    """The last moment that the export knows of the ticket."""
    times = [ticket.created, ticket.updated, ticket.resolved, ticket.closed]
    return max(at for at in (*times, *(each.at for each in ticket.changed)) if at is not None)


def _spoken(word: str) -> str:
    """A state as people call it: a bare number says nothing to them."""
    return "" if word.isdecimal() else word


def _sorted(changed: list[Changed]) -> list[Changed]:
    return sorted(changed, key=lambda each: (each.at, ORDER[each.what]))


def described(ticket: Ticket) -> tuple[str, list[Said], list[Attached]]:
    """Text of the request, comments and files: the first article may be the description itself."""
    remarks, files = sorted(ticket.said, key=lambda each: each.at), ticket.attached
    opening = remarks[0] if remarks and remarks[0].first and not remarks[0].internal else None
    if opening is None or (ticket.body and ticket.body != opening.body):
        return ticket.body, remarks, files
    own = [each._replace(who=each.who or opening.who) for each in opening.files]
    return opening.body, remarks[1:], [*own, *files]
