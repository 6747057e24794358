"""The moments of a pattern on a working calendar. Pure: recurrence by dateutil, shifts by worktime."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil import rrule

from qiao.schedules.rules import Every, Off, Pattern
from qiao.worktime import Calendar

FREQUENCY = {Every.DAYS: rrule.DAILY, Every.WEEKS: rrule.WEEKLY, Every.MONTHS: rrule.MONTHLY}
# A moved occurrence is found within a month; a pattern that is due on no day of three years never is.
FARTHEST_MOVE = 31
LOOK_AHEAD = timedelta(days=3 * 366)


def upcoming(
    pattern: Pattern, calendar: Calendar, zone: str, *, after: datetime, n: int = 5
) -> list[datetime]:
    """The next ``n`` moments after ``after``, in UTC and in order; fewer when it ends before."""
    until = after + LOOK_AHEAD
    moments = _moments(pattern, calendar, zone, after.astimezone(ZoneInfo(zone)).date(), until.date())
    return list(islice((moment for moment in moments if moment > after), n))


def between(
    pattern: Pattern, calendar: Calendar, zone: str, *, after: datetime, until: datetime
) -> list[datetime]:
    """The moments in (after, until]: what became due meanwhile."""
    local = ZoneInfo(zone)
    first, last = after.astimezone(local).date(), until.astimezone(local).date()
    return [moment for moment in _moments(pattern, calendar, zone, first, last) if after < moment <= until]


def _moments(pattern: Pattern, calendar: Calendar, zone: str, first: date, last: date) -> Iterator[datetime]:
    """In order, each once: two days that move to the same one are one occurrence."""
    seen: datetime | None = None
    near = timedelta(days=FARTHEST_MOVE)
    for day in _days(pattern, first - near, last + near):
        moment = _moment(pattern, calendar, zone, day)
        if moment is not None and (seen is None or moment > seen):
            seen = moment
            yield moment


def _days(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    """The days that the pattern names, exceptions left out."""
    if pattern.every is Every.ONCE:
        days = iter([pattern.start])
    else:
        rule = _rule(pattern)
        found = rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
        days = (each.date() for each in found)
    return (day for day in days if day not in pattern.except_on)


def _rule(pattern: Pattern) -> rrule.rrule:
    """Monthly on the 31st means the last day of a shorter month; on weekdays the first such day of it."""
    more: dict[str, object] = {}
    if pattern.every is Every.MONTHS and pattern.weekdays:
        more = {"byweekday": pattern.weekdays, "bysetpos": 1}
    elif pattern.every is Every.MONTHS and pattern.start.day > 28:
        more = {"bymonthday": tuple(range(28, pattern.start.day + 1)), "bysetpos": -1}
    elif pattern.weekdays:
        more = {"byweekday": pattern.weekdays}
    return rrule.rrule(
        FREQUENCY[pattern.every],
        dtstart=datetime.combine(pattern.start, time()),
        until=datetime.combine(pattern.end, time()) if pattern.end else None,
        interval=pattern.interval,
        wkst=rrule.MO,
        **more,
    )


def _moment(pattern: Pattern, calendar: Calendar, zone: str, day: date) -> datetime | None:
    """When it is due on a day that the pattern names; None when it is left out."""
    placed = _placed(pattern, calendar, day)
    if placed is None:
        return None
    if pattern.shift:
        start = _shift_start(pattern, calendar, placed)
        return start - timedelta(minutes=pattern.before) if start else None
    return datetime.combine(placed, pattern.at, ZoneInfo(zone)).astimezone(UTC)


def _placed(pattern: Pattern, calendar: Calendar, day: date) -> date | None:
    """The day itself, or where it moves when nobody works then."""
    if works(pattern, calendar, day) or (pattern.off is Off.ANYWAY and not pattern.shift):
        return day
    step = {Off.NEXT: 1, Off.PREVIOUS: -1}.get(pattern.off)
    if step is None:
        return None
    near = (day + timedelta(days=step * n) for n in range(1, FARTHEST_MOVE + 1))
    return next((each for each in near if works(pattern, calendar, each)), None)


def works(pattern: Pattern, calendar: Calendar, day: date) -> bool:
    """Whether the shift that is meant is on that day, or any."""
    return bool(_shift_start(pattern, calendar, day) if pattern.shift else calendar.shifts_on(day))


def _shift_start(pattern: Pattern, calendar: Calendar, day: date) -> datetime | None:
    return next((shift.start for shift in calendar.shifts_on(day) if shift.code == pattern.shift), None)
