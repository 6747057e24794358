"""Deadline arithmetic on working calendars. Pure: calendars and moments in, moments and seconds out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from qiao.desk.rules import State
from qiao.worktime import Calendar, NeverWorks


class Stop(Protocol):
    """A stretch that does not count; open while ``ended_at`` is None."""

    started_at: datetime
    ended_at: datetime | None


def due(calendar: Calendar, start: datetime, seconds: int) -> datetime | None:
    """When ``seconds`` of working time from ``start`` are over; None on a calendar that never works."""
    try:
        return calendar.add_working(start, seconds)
    except NeverWorks:
        return None


def shifted(
    calendar: Calendar, promised: datetime | None, since: datetime, until: datetime
) -> datetime | None:
    """The promise after a stop: later by exactly the working time between ``since`` and ``until``."""
    if promised is None:
        return None
    return due(calendar, promised, calendar.working_seconds(since, until))


def used(calendar: Calendar, start: datetime, end: datetime, stops: Iterable[Stop] = ()) -> tuple[int, int]:
    """Working seconds worked and stopped between two moments: (used, paused), on the same calendar."""
    total = calendar.working_seconds(start, end)
    paused = sum(calendar.working_seconds(stop.started_at, min(stop.ended_at or end, end)) for stop in stops)
    return max(total - paused, 0), paused


def after_working_days(calendar: Calendar, start: datetime, days: int, zone: str) -> datetime:
    """The same time of day after ``days`` days on which the calendar works (up to a year ahead).

    Local time of day is kept across changes of the clocks. A calendar that does not work at all for a
    year counts every day, so that nothing waits for ever.
    """
    local = start.astimezone(ZoneInfo(zone))
    moment, left = local, days
    for _ in range(366):
        moment += timedelta(days=1)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        left -= calendar.working_seconds(midnight, midnight + timedelta(days=1)) > 0
        if left <= 0:
            return moment
    return local + timedelta(days=days)


def next_due(
    state: str, *, respond_by: datetime | None, promised_at: datetime | None, confirm_by: datetime | None
) -> datetime | None:
    """What breaks next in a state: the response, the completion or the confirmation; nothing while paused."""
    return {
        State.OFFERED: respond_by,
        State.WORKING: promised_at,
        State.DELIVERED: confirm_by,
    }.get(State(state))
