"""A calendar that was changed: each stretch of time counts as the calendar stood then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime

from .calendar import Calendar


class History:
    """Calendars one after another: ``editions`` are (until when, calendar), soonest first, then ``current``.

    Answers the two questions that clocks ask as one calendar does. Working time before a change is never
    counted anew, whatever the calendar says today.
    """

    def __init__(self, editions: Sequence[tuple[datetime, Calendar]], current: Calendar) -> None:
        self._ends = [until for until, _calendar in editions]
        self._calendars = [*(calendar for _until, calendar in editions), current]

    @property
    def usual_day(self) -> int:
        """Working seconds of an ordinary day today."""
        return self._calendars[-1].usual_day

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from start to end; negative when end is before start."""
        if end < start:
            return -self.working_seconds(end, start)
        parts = self._parts(start, end)
        return sum(calendar.working_seconds(since, until) for calendar, since, until in parts)

    def add_working(self, start: datetime, seconds: int) -> datetime:
        """The instant at which ``seconds`` of working time have passed since start. Raises NeverWorks."""
        if seconds < 0:
            return self._back(start, -seconds)
        place, here = bisect_right(self._ends, start), start
        for calendar, until in zip(self._calendars[place:], self._ends[place:], strict=False):
            held = calendar.working_seconds(here, until)
            if seconds <= held:
                return calendar.add_working(here, seconds)
            here, seconds = until, seconds - held
        return self._calendars[-1].add_working(here, seconds)

    def _back(self, start: datetime, seconds: int) -> datetime:
        here = start
        for place in range(bisect_right(self._ends, start), 0, -1):
            calendar, since = self._calendars[place], self._ends[place - 1]
            held = calendar.working_seconds(since, here)
            if seconds <= held:
                return calendar.add_working(here, -seconds)
            here, seconds = since, seconds - held
        return self._calendars[0].add_working(here, -seconds)

    def _parts(self, start: datetime, end: datetime) -> Iterator[tuple[Calendar, datetime, datetime]]:
        here = start
        for calendar, until in zip(self._calendars, [*self._ends, end], strict=True):
            if here < min(until, end):
                yield calendar, here, min(until, end)
                here = min(until, end)
