"""A calendar that was changed: what was counted before stays counted as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiao.worktime import CalendarDefinition, History, Shift, Stretch, Weekly, compile_calendar

HOUR = 3600
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def days(start, end):
    """A calendar that works these hours (UTC) on every day."""
    shift = Shift("D", "白班", "Day", (Stretch(start * 60, end * 60),))
    return compile_calendar(CalendarDefinition(f"{start}-{end}", "UTC", Weekly((("D",),) * 7), (shift,)))


EARLY, LATE = days(8, 12), days(14, 22)
AT_NOON = History([(MONDAY + timedelta(days=1, hours=12), EARLY)], LATE)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (0, 24, 4),  # all before the change
        (48, 72, 8),  # all after it
        (24, 48, 4 + 8),  # the day of the change: the morning as it was, the evening as it is
        (48, 24, -12),
    ],
)
def test_each_stretch_counts_as_the_calendar_stood_then(since, until, hours):
    start, end = MONDAY + timedelta(hours=since), MONDAY + timedelta(hours=until)
    assert AT_NOON.working_seconds(start, end) == hours * HOUR


def test_time_is_added_across_the_change():
    start = MONDAY + timedelta(hours=10)
    assert AT_NOON.add_working(start, 2 * HOUR) == MONDAY + timedelta(hours=12)
    assert AT_NOON.add_working(start, 7 * HOUR) == MONDAY + timedelta(days=1, hours=15)
    assert AT_NOON.add_working(MONDAY + timedelta(days=1, hours=15), -7 * HOUR) == start


@given(st.integers(0, 96), st.integers(0, 40 * HOUR))
def test_what_was_added_is_what_is_counted(hours, seconds):
    start = MONDAY + timedelta(hours=hours)
    assert AT_NOON.working_seconds(start, AT_NOON.add_working(start, seconds)) == seconds


@given(st.integers(0, 96 * 60), st.integers(0, 96 * 60), st.integers(0, 96 * 60))
def test_parts_add_up(one, two, three):
    a, b, c = (MONDAY + timedelta(minutes=minutes) for minutes in (one, two, three))
    assert AT_NOON.working_seconds(a, c) == AT_NOON.working_seconds(a, b) + AT_NOON.working_seconds(b, c)
