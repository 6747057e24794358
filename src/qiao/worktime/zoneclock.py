"""From a zone's wall clock to instants, monotonically, through gaps and repeated hours.

A boundary on the wall clock falls at the first instant at which the clock shows that time or later. So
a time that the spring change skips falls at the change, a time that autumn repeats falls at its first
showing, boundaries never swap, and stretches that touch on the wall touch in time: no second is lost
or counted twice.
"""

from bisect import bisect_right
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
DAY_SECONDS = 86_400
BEFORE_ALL = -(1 << 62)
AFTER_ALL = 1 << 62


def local_midnight(ordinal: int) -> int:
    """Wall-clock seconds since 1970-01-01 00:00 at the start of that day (a date's ordinal)."""
    return (ordinal - EPOCH_ORDINAL) * DAY_SECONDS


class ZoneClock:
    """The wall clock of a zone over some years: `instant(wall seconds) -> UTC seconds`."""

    def __init__(self, zone: ZoneInfo, first_year: int, last_year: int) -> None:
        changes = [change for year in range(first_year - 1, last_year + 2) for change in _changes(zone, year)]
        opening = _offset(zone, local_midnight(date(first_year - 1, 1, 1).toordinal()))
        self._from = [BEFORE_ALL, *(at for at, _ in changes)]
        self._offsets = [opening, *(offset for _, offset in changes)]
        until = [*self._from[1:], AFTER_ALL]
        # The time that the clock would show at the end of each period; rising, for no zone has ever
        # turned its clock back by more than the length of the period before.
        self._tops = [end + offset for end, offset in zip(until, self._offsets, strict=True)]

    def instant(self, wall: int) -> int:
        """UTC seconds of the first moment at which the clock shows `wall` or later."""
        period = bisect_right(self._tops, wall)
        return max(self._from[period], wall - self._offsets[period])

    def instants(self, walls: NDArray[np.int64]) -> NDArray[np.int64]:
        """`instant` of many."""
        if len(self._from) == 1:
            plain: NDArray[np.int64] = walls - np.int64(self._offsets[0])
            return plain
        periods = np.searchsorted(np.array(self._tops, np.int64), walls, side="right")
        shifted = walls - np.array(self._offsets, np.int64)[periods]
        later: NDArray[np.int64] = np.maximum(np.array(self._from, np.int64)[periods], shifted)
        return later


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    assert offset is not None  # noqa: S101 - ZoneInfo always knows
    return offset.days * DAY_SECONDS + offset.seconds


@lru_cache(maxsize=4096)
def _changes(zone: ZoneInfo, year: int) -> tuple[tuple[int, int], ...]:
    """(instant, offset from then on) of every change of the zone's offset within that year (UTC).

    zoneinfo does not tell its changes, so every day is looked at and the second found by halving.
    """
    start, end = (local_midnight(date(number, 1, 1).toordinal()) for number in (year, year + 1))
    found = []
    known = _offset(zone, start)
    for at in range(start, end, DAY_SECONDS):
        then = _offset(zone, at + DAY_SECONDS)
        if then != known:
            found.append((_first_second(zone, at, at + DAY_SECONDS, known), then))
            known = then
    return tuple(found)


def _first_second(zone: ZoneInfo, low: int, high: int, known: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == known:
            low = middle
        else:
            high = middle
    return high
