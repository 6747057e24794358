"""How fast is working time? Ratios within one run, never seconds: machines differ and are shared.

Run: python benchmarks/worktime.py. Every answer is checked before it is timed.
"""

import sys
import timeit
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import numpy as np

from qiao.worktime import Calendar, CalendarDefinition, Shift, Stretch, Weekly
from qiao.worktime.holidays_cn import seed
from qiao.worktime.patterns import PATTERNS

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 2, 13, 9, tzinfo=UTC)
PAIRS = 1_000_000


def office(zone: str = "Asia/Shanghai") -> CalendarDefinition:
    """Two stretches a day, Monday to Friday, with the holidays of China."""
    shift = Shift("D", "白班", "Day", (Stretch(9 * 60, 12 * 60), Stretch(13 * 60, 18 * 60)))
    week = Weekly((("D",),) * 5 + ((), ()))
    return CalendarDefinition("office", zone, week, (shift,)).observing(seed(range(2024, 2028)).exceptions())


def day_by_day(definition: CalendarDefinition, start: datetime, end: datetime) -> int:
    """What one would write first: go through the days and cut each stretch to the span."""
    exceptions = {exception.day: exception for exception in definition.exceptions}
    shifts, total = {shift.code: shift for shift in definition.shifts}, 0
    day = start.astimezone(CHINA).date()
    while day <= end.astimezone(CHINA).date():
        codes = definition.pattern.days[day.weekday()]
        if day in exceptions:
            told = exceptions[day]
            codes = told.shifts if told.as_weekday is None else definition.pattern.days[told.as_weekday]
        midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        for stretch in (stretch for code in codes for stretch in shifts[code].stretches):
            begun = max(start, midnight + timedelta(minutes=stretch.start))
            over = min(end, midnight + timedelta(minutes=stretch.end))
            total += max(0, int((over - begun).total_seconds()))
        day += timedelta(days=1)
    return total


def seconds(ask: Callable[[], object]) -> float:
    """The best time of one call."""
    timer = timeit.Timer(ask, timer=process_time)  # our share of a busy machine
    number, _ = timer.autorange()
    return min(timer.repeat(5, number)) / number


def report(what: str, ratio: float, unit: str) -> None:
    """One line."""
    sys.stdout.write(f"{what:<58}{ratio:>10.1f} × {unit}\n")


def one_at_a_time() -> None:
    """Single questions, against subtracting two datetimes in UTC."""
    calendar, plain = Calendar(office()), seconds(lambda: (END - START).total_seconds())
    for years in (1 / 365, 1, 10, 100):
        end = START + timedelta(days=365 * years)
        if years <= 10:
            assert calendar.working_seconds(START, end) == day_by_day(office(), START, end)
        calendar.working_seconds(START, end)
        label = f"working_seconds over {years:g} years" if years >= 1 else "working_seconds over a day"
        report(label, seconds(lambda end=end: calendar.working_seconds(START, end)) / plain, "a subtraction")
    assert calendar.working_seconds(START, calendar.add_working(START, 144_000)) == 144_000
    report(
        "add_working, a week", seconds(lambda: calendar.add_working(START, 144_000)) / plain, "a subtraction"
    )
    report("is_working", seconds(lambda: calendar.is_working(START)) / plain, "a subtraction")
    report("shift_at", seconds(lambda: calendar.shift_at(START)) / plain, "a subtraction")
    report("next_shift", seconds(lambda: calendar.next_shift(START)) / plain, "a subtraction")


def against_day_by_day() -> None:
    """Why calendars are compiled: the same answers from a loop over the days."""
    definition, calendar = office(), Calendar(office())
    for days in (3, 30, 365):
        end = START + timedelta(days=days)
        assert calendar.working_seconds(START, end) == day_by_day(definition, START, end)
        warm = seconds(lambda end=end: calendar.working_seconds(START, end))
        walked = seconds(lambda end=end: day_by_day(definition, START, end))
        report(f"a loop over the days, span of {days} days", walked / warm, "working_seconds")


def compiling() -> None:
    """What the first question costs, in warm questions."""
    calendar, end = Calendar(office()), START + timedelta(days=365)
    warm = seconds(lambda: calendar.working_seconds(START, end))
    for name, definition in (
        ("office, China", office()),
        ("office, Berlin", office("Europe/Berlin")),
        (
            "四班三运转",
            PATTERNS["four_crews_three_shifts"].definition("c", "Asia/Shanghai", anchor=date(2026, 1, 5)),
        ),
    ):
        for years in (1, 100):
            far = START + timedelta(days=365 * years)
            cold = seconds(lambda d=definition, far=far: Calendar(d).working_seconds(START, far))
            report(f"the first question, {name}, {years} years", cold / warm, "working_seconds")


def many_at_once() -> None:
    """A million pairs as arrays, per pair, against one at a time."""
    calendar, random = Calendar(office()), np.random.default_rng(1)
    starts = random.integers(int(START.timestamp()), int(START.timestamp()) + 3 * 31_536_000, PAIRS)
    ends = starts + random.integers(0, 30 * 86_400, PAIRS)
    found = calendar.working_seconds_many(starts, ends)
    for place in range(0, PAIRS, PAIRS // 200):
        pair = (datetime.fromtimestamp(int(at[place]), UTC) for at in (starts, ends))
        assert found[place] == calendar.working_seconds(*pair)
    warm = seconds(lambda: calendar.working_seconds(START, END))
    unsorted = seconds(lambda: calendar.working_seconds_many(starts, ends)) / PAIRS
    report("working_seconds", warm / unsorted, "a pair of a million, in any order")
    order = np.argsort(starts)
    starts, ends = starts[order], ends[order]
    report(
        "working_seconds",
        warm / (seconds(lambda: calendar.working_seconds_many(starts, ends)) / PAIRS),
        "a pair of a million, in order",
    )
    added = seconds(lambda: calendar.add_working_many(starts, ends - starts)) / PAIRS
    report(
        "add_working",
        seconds(lambda: calendar.add_working(START, 144_000)) / added,
        "one of a million, in order",
    )


END = START + timedelta(days=20)


def main() -> None:
    """All of it."""
    for part in (one_at_a_time, against_day_by_day, compiling, many_at_once):
        part()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
