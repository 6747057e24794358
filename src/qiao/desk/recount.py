"""A request counted again from its events alone: state, clocks, hops. Pure (ADR 26).

What happened is taken from the ledger (who did what when, and which state it led to); every number that
follows from it is computed anew. ``qiao check-clocks`` compares the result with the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from qiao.desk import clocks
from qiao.desk.clocks import Hours
from qiao.desk.events import Kind
from qiao.desk.rules import HELD, OVER, UNDONE, State, Voice

# Columns that events name when they change; everything else is computed.
FACTS = ("holder_unit_id", "holder_person_id", "offered_unit_id", "waiting_for", "priority")
# What two requests agree on when one takes the other in, or lets it go: taken as told.
AGREED = frozenset({Kind.MERGED, Kind.TOOK_IN, Kind.LET_GO})
DONE = frozenset({State.DELIVERED, State.CONFIRMED})


class Calendar(Protocol):
    """A calendar that remembers what it was."""

    @property
    def zone(self) -> str: ...
    def known_at(self, at: datetime) -> Hours: ...


class Told(Protocol):
    """An event of the ledger, as far as counting needs it."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def to_unit_id(self) -> int | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class Stop:
    """A pause."""

    started_at: datetime
    ended_at: datetime | None = None
    seconds: int | None = None


@dataclass
class Stretch:
    """A hop."""

    unit_id: int | None
    calendar_id: int
    started_at: datetime
    ended_at: datetime | None = None
    used_seconds: int | None = None
    paused_seconds: int = 0
    stops: list[Stop] = field(default_factory=list)
    approval: bool = False


