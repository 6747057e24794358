"""Questions to a working calendar: how long, until when, who is on.

Instants are aware datetimes and count in whole seconds (fractions are cut off). Answers that are one
instant come in the zone of the instant asked about; lists of instants come in UTC.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import many, timeline
from .definition import DAY, CalendarDefinition, Shift, Stretch, Weekly, find_zone
from .errors import CalendarError, NeverWorks
from .roster import Roster
from .shifts import EPOCH, SECOND, ShiftOn, instant_of, on_day, seconds_of
from .timeline import FIRST_YEAR, LAST_YEAR, Timeline
from .zoneclock import local_midnight

MEAN_YEAR = 31_556_952  # seconds
DAYS_KEPT = 2_000


class Calendar:
    """A compiled calendar. It lays out the years it is asked about and keeps them; safe for threads."""

    def __init__(self, definition: CalendarDefinition) -> None:
        self.definition = definition
        self.zone = find_zone(definition.zone)
        self._roster = Roster(definition)
        self._line: Timeline | None = None
        self._origin: int | None = None
        self._growing = Lock()
        self._days: dict[int, tuple[ShiftOn, ...]] = {}

    @property
    def usual_day(self) -> int:
        """Working seconds of an ordinary day, for saying "2 days"."""
        return self.definition.usual_day

    # -- how long, until when --------------------------------------------------------------------

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from start to end; negative when end is before start.

        Exact and additive: f(a, c) = f(a, b) + f(b, c), f(b, a) = -f(a, b).
        """
        try:
            first, last = (start - EPOCH) // SECOND, (end - EPOCH) // SECOND
        except TypeError:
            first, last = seconds_of(start), seconds_of(end)
        line = self._line
        if line is None or not line.low <= first <= line.high or not line.low <= last <= line.high:
            line = self._reaching(first, last)
        # Timeline.total, twice, written out: this runs on every write of a request.
        starts, totals = line.starts, line.totals
        i, j = bisect_right(starts, first) - 1, bisect_right(starts, last) - 1
        done = min(totals[j] + last - starts[j], totals[j + 1])
        return done - min(totals[i] + first - starts[i], totals[i + 1])

    def add_working(self, start: datetime, seconds: int) -> datetime:
        """The instant at which `seconds` of working time have passed since start.

        The end of a stretch belongs to it: eight hours from 09:00 on 09-17 are 17:00, not the next
        morning. Negative seconds go back, and land on the start of a stretch likewise. Zero returns
        start itself. Raises NeverWorks when the calendar does not hold that much any more.
        """
        if not seconds:
            seconds_of(start)  # refuses a naive instant here too
            return start
        first = seconds_of(start)
        line = self._reaching(first, first)
        total = line.total(first) + seconds
        line = self._holding(line, total)
        found = line.earliest(total) if seconds > 0 else line.latest(total)
        return datetime.fromtimestamp(found, start.tzinfo)

    def working_seconds_many(self, starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.int64]:
        """`working_seconds` of many pairs: int64 arrays of UTC epoch seconds, or datetime64 in UTC."""
        firsts, lasts = many.seconds_of(starts), many.seconds_of(ends)
        line = self._reaching(*many.bounds(firsts, lasts))
        return many.totals(line, lasts) - many.totals(line, firsts)

    def add_working_many(self, starts: NDArray[Any], seconds: NDArray[Any] | int) -> NDArray[Any]:
        """`add_working` of many, answered in epoch seconds or datetime64[s], as `starts` came."""
        firsts = many.seconds_of(starts)
        line = self._reaching(*many.bounds(firsts))
        added = many.totals(line, firsts) + seconds
        for total in many.bounds(added):
            line = self._holding(line, total)
        found = many.placed(line, firsts, added, np.broadcast_to(np.asarray(seconds), firsts.shape))
        return found.astype("datetime64[s]") if np.asarray(starts).dtype.kind == "M" else found

    # -- working now, and next -------------------------------------------------------------------

    def is_working(self, instant: datetime) -> bool:
        """Whether work goes on at that instant; the start of a stretch works, its end does not."""
        at = seconds_of(instant)
        line = self._reaching(at, at)
        stretch = bisect_right(line.starts, at) - 1
        return line.totals[stretch] + at - line.starts[stretch] < line.totals[stretch + 1]

    def next_working(self, instant: datetime) -> datetime:
        """The instant itself when working, else the start of the next stretch. Raises NeverWorks."""
        if self.is_working(instant):
            return instant
        at = seconds_of(instant)
        line = self._reaching(at, at)
        total = line.total(at)
        line = self._holding(line, total + 1)
        return datetime.fromtimestamp(line.latest(total), instant.tzinfo)

    def stretches_between(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Working stretches within [start, end), clipped to it, in UTC; for drawing bars."""
        first, last = seconds_of(start), seconds_of(end)
        line = self._reaching(first, last)
        found = []
        for i in range(max(bisect_right(line.starts, first) - 1, 1), bisect_left(line.starts, last)):
            begun = max(line.starts[i], first)
            over = min(line.starts[i] + line.totals[i + 1] - line.totals[i], last)
            if begun < over:
                found.append((instant_of(begun), instant_of(over)))
        return found

    # -- shifts ----------------------------------------------------------------------------------

    def shift_at(self, instant: datetime) -> ShiftOn | None:
        """The shift that is on, also during its breaks; of several, the one that started last."""
        on = self.shifts_at(instant)
        return on[-1] if on else None

    def shifts_at(self, instant: datetime) -> list[ShiftOn]:
        """All shifts that are on, in order of their start (more than one where crews overlap)."""
        day = self._local_day(instant)
        # The next day's too: a clock put back across midnight shows the old day when the new has begun.
        near = (shift for ordinal in range(day - 1, day + 2) for shift in self._on_day(ordinal))
        return sorted((s for s in near if s.start <= instant < s.end), key=lambda s: s.start)

    def next_shift(self, instant: datetime) -> ShiftOn | None:
        """The first shift that starts after that instant; None when there is none any more."""
        day, roster = self._local_day(instant), self._roster
        # Two rounds of the cycle: a change of the clock may eat the only shift of the first.
        rounds = 2 * len(roster.days) + 1 if roster.goes_on else 0
        horizon = max(day, roster.last_special) + rounds
        for ordinal in range(day, min(horizon, _last_day()) + 1):
            for shift in self._on_day(ordinal):
                if shift.start > instant:
                    return shift
        return None

    def shifts_between(self, start: datetime, end: datetime) -> list[ShiftOn]:
        """Every shift that is on at some time within [start, end), in order of their start."""
        days = range(self._local_day(start) - 1, self._local_day(end) + 2)
        near = (shift for ordinal in days for shift in self._on_day(ordinal))
        return sorted((s for s in near if s.start < end and s.end > start), key=lambda s: s.start)

    def shifts_on(self, day: date) -> tuple[ShiftOn, ...]:
        """The shifts that belong to that day."""
        return self._on_day(day.toordinal())

    # -- laying out ------------------------------------------------------------------------------

    def _local_day(self, instant: datetime) -> int:
        seconds_of(instant)
        return instant.astimezone(self.zone).toordinal()

    def _on_day(self, ordinal: int) -> tuple[ShiftOn, ...]:
        shifts = self._days.get(ordinal)
        if shifts is None:
            noon = local_midnight(ordinal) + 43_200
            line = self._reaching(noon, noon)
            shifts = on_day(self._roster.on(ordinal), ordinal, line.clock)
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[ordinal] = shifts
        return shifts

    def _reaching(self, *instants: int) -> Timeline:
        """A timeline that knows all these instants."""
        line = self._line
        if line is not None and all(line.low <= at <= line.high for at in instants):
            return line
        years = [1970 + at // MEAN_YEAR for at in instants]
        line = self._covering(min(years) - 1, max(years) + 1)
        if not all(line.low <= at <= line.high for at in instants):
            raise CalendarError("out_of_reach", first=FIRST_YEAR, last=LAST_YEAR)
        return line

    def _holding(self, line: Timeline, total: int) -> Timeline:
        """A timeline within which that total falls, growing by half each time; or NeverWorks."""
        while not line.total(line.low) <= total <= line.total(line.high):
            forward = total > line.total(line.high)
            if self._exhausted(line, forward):
                if self._roster.goes_on:
                    raise CalendarError("out_of_reach", first=FIRST_YEAR, last=LAST_YEAR)
                raise NeverWorks(self.definition.code)
            step = 1 + (line.last_year - line.first_year) // 2
            line = self._covering(
                line.first_year - (0 if forward else step), line.last_year + (step if forward else 0)
            )
        return line

    def _exhausted(self, line: Timeline, forward: bool) -> bool:
        """Whether a longer timeline in that direction could hold no more working time."""
        if line.last_year >= LAST_YEAR if forward else line.first_year <= FIRST_YEAR:
            return True
        if self._roster.goes_on:
            return False
        worked = self._roster.worked_years  # a night of New Year's Eve works on into the next year
        return worked is None or (line.last_year > worked[1] if forward else line.first_year <= worked[0])

    def _covering(self, first_year: int, last_year: int) -> Timeline:
        """Lay out at least these years (within those that calendars cover) and all known ones."""
        with self._growing:
            line = self._line
            if line is not None:
                first_year, last_year = min(first_year, line.first_year), max(last_year, line.last_year)
            first_year = min(max(first_year, FIRST_YEAR), LAST_YEAR)
            last_year = max(min(last_year, LAST_YEAR), FIRST_YEAR)
            if line is None or (first_year, last_year) != (line.first_year, line.last_year):
                line = timeline.build(self._roster, self.zone, first_year, last_year, self._origin)
                self._origin, self._line = line.low if self._origin is None else self._origin, line
            return line


@lru_cache(maxsize=512)
def compile_calendar(definition: CalendarDefinition) -> Calendar:
    """The calendar of a definition, kept process-wide: equal definitions share one."""
    return Calendar(definition)


@lru_cache(maxsize=16)
def round_the_clock(zone: str = "Asia/Shanghai") -> Calendar:
    """Works always: for services that promise elapsed time, and for units without a calendar."""
    whole_day = Shift("24h", "全天", "All day", (Stretch(0, DAY),))
    always = Weekly((("24h",),) * 7)
    return Calendar(CalendarDefinition("24x7", zone, always, (whole_day,), follows_holidays=False))


def _last_day() -> int:
    return date(LAST_YEAR, 12, 31).toordinal()
