"""The seed of mainland China against the State Council's notices."""

from datetime import date, timedelta

import pytest

from qiao.worktime import compile_calendar, parse
from qiao.worktime.holidays_cn import is_published, seed

from .test_fixture import OFFICE, at

# The notices of October 2023, November 2024 and November 2025: first and last day off, days worked for it.
NOTICES = [
    ("2024-01-01", "2024-01-01", []),
    ("2024-02-10", "2024-02-17", ["2024-02-04", "2024-02-18"]),
    ("2024-04-04", "2024-04-06", ["2024-04-07"]),
    ("2024-05-01", "2024-05-05", ["2024-04-28", "2024-05-11"]),
    ("2024-06-08", "2024-06-10", []),
    ("2024-09-15", "2024-09-17", ["2024-09-14"]),
    ("2024-10-01", "2024-10-07", ["2024-09-29", "2024-10-12"]),
    ("2025-01-01", "2025-01-01", []),
    ("2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"]),
    ("2025-04-04", "2025-04-06", []),
    ("2025-05-01", "2025-05-05", ["2025-04-27"]),
    ("2025-05-31", "2025-06-02", []),
    ("2025-10-01", "2025-10-08", ["2025-09-28", "2025-10-11"]),
    ("2026-01-01", "2026-01-03", ["2026-01-04"]),
    ("2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"]),
    ("2026-04-04", "2026-04-06", []),
    ("2026-05-01", "2026-05-05", ["2026-05-09"]),
    ("2026-06-19", "2026-06-21", []),
    ("2026-09-25", "2026-09-27", []),
    ("2026-10-01", "2026-10-07", ["2026-09-20", "2026-10-10"]),
]


def days_between(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=number) for number in range((end - start).days + 1)}


def test_the_seed_is_what_the_notices_of_three_years_say_day_by_day():
    rows = seed([2024, 2025, 2026]).rows
    off = {row.day for row in rows if row.kind != "workday"}
    told = set().union(*(days_between(first, last) for first, last, _ in NOTICES))
    assert off == told
    worked = {row.day for row in rows if row.kind == "workday"}
    assert worked == {date.fromisoformat(day) for _, _, days in NOTICES for day in days}


@pytest.mark.parametrize(
    ("day", "kind", "zh", "en"),
    [
        (
            "2026-02-14",
            "workday",
            "春节调休上班（补 2 月 20 日）",
            "Spring Festival: working day in place of 2026-02-20",
        ),
        ("2026-02-16", "holiday", "农历除夕", "Chinese New Year's Eve"),
        ("2026-02-17", "holiday", "春节", "Spring Festival"),
        ("2026-02-20", "lieu", "春节假期", "Spring Festival (day off in lieu)"),
        ("2026-02-21", "weekend", "春节假期（周末）", "Spring Festival (weekend)"),
        ("2026-05-04", "lieu", "劳动节假期", "Labor Day (day off in lieu)"),
        ("2025-10-06", "holiday", "中秋节", "Mid-Autumn Festival"),
        ("2020-10-01", "holiday", "中秋节、国庆节", "Mid-Autumn Festival, National Day"),
    ],
)
def test_each_day_is_named_in_both_languages_by_what_it_is(day, kind, zh, en):
    wanted = date.fromisoformat(day)
    (row,) = [row for row in seed([wanted.year]).rows if row.day == wanted]
    assert (row.kind, row.name_zh, row.name_en) == (kind, zh, en)


def test_a_make_up_day_works_as_the_weekday_it_makes_up_for():
    friday_short = OFFICE | {
        "shifts": [*OFFICE["shifts"], {"code": "short", "stretches": [["09:00", "12:00"]]}],
        "pattern": {"kind": "weekly", "days": [["day"]] * 4 + [["short"], [], []]},
    }
    calendar = compile_calendar(parse(friday_short).observing(seed([2026]).exceptions()))
    # Saturday the 14th stands for Friday the 20th, Saturday the 28th for Monday the 23rd.
    assert calendar.working_seconds(at("2026-02-14 00:00"), at("2026-02-15 00:00")) == 3 * 3600
    assert calendar.working_seconds(at("2026-02-28 00:00"), at("2026-03-01 00:00")) == 8 * 3600


def test_those_who_work_six_days_have_the_saturday_inside_a_holiday_off():
    six_days = OFFICE | {"pattern": {"kind": "weekly", "days": [["day"]] * 6 + [[]]}}
    calendar = compile_calendar(parse(six_days).observing(seed([2026]).exceptions()))
    assert not calendar.shifts_on(date(2026, 2, 21))
    assert calendar.shifts_on(date(2026, 3, 7))


def test_a_year_that_is_not_published_is_named_and_its_rows_are_provisional():
    found = seed([2026, 2027])
    assert found.unpublished == (2027,)
    assert {row.provisional for row in found.rows if row.day.year == 2027} == {True}
    assert {row.provisional for row in found.rows if row.day.year == 2026} == {False}
    assert not [row for row in found.rows if row.day.year == 2027 and row.kind == "workday"]
    assert date(2027, 10, 1) in {row.day for row in found.rows}


def test_every_year_of_the_millennium_up_to_2026_is_published_and_none_before():
    assert [year for year in range(1995, 2027) if is_published(year)] == list(range(2001, 2027))


def test_only_days_of_the_years_asked_for_come_back_each_once():
    for year in range(2001, 2028):
        days = [row.day for row in seed([year]).rows]
        assert {day.year for day in days} == {year}
        assert len(days) == len(set(days))


def test_a_make_up_day_in_december_belongs_to_its_year_and_to_the_next_years_holiday():
    """31 December 2011, a Saturday, was worked for 3 January 2012."""
    (row,) = [row for row in seed([2011]).rows if row.day == date(2011, 12, 31)]
    assert (row.kind, row.instead_of) == ("workday", date(2012, 1, 3))
    assert date(2011, 12, 31) not in {row.day for row in seed([2012]).rows}


def test_years_may_be_asked_for_twice_and_in_any_order():
    assert seed([2026, 2025, 2026]) == seed([2025, 2026])