@dataclass
class Account:
    """A request as its events say it must be."""

    calendars: Mapping[int, Calendar]
    calendar_id: int
    raised_at: datetime
    respond_seconds: int | None
    complete_seconds: int | None
    hops: list[Stretch]
    facts: dict[str, Any]
    state: State = State.OFFERED
    respond_by: datetime | None = None
    responded_at: datetime | None = None
    unanswered_since: datetime | None = None
    answer_by: datetime | None = None
    promised_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    confirm_by: datetime | None = None
    used_seconds: int | None = None
    bounces: int = 0
    reopened: int = 0
    approved_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        return clocks.next_due(
            self.state, answer_by=self.answer_by, promised_at=self.promised_at, confirm_by=self.confirm_by
        )

    @property
    def hop_count(self) -> int:
        return len(self.hops)

    def hours(self, at: datetime) -> Hours:
        """Working time on the calendar of the promise, as it was known then."""
        return self.calendars[self.calendar_id].known_at(at)

    # -- one event ---------------------------------------------------------------------------------

    def apply(self, event: Told) -> None:
        """What one more event means."""
        before = self.state
        changes = event.data.get("changes", {})
        after = State(changes["state"][1]) if "state" in changes else before
        for name in FACTS:
            if name in changes:
                self.facts[name] = changes[name][1]
        self._stop_and_go(event, before, after)
        self._approval(event, before, after)
        self._chain(event, before, after)
        self.state = after
        self._answer(event, changes)
        self._promise(event, changes)
        self._finish(event, before)

    def _stop_and_go(self, event: Told, before: State, after: State) -> None:
        """Pauses end with their hop at the latest; only resuming moves the promise."""
        stop = self._running_stop()
        if stop and (after is not State.PAUSED or event.kind == Kind.TAKEN):
            stop.ended_at = event.at
            hours = self.calendars[self.hops[-1].calendar_id].known_at(event.at)
            stop.seconds = hours.working_seconds(stop.started_at, event.at)
            self.hops[-1].paused_seconds += stop.seconds
            if event.kind == Kind.RESUMED and not _foreign(event):
                self.promised_at = clocks.shifted(
                    self.hours(event.at), self.promised_at, stop.started_at, event.at
                )

    def _approval(self, event: Told, before: State, after: State) -> None:
        """Stretches of those who approve; the provider's clocks begin with the last approval."""
        if event.kind == Kind.APPROVAL_ASKED and "hop_at" in event.data:
            self._end_hop(event.at)
            self.hops.append(_approvers(event))
        if before is State.APPROVAL and after is not State.APPROVAL:
            self._end_hop(event.at)
        if event.kind == Kind.APPROVED:
            self.approved_at = event.at
            if self.complete_seconds is not None:
                self.promised_at = clocks.due(self.hours(event.at), event.at, self.complete_seconds)
            if not event.data.get("own"):
                self._begin(event.at)
                self.respond_by = self.answer_by

    def _chain(self, event: Told, before: State, after: State) -> None:
        """Hops: one ends when it is handed over or no longer held, one begins when it is held (again)."""
        if event.kind == Kind.TAKEN or (before in HELD and after not in HELD):
            self._end_hop(event.at)
        if event.kind == Kind.TAKEN or (before not in HELD and after in HELD):
            self._begin_hop(event)
        if after not in UNDONE:
            self._end_hop(event.at)
        elif after is State.PAUSED and self._running_stop() is None:
            self.hops[-1].stops.append(Stop(event.at))
        if before not in UNDONE and before is not State.MERGED and after in HELD:
            self.reopened += 1

    def _answer(self, event: Told, changes: Mapping[str, Any]) -> None:
        """The response clock: begun, answered, restarted (actions.response)."""
        if _foreign(event):
            if "responded_at" in changes:
                self.responded_at = _moment(changes["responded_at"][1])
        elif event.kind in {Kind.ACCEPTED, Kind.TAKEN}:
            if self.responded_at is None:
                self._answered(event.at)
        elif event.kind in {Kind.DELIVERED, Kind.DECLINED} or event.data.get("voice") == Voice.PROVIDER:
            self._answered(event.at)
        elif event.kind == Kind.SEPARATED:
            self._begin(event.at)
            self.responded_at, self.respond_by = None, self.answer_by
        elif event.data.get("voice") == Voice.CUSTOMER and self.unanswered_since is None:
            self._begin(event.at)
        elif event.kind in AGREED:
            self._agree(changes)
        if self.state not in HELD:
            self.unanswered_since = self.answer_by = None

    def _agree(self, changes: Mapping[str, Any]) -> None:
        """Who waited for an answer in a duplicate waits for it in the request that took it in."""
        if "answer_by" in changes:
            self.answer_by = _moment(changes["answer_by"][1])
        if "unanswered_since" in changes:
            self.unanswered_since = _moment(changes["unanswered_since"][1])

    def _promise(self, event: Told, changes: Mapping[str, Any]) -> None:
        """Moved by a change of the target or by reopening; a merge agrees on another one."""
        if event.kind == Kind.REPRIORITISED:
            self._retarget(event)
        elif event.kind == Kind.REOPENED and not _foreign(event):
            self.promised_at = clocks.shifted(
                self.hours(event.at), self.promised_at, self.delivered_at, event.at
            )
        elif event.kind != Kind.RESUMED and "promised_at" in changes:
            self.promised_at = _moment(changes["promised_at"][1])

    def _retarget(self, event: Told) -> None:
        respond, complete = event.data.get("respond"), event.data.get("complete")
        hours = self.hours(event.at)
        first = self.answer_by == self.respond_by and self.responded_at is None
        more = (respond or 0) - (self.respond_seconds or 0)
        self.answer_by = clocks.retargeted(hours, self.answer_by, self.unanswered_since, more)
        self.respond_by = self.answer_by if first else self.respond_by
        more = (complete or 0) - (self.complete_seconds or 0)
        since = self.approved_at or self.raised_at
        self.promised_at = clocks.retargeted(hours, self.promised_at, since, more)
        self.respond_seconds, self.complete_seconds = respond, complete

    def _finish(self, event: Told, before: State) -> None:
        """Delivered, closed, or neither any more."""
        if self.state in HELD and before not in HELD:
            self.delivered_at = self.used_seconds = None
        if self.state in DONE:
            self.delivered_at = self.delivered_at or event.at
            self.used_seconds = sum(hop.used_seconds or 0 for hop in self.hops if not hop.approval)
        if (self.state in OVER) != (self.closed_at is not None):
            self.closed_at = event.at if self.state in OVER else None
        if self.state is not State.DELIVERED:
            self.confirm_by = None
        elif event.kind == Kind.DELIVERED and "confirm_days" in event.data:
            zone = self.calendars[self.calendar_id].zone
            days = event.data["confirm_days"]
            self.confirm_by = clocks.after_working_days(self.hours(event.at), event.at, days, zone)

    # -- parts -------------------------------------------------------------------------------------

    def _running_stop(self) -> Stop | None:
        stops = self.hops[-1].stops
        return stops[-1] if stops and stops[-1].ended_at is None else None

    def _end_hop(self, at: datetime) -> None:
        hop = self.hops[-1]
        if hop.ended_at is None:
            hop.ended_at = at
            hours = self.calendars[hop.calendar_id].known_at(at)
            hop.used_seconds, hop.paused_seconds = clocks.used(hours, hop.started_at, at, hop.stops)

    def _begin_hop(self, event: Told) -> None:
        units = [hop.unit_id for hop in self.hops if not hop.approval]
        travelled = [unit for n, unit in enumerate(units) if n == 0 or units[n - 1] != unit]
        to = event.to_unit_id
        self.bounces += len(travelled) >= 2 and travelled[-1] != to and travelled[-2] == to
        calendar = event.data.get("hop_calendar", self.hops[-1].calendar_id)
        self.hops.append(Stretch(to, calendar, event.at))

    def _begin(self, at: datetime) -> None:
        if self.respond_seconds is not None:
            self.unanswered_since = at
            self.answer_by = clocks.due(self.hours(at), at, self.respond_seconds)

    def _answered(self, at: datetime) -> None:
        self.responded_at = self.responded_at or at
        self.unanswered_since = self.answer_by = None


