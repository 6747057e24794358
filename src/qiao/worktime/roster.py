"""Which shifts a day has, when the pattern and the exceptions are put together."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .definition import CalendarDefinition, DayException, Shift, Weekly
from .zoneclock import EPOCH_ORDINAL


class Roster:
    """A definition with its shift codes looked up; days are dates' ordinals."""

    def __init__(self, definition: CalendarDefinition) -> None:
        self._shifts = {shift.code: shift for shift in definition.shifts}
        self.phase = definition.pattern.phase
        self.days = tuple(self._look_up(codes) for codes in definition.pattern.days)
        self.special: dict[int, tuple[Shift, ...]] = {}
        for exception in definition.exceptions:
            shifts = self._exceptional(exception, isinstance(definition.pattern, Weekly))
            if shifts is not None:
                self.special[exception.day.toordinal()] = shifts
        self.goes_on = any(self.days)
        worked = [exception.day.year for exception in definition.exceptions if exception.shifts]
        self.last_special = max(self.special, default=0)
        self.worked_years = (min(worked), max(worked)) if worked else None

    def on(self, ordinal: int) -> tuple[Shift, ...]:
        """The shifts of that day."""
        special = self.special.get(ordinal)
        if special is not None:
            return special
        return self.days[(ordinal + self.phase) % len(self.days)]

    def stretches(self, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Starts and ends of all stretches of the days `first` to `last`, in wall seconds, unordered."""
        plain = np.ones(last - first + 1, dtype=bool)
        specials = [ordinal for ordinal in self.special if first <= ordinal <= last]
        plain[[ordinal - first for ordinal in specials]] = False
        starts, ends = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for days, shifts in self._groups(first, last, plain, specials):
            midnights = (days - EPOCH_ORDINAL) * 86_400
            for stretch in (stretch for shift in shifts for stretch in shift.stretches):
                starts.append(midnights + stretch.start * 60)
                ends.append(midnights + stretch.end * 60)
        return np.concatenate(starts), np.concatenate(ends)

    def _groups(
        self, first: int, last: int, plain: NDArray[np.bool_], specials: list[int]
    ) -> Iterator[tuple[NDArray[np.int64], tuple[Shift, ...]]]:
        """The days that share their shifts: each place of the cycle, then each kind of exception."""
        length = len(self.days)
        for place, shifts in enumerate(self.days):
            days = np.arange(first + (place - first - self.phase) % length, last + 1, length, dtype=np.int64)
            yield days[plain[days - first]], shifts
        by_shifts: dict[tuple[Shift, ...], list[int]] = {}
        for ordinal in specials:
            by_shifts.setdefault(self.special[ordinal], []).append(ordinal)
        for shifts, ordinals in by_shifts.items():
            yield np.array(ordinals, np.int64), shifts

    def _look_up(self, codes: tuple[str, ...]) -> tuple[Shift, ...]:
        return tuple(self._shifts[code] for code in codes)

    def _exceptional(self, exception: DayException, has_weekdays: bool) -> tuple[Shift, ...] | None:
        """None: the day stays as the pattern says."""
        if exception.as_weekday is None:
            return self._look_up(exception.shifts)
        return self.days[exception.as_weekday] if has_weekdays else None
