"""What has no answer gets a clear error, and nothing runs for ever."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from qiao.worktime import (
    Calendar,
    CalendarError,
    DayException,
    NeverWorks,
    compile_calendar,
    parse,
    round_the_clock,
)

from .test_fixture import HOUR, OFFICE, at

REST = OFFICE | {"pattern": {"kind": "weekly", "days": [[]] * 7}}
ONLY_TWO_DAYS = REST | {
    "exceptions": [{"date": "2026-06-01", "shifts": ["day"]}, {"date": "2031-12-31", "shifts": ["day"]}]
}
NOON = at("2026-06-01 12:00")


def code_of(refusal: pytest.ExceptionInfo) -> str:
    return refusal.value.code


@pytest.mark.parametrize("seconds", [1, -1, 10**15, -(10**15)])
def test_a_calendar_that_never_works_says_so(seconds):
    calendar = Calendar(parse(REST))
    with pytest.raises(NeverWorks):
        calendar.add_working(NOON, seconds)
    with pytest.raises(NeverWorks):
        calendar.add_working_many(np.array([0, 10]), np.array([0, seconds]))


def test_a_calendar_that_never_works_still_measures_and_stays():
    calendar = Calendar(parse(REST))
    assert calendar.working_seconds(NOON, NOON + timedelta(days=9000)) == 0
    assert calendar.add_working(NOON, 0) == NOON
    assert (calendar.is_working(NOON), calendar.shift_at(NOON), calendar.next_shift(NOON)) == (
        False,
        None,
        None,
    )
    assert calendar.stretches_between(NOON, NOON + timedelta(days=99)) == []
    with pytest.raises(NeverWorks):
        calendar.next_working(NOON)


def test_a_calendar_without_any_shift_is_one_that_never_works():
    empty = {
        "code": "none",
        "zone": "UTC",
        "shifts": [],
        "pattern": {"kind": "rotation", "anchor": "2026-01-01", "cycle": [None]},
    }
    with pytest.raises(NeverWorks):
        Calendar(parse(empty)).add_working(NOON, 1)


def test_a_calendar_of_exceptions_only_works_them_all_and_then_stops():
    calendar = Calendar(parse(ONLY_TWO_DAYS))
    start = at("2020-01-01 00:00")
    assert calendar.add_working(start, 16 * HOUR) == at("2031-12-31 18:00")
    assert calendar.next_working(NOON + timedelta(days=1)) == at("2031-12-31 09:00")
    assert calendar.next_shift(NOON).day == date(2031, 12, 31)
    assert calendar.next_shift(at("2031-12-31 09:00")) is None
    with pytest.raises(NeverWorks):
        calendar.add_working(start, 16 * HOUR + 1)
    with pytest.raises(NeverWorks):
        calendar.add_working(at("2040-01-01 00:00"), -16 * HOUR - 1)
    assert calendar.add_working(at("2040-01-01 00:00"), -16 * HOUR) == at("2026-06-01 09:00")


@pytest.mark.parametrize("year", range(2026, 2032))
def test_a_night_on_the_last_exception_works_on_into_the_next_year(year):
    night = {"code": "N", "stretches": [["20:00", "32:00"]]}
    document = REST | {"shifts": [night], "exceptions": [{"date": "2031-12-31", "shifts": ["N"]}]}
    calendar = Calendar(parse(document))
    assert calendar.add_working(at(f"{year}-06-01 00:00"), 12 * HOUR) == at("2032-01-01 08:00")


def test_the_next_shift_is_found_behind_years_of_exceptions():
    days = [{"date": str(date(2026, 6, 1) + timedelta(days=number)), "shifts": []} for number in range(1500)]
    calendar = Calendar(parse(OFFICE | {"exceptions": days}))
    assert calendar.next_shift(NOON).day == date(2030, 7, 10)
    assert calendar.next_working(NOON) == at("2030-07-10 09:00")


def test_the_next_shift_is_found_even_when_it_is_a_month_away_or_eaten_by_a_change_of_the_clock():
    monthly = {"kind": "rotation", "anchor": "2026-06-01", "cycle": ["day"] + [None] * 29}
    calendar = Calendar(parse(OFFICE | {"pattern": monthly}))
    assert calendar.next_shift(at("2026-06-01 09:00")).day == date(2026, 7, 1)
    sundays = OFFICE | {
        "zone": "Europe/Berlin",
        "shifts": [{"code": "day", "stretches": [["02:00", "03:00"]]}],
        "pattern": {"kind": "weekly", "days": [[]] * 6 + [["day"]]},
    }
    assert Calendar(parse(sundays)).next_shift(at("2026-03-23 00:00")).day == date(2026, 4, 5)


def test_any_year_may_be_the_first_that_is_asked_about():
    definition, whole = (
        parse(OFFICE | {"zone": "Europe/Berlin"}),
        Calendar(parse(OFFICE | {"zone": "Europe/Berlin"})),
    )
    whole.working_seconds(datetime(1900, 2, 1, tzinfo=UTC), datetime(2199, 12, 1, tzinfo=UTC))
    for year in range(1901, 2200, 7):
        for first in (datetime(year, 1, 1, tzinfo=UTC), datetime(year - 1, 12, 31, 23, 59, tzinfo=UTC)):
            hours = (first - timedelta(hours=40), first + timedelta(hours=40))
            fresh = Calendar(definition)
            assert fresh.is_working(first) == whole.is_working(first)
            assert fresh.working_seconds(*hours) == whole.working_seconds(*hours)


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_years_that_no_calendar_covers_are_refused(year):
    far = datetime(year, 6, 1, tzinfo=UTC)
    for ask in (
        lambda calendar: calendar.working_seconds(NOON, far),
        lambda calendar: calendar.add_working(far, 60),
        lambda calendar: calendar.is_working(far),
        lambda calendar: calendar.shift_at(far),
        lambda calendar: calendar.stretches_between(min(far, NOON), max(far, NOON)),
        lambda calendar: calendar.working_seconds_many(np.array([0]), np.array([int(far.timestamp())])),
    ):
        with pytest.raises(CalendarError) as refusal:
            ask(Calendar(parse(OFFICE)))
        assert code_of(refusal) == "out_of_reach"


@pytest.mark.parametrize("seconds", [10**12, -(10**12)])
def test_a_deadline_beyond_the_covered_years_is_refused(seconds):
    with pytest.raises(CalendarError) as refusal:
        Calendar(parse(OFFICE)).add_working(NOON, seconds)
    assert code_of(refusal) == "out_of_reach"


def test_the_first_and_the_last_covered_moment_are_answered():
    calendar = round_the_clock("UTC")
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
    assert calendar.working_seconds(first, last) == (last - first).total_seconds()
    assert calendar.add_working(first, int((last - first).total_seconds())) == last
    assert calendar.add_working(last, -int((last - first).total_seconds())) == first


@pytest.mark.parametrize("instant", [datetime(2026, 6, 1, 12), None])
def test_an_instant_without_a_zone_is_refused(instant):
    calendar = Calendar(parse(OFFICE))
    for ask in (
        lambda: calendar.working_seconds(instant, NOON),
        lambda: calendar.working_seconds(NOON, instant),
        lambda: calendar.add_working(instant, 60),
        lambda: calendar.add_working(instant, 0),
        lambda: calendar.is_working(instant),
        lambda: calendar.shift_at(instant),
        lambda: calendar.shifts_between(instant, NOON),
    ):
        with pytest.raises(CalendarError) as refusal:
            ask()
        assert code_of(refusal) == "naive_instant"


@pytest.mark.parametrize(
    ("array", "code"),
    [
        (np.array(["2026-06-01", "NaT"], dtype="M8[s]"), "missing_instant"),
        (np.array([1.5, 2.5]), "wrong_type"),
        (np.array(["2026-06-01"]), "wrong_type"),
    ],
)
def test_arrays_that_are_no_instants_are_refused(array, code):
    with pytest.raises(CalendarError) as refusal:
        Calendar(parse(OFFICE)).working_seconds_many(array, array)
    assert code_of(refusal) == code


def test_arrays_may_be_empty_and_of_any_precision():
    calendar = Calendar(parse(OFFICE))
    nothing = np.array([], dtype=np.int64)
    assert calendar.working_seconds_many(nothing, nothing).tolist() == []
    assert calendar.add_working_many(nothing, nothing).tolist() == []
    start = np.array(["2026-06-01T01:00:00.999999"], dtype="M8[us]")
    assert calendar.working_seconds_many(start, start + np.timedelta64(1, "ms")).tolist() == [1]
    before_epoch = np.array(["1969-12-31T23:59:59.5"], dtype="M8[ms]")
    assert round_the_clock("UTC").working_seconds_many(before_epoch, np.array([0])).tolist() == [1]
    assert calendar.add_working_many(start, 60).tolist() == [datetime(2026, 6, 1, 1, 1)]


def test_equal_definitions_share_one_compiled_calendar():
    assert compile_calendar(parse(OFFICE)) is compile_calendar(parse(OFFICE))
    shared = parse(OFFICE).observing([DayException(date(2026, 6, 1))])
    assert compile_calendar(shared) is not compile_calendar(parse(OFFICE))


def test_threads_that_ask_for_different_years_at_once_all_get_the_right_answer():
    calendar, alone = Calendar(parse(OFFICE)), Calendar(parse(OFFICE))
    starts = [datetime(1930 + (number * 37) % 200, 3, 4, 5, tzinfo=UTC) for number in range(200)]
    expected = [alone.working_seconds(NOON, start) for start in starts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda start: calendar.working_seconds(NOON, start), starts)) == expected


def test_the_package_needs_neither_django_nor_the_holidays_package():
    program = (
        "import sys; sys.modules['django'] = sys.modules['holidays'] = None\n"
        "import qiao.worktime, qiao.worktime.patterns, qiao.worktime.holidays_cn\n"
        "assert not [name for name in sys.modules if name.startswith('django.')]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