def recount(events: Iterable[Told], calendars: Mapping[int, Calendar]) -> Account | None:
    """A request from its events, oldest first; None when they begin before clocks told what they count on."""
    account: Account | None = None
    for event in events:
        if account is not None:
            account.apply(event)
        elif event.kind == Kind.RAISED:
            account = _born(event, calendars)
            if account is None:
                return None
    return account


def _born(event: Told, calendars: Mapping[int, Calendar]) -> Account | None:
    data = event.data
    if "calendar" not in data:
        return None
    waits = data.get("awaits") == State.APPROVAL
    hop = _approvers(event) if waits else _first(event)
    account = Account(
        calendars=calendars,
        calendar_id=data["calendar"],
        raised_at=event.at,
        respond_seconds=data.get("respond"),
        complete_seconds=data.get("complete"),
        hops=[hop],
        facts={"holder_unit_id": event.to_unit_id, "holder_person_id": data.get("assigned_to")},
    )
    if waits:
        account.state = State.APPROVAL
        return account
    if "promised_at" in data:
        account.promised_at = _moment(data["promised_at"])
    elif account.complete_seconds is not None:
        account.promised_at = clocks.due(account.hours(event.at), event.at, account.complete_seconds)
    if not data.get("own"):
        account._begin(event.at)
        account.respond_by = account.answer_by
    if data.get("changes"):
        account.apply(event)
    return account


def _first(event: Told) -> Stretch:
    return Stretch(event.to_unit_id, event.data.get("hop_calendar", event.data["calendar"]), event.at)


def _approvers(event: Told) -> Stretch:
    """A stretch with those who have to approve, on their calendar."""
    return Stretch(event.data["hop_unit"], event.data["hop_at"], event.at, approval=True)


def _foreign(event: Told) -> bool:
    """Told by an import: the other system's clocks are not ours to move."""
    return "log" in event.data


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
