"""The oracle: walk by the minute, look at the clock on the wall, look the day up in the definition.

It shares nothing with the compiled calendar but the definition. Where the clock is put back, the walk
goes by the latest time the clock has shown so far: people who stopped at half past two do not start
again when the clock shows two for the second time.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from qiao.worktime import CalendarDefinition, Shift, Weekly

MINUTE = timedelta(minutes=1)


def shifts_of(definition: CalendarDefinition, day: date) -> list[Shift]:
    """What that day works, read naively."""
    by_code = {shift.code: shift for shift in definition.shifts}
    pattern = definition.pattern
    for exception in definition.exceptions:
        if exception.day == day:
            if exception.as_weekday is None:
                return [by_code[code] for code in exception.shifts]
            if isinstance(pattern, Weekly):
                return [by_code[code] for code in pattern.days[exception.as_weekday]]
    if isinstance(pattern, Weekly):
        return [by_code[code] for code in pattern.days[day.weekday()]]
    code = pattern.cycle[((day - pattern.anchor).days + pattern.offset) % len(pattern.cycle)]
    return [by_code[code]] if code else []


class Walk:
    """Minute by minute from `start` (a whole UTC minute) over `minutes`: who works, by shift code."""

    def __init__(self, definition: CalendarDefinition, start: datetime, minutes: int) -> None:
        self.definition, self.start, self.minutes = definition, start, minutes
        self.zone = ZoneInfo(definition.zone)
        self.working: list[set[str]] = []
        self.before = [0]
        shown = datetime.min
        for number in range(-2 * 1440, minutes):
            wall = (start + number * MINUTE).astimezone(self.zone).replace(tzinfo=None)
            shown = max(shown, wall)
            if number >= 0:
                self.working.append(self._codes_at(shown))
                self.before.append(self.before[-1] + bool(self.working[-1]))

    def _codes_at(self, shown: datetime) -> set[str]:
        found = set()
        for back in (0, 1, 2):
            day = shown.date() - timedelta(days=back)
            minute = back * 1440 + shown.hour * 60 + shown.minute
            for shift in self._shifts(day):
                if any(stretch.start <= minute < stretch.end for stretch in shift.stretches):
                    found.add(shift.code)
        return found

    def _shifts(self, day: date) -> list[Shift]:
        known = self.__dict__.setdefault("_known", {})
        if day not in known:
            known[day] = shifts_of(self.definition, day)
        return known[day]

    def instant(self, second: int) -> datetime:
        """That many seconds into the walk."""
        return self.start.astimezone(UTC) + timedelta(seconds=second)

    def seconds(self, first: int, last: int) -> int:
        """Working seconds between two seconds of the walk."""
        return self._until(last) - self._until(first)

    def is_working(self, second: int) -> bool:
        """Whether work goes on in that second."""
        return bool(self.working[second // 60])

    def _until(self, second: int) -> int:
        minute, rest = divmod(second, 60)
        return self.before[minute] * 60 + (rest if minute < self.minutes and self.working[minute] else 0)
