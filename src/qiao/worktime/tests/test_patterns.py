"""The ready-made patterns do what their names promise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from qiao.worktime import compile_calendar
from qiao.worktime.patterns import CREWS, PATTERNS

START = datetime(2026, 3, 2, tzinfo=UTC)


def crews_of(pattern):
    anchor = date(2026, 1, 7)
    return [
        compile_calendar(
            pattern.definition(f"{pattern.name}-{crew}", "Asia/Shanghai", anchor=anchor, crew=crew)
        )
        for crew in range(len(pattern.crews) or 1)
    ]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_says_in_both_languages_what_it_is_and_where_it_comes_from(name):
    pattern = PATTERNS[name]
    assert pattern.name == name
    assert all((pattern.name_zh, pattern.name_en, pattern.origin_zh, pattern.origin_en))
    assert all(shift.name_zh and shift.name_en for shift in pattern.shifts)
    assert len(pattern.crews) <= len(CREWS)


@pytest.mark.parametrize("name", [name for name, pattern in PATTERNS.items() if pattern.continuous])
def test_crews_of_continuous_work_share_every_hour_without_gap_or_overlap(name):
    calendars = crews_of(PATTERNS[name])
    for hour in range(len(PATTERNS[name].cycle) * 24 * 2):
        at = START + timedelta(hours=hour)
        assert sum(calendar.is_working(at) for calendar in calendars) == 1


@pytest.mark.parametrize(
    ("name", "hours_a_week"),
    [
        ("five_days", 40),
        ("six_days", 48),
        ("long_short_weeks", 44),
        ("day_night", 63),
        ("three_shifts_weekly", 48),
        ("three_crews_two_shifts", 56),
        ("four_crews_three_shifts", 42),
        ("four_crews_two_shifts", 42),
        ("five_crews_three_shifts", 33.6),
        ("two_two_three", 42),
        ("dupont", 42),
        ("one_on_two_off", 56),
    ],
)
def test_the_hours_that_a_crew_works_in_a_week(name, hours_a_week):
    pattern = PATTERNS[name]
    span = timedelta(days=7 * len(pattern.cycle))
    for calendar in crews_of(pattern):
        hours = calendar.working_seconds(START, START + span) / 3600
        assert hours / len(pattern.cycle) == pytest.approx(hours_a_week)


def test_every_pattern_has_its_hours_checked():
    checked = test_the_hours_that_a_crew_works_in_a_week.pytestmark[0].args[1]
    assert {name for name, _ in checked} == PATTERNS.keys()


def test_weekly_changes_happen_on_monday_whatever_the_anchor():
    days = crews_of(PATTERNS["day_night"])[0]
    sundays = [date(2026, 3, 1) + timedelta(days=7 * number) for number in range(8)]
    assert all(not days.shifts_on(sunday) for sunday in sundays)
    codes = [days.shifts_on(sunday + timedelta(days=1))[0].code for sunday in sundays]
    assert sorted(codes[:2]) == ["D", "N"]
    assert codes[:2] * 4 == codes


def test_continuous_work_goes_on_over_holidays_unless_told_otherwise():
    pattern = PATTERNS["four_crews_three_shifts"]
    assert not pattern.definition("a", "Asia/Shanghai").follows_holidays
    assert pattern.definition("a", "Asia/Shanghai", follows_holidays=True).follows_holidays
    assert PATTERNS["five_days"].definition("a", "Asia/Shanghai").follows_holidays
