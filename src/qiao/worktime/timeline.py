"""Working time laid out as sorted, merged stretches in UTC seconds with their running total."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .roster import Roster
from .zoneclock import BEFORE_ALL, ZoneClock, local_midnight

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Years that calendars cover. Real data holds 1948 and 9999: the one is reached, the other refused."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is known from `low` to `high` (UTC seconds, both included).

    `starts[i]` begins stretch i, `totals[i]` is the working time before it and `totals[i + 1]` after it,
    counted from an origin that stays when the timeline is replaced by a longer one. Stretch 0 is a
    sentinel before all time without length, so that a lookup needs no case of its own.

    Lists for single questions (bisect on a list is several times faster than numpy on one number),
    arrays for many at once.
    """

    first_year: int
    last_year: int
    low: int
    high: int
    starts: list[int]
    totals: list[int]
    starts_array: NDArray[np.int64]
    totals_array: NDArray[np.int64]
    clock: ZoneClock

    def total(self, at: int) -> int:
        """Working seconds from the origin to `at`: never falls, and rises by one a second while working."""
        stretch = bisect_right(self.starts, at) - 1
        return min(self.totals[stretch] + at - self.starts[stretch], self.totals[stretch + 1])

    def earliest(self, total: int) -> int:
        """The first instant with that total: the end of a stretch, not the start of the next."""
        stretch = bisect_left(self.totals, total) - 1
        return self.starts[stretch] + total - self.totals[stretch]

    def latest(self, total: int) -> int:
        """The last instant with that total: the start of a stretch, not the end of the one before."""
        stretch = bisect_right(self.totals, total) - 1
        return self.starts[stretch] + total - self.totals[stretch]


def build(roster: Roster, zone: ZoneInfo, first_year: int, last_year: int, origin: int | None) -> Timeline:
    """Lay out the years, counting from `origin` (UTC seconds; None: from the start of the first year)."""
    clock = ZoneClock(zone, first_year, last_year)
    first, after = date(first_year, 1, 1).toordinal(), date(last_year + 1, 1, 1).toordinal()
    low, high = clock.instant(local_midnight(first)), clock.instant(local_midnight(after))
    walls = roster.stretches(first - 1, after - 1)  # the night of New Year's Eve reaches in
    starts, ends = _merge(clock.instants(walls[0]), clock.instants(walls[1]))
    starts = np.concatenate([[BEFORE_ALL], starts])
    totals = np.concatenate([[0, 0], np.cumsum(ends - starts[1:])])
    counted = low if origin is None else origin
    stretch = int(np.searchsorted(starts, counted, side="right")) - 1
    totals -= min(totals[stretch] + counted - starts[stretch], totals[stretch + 1])
    return Timeline(first_year, last_year, low, high, starts.tolist(), totals.tolist(), starts, totals, clock)


def _merge(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sorted stretches without overlap, touching ones joined."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    apart = starts[1:] > ends[:-1]
    return starts[np.concatenate([[True], apart])[: len(starts)]], ends[
        np.concatenate([apart, [True]])[: len(ends)]
    ]
