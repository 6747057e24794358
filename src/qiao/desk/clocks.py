"""Deadline arithmetic on working calendars. Pure: calendars and moments in, moments and seconds out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from qiao.desk.rules import State
from qiao.worktime import NeverWorks


class Hours(Protocol):
    """Working time: a calendar, or one with its past (``worktime.History``)."""

    def working_seconds(self, start: datetime, end: datetime) -> int: ...
    def add_working(self, start: datetime, seconds: int) -> datetime: ...


class Stop(Protocol):
    """A stretch that does not count; open while ``ended_at`` is None."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


def due(hours: Hours, start: datetime, seconds: int) -> datetime | None:
    """When ``seconds`` of working time from ``start`` are over; None on a calendar that never works."""
    try:
        return hours.add_working(start, seconds)
    except NeverWorks:
        return None


def shifted(
    hours: Hours, promised: datetime | None, since: datetime | None, until: datetime
) -> datetime | None:
    """The promise after a stop: later by exactly the working time between ``since`` and ``until``."""
    if promised is None or since is None:
        return promised
    return due(hours, promised, hours.working_seconds(since, until))


def retargeted(
    hours: Hours, until: datetime | None, since: datetime | None, difference: int
) -> datetime | None:
    """What is due after its target grew (or shrank) by ``difference`` seconds, counted from ``since`` on.

    Later or earlier by exactly that working time: the pauses in between stay in it. Never before ``since``.
    """
    if until is None or since is None:
        return until
    return due(hours, since, max(hours.working_seconds(since, until) + difference, 0))


def used(hours: Hours, start: datetime, end: datetime, stops: Iterable[Stop] = ()) -> tuple[int, int]:
    """Working seconds worked and stopped between two moments: (used, paused), on the same calendar."""
    total = hours.working_seconds(start, end)
    paused = sum(hours.working_seconds(stop.started_at, min(stop.ended_at or end, end)) for stop in stops)
    return max(total - paused, 0), paused


def after_working_days(hours: Hours, start: datetime, days: int, zone: str) -> datetime:
    """The same time of day after ``days`` days on which the calendar works (up to a year ahead).

    Local time of day is kept across changes of the clocks. A calendar that does not work at all for a
    year counts every day, so that nothing waits for ever.
    """
    local = start.astimezone(ZoneInfo(zone))
    moment, left = local, days
    for _ in range(366):
        moment += timedelta(days=1)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        left -= hours.working_seconds(midnight, midnight + timedelta(days=1)) > 0
        if left <= 0:
            return moment
    return local + timedelta(days=days)


def next_due(
    state: str, *, answer_by: datetime | None, promised_at: datetime | None, confirm_by: datetime | None
) -> datetime | None:
    """What breaks next in a state.

    The answer to the customer or the completion, whichever is sooner; while it is paused only the answer:
    a pause hides the promise, but nobody is answered by it. Once delivered, the confirmation.
    """
    match State(state):
        case State.OFFERED | State.WORKING:
            return min((each for each in (answer_by, promised_at) if each), default=None)
        case State.PAUSED:
            return answer_by
        case State.DELIVERED:
            return confirm_by
    return None
