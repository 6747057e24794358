"""On which days, at what time: patterns on a calendar with days off."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from qiao import worktime
from qiao.desk.tests.conftest import DAY_SHIFT
from qiao.schedules.dates import between, upcoming
from qiao.schedules.rules import Every, Off, Pattern
from qiao.schedules.tests.conftest import moment

ZONE = "Asia/Shanghai"
WEEK = {"code": "day", **DAY_SHIFT}
# Monday to Friday; 2026-03-09, a Monday, is a day off.
HOLIDAY = {**WEEK, "exceptions": [{"date": "2026-03-09", "shifts": []}]}


@pytest.fixture(scope="module")
def calendar():
    return worktime.compile_calendar(worktime.parse(HOLIDAY))


def pattern(**given):
    return Pattern(**{"every": Every.WEEKS, "start": date(2026, 3, 2), "at": time(8)} | given)


def dates_of(found):
    return [f"{each.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M}" for each in found]


CASES = [
    ("every Monday", {"weekdays": (0,)}, ["03-02 08:00", "03-16 08:00", "03-23 08:00"]),
    ("moved on", {"weekdays": (0,), "off": Off.NEXT}, ["03-02 08:00", "03-10 08:00", "03-16 08:00"]),
    ("moved back", {"weekdays": (0,), "off": Off.PREVIOUS}, ["03-02 08:00", "03-06 08:00", "03-16 08:00"]),
    ("all the same", {"weekdays": (0,), "off": Off.ANYWAY}, ["03-02 08:00", "03-09 08:00", "03-16 08:00"]),
    ("twice a week", {"weekdays": (1, 3)}, ["03-03 08:00", "03-05 08:00", "03-10 08:00"]),
    ("every second week", {"weekdays": (2,), "interval": 2}, ["03-04 08:00", "03-18 08:00", "04-01 08:00"]),
    ("daily", {"every": Every.DAYS}, ["03-02 08:00", "03-03 08:00", "03-04 08:00"]),
    (
        "every third day, off days skipped",
        {"every": Every.DAYS, "interval": 3},
        ["03-02 08:00", "03-05 08:00", "03-11 08:00"],
    ),
    (
        "two days that move to one are one",
        {"every": Every.DAYS, "off": Off.NEXT, "start": date(2026, 3, 6)},
        ["03-06 08:00", "03-10 08:00", "03-11 08:00"],
    ),
    ("monthly", {"every": Every.MONTHS}, ["03-02 08:00", "04-02 08:00", "06-02 08:00"]),
    (
        "the 31st of short months",
        {"every": Every.MONTHS, "start": date(2026, 3, 31), "off": Off.ANYWAY},
        ["03-31 08:00", "04-30 08:00", "05-31 08:00"],
    ),
    (
        "first Friday",
        {"every": Every.MONTHS, "weekdays": (4,)},
        ["03-06 08:00", "04-03 08:00", "05-01 08:00"],
    ),
    ("before a shift", {"weekdays": (0,), "shift": "day", "before": 30}, ["03-02 08:30", "03-16 08:30"]),
    ("once", {"every": Every.ONCE, "start": date(2026, 3, 5)}, ["03-05 08:00"]),
    ("with an end", {"weekdays": (1,), "end": date(2026, 3, 10)}, ["03-03 08:00", "03-10 08:00"]),
    ("with exceptions", {"weekdays": (1,), "except_on": frozenset({date(2026, 3, 3)})}, ["03-10 08:00"]),
    ("a shift that is not there", {"weekdays": (0,), "shift": "night"}, []),
    ("off days only", {"weekdays": (6,)}, []),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_when_it_is_due(calendar, given, expected):
    found = upcoming(pattern(**given), calendar, ZONE, after=moment("2026-03-01 12:00"), n=3)
    assert dates_of(found)[: len(expected)] == expected
    assert len(found) >= len(expected)


def test_what_became_due_meanwhile_is_open_on_the_left_and_closed_on_the_right(calendar):
    mondays = pattern(weekdays=(0,))
    start, end = moment("2026-03-02 08:00"), moment("2026-03-16 08:00")
    assert dates_of(between(mondays, calendar, ZONE, after=start, until=end)) == ["03-16 08:00"]


def test_time_of_day_stays_over_a_change_of_the_clocks():
    berlin = worktime.compile_calendar(worktime.parse({**WEEK, "zone": "Europe/Berlin"}))
    sundays = pattern(weekdays=(0,), start=date(2026, 3, 23))
    found = upcoming(sundays, berlin, "Europe/Berlin", after=moment("2026-03-20 00:00"), n=2)
    assert [f"{each:%m-%d %H:%M}" for each in found] == ["03-23 07:00", "03-30 06:00"]  # in UTC


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_pattern_survives_being_stored(given, expected):
    assert Pattern.parse(pattern(**given).dump()) == pattern(**given)
