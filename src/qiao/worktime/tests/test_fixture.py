"""Fixtures as tables: the measurement handbook's, where deadlines land, nights, clocks that change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qiao.worktime import (
    Calendar,
    CalendarDefinition,
    Rotation,
    Shift,
    Stretch,
    Weekly,
    parse,
    round_the_clock,
)
from qiao.worktime.holidays_cn import seed

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600
OFFICE = {
    "code": "office",
    "zone": "Asia/Shanghai",
    "shifts": [
        {
            "code": "day",
            "name_zh": "白班",
            "name_en": "Day",
            "stretches": [["09:00", "12:00"], ["13:00", "18:00"]],
        }
    ],
    "pattern": {"kind": "weekly", "days": [["day"]] * 5 + [[], []]},
}
SPRING_FESTIVAL = [
    {"date": "2026-02-14", "as_weekday": 4},
    *({"date": f"2026-02-{day}", "shifts": []} for day in (16, 17, 18, 19, 20, 23)),
    {"date": "2026-02-28", "as_weekday": 0},
]


def at(text: str, zone: ZoneInfo = CHINA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def daily(*hours: tuple[int, int], zone: str = "Asia/Shanghai") -> Calendar:
    """Every day the same hours."""
    shift = Shift("S", "班", "Shift", tuple(Stretch(start * 60, end * 60) for start, end in hours))
    return Calendar(CalendarDefinition("daily", zone, Weekly((("S",),) * 7), (shift,)))


@pytest.mark.parametrize(
    ("definition", "hours"),
    [
        (parse(OFFICE | {"exceptions": SPRING_FESTIVAL}), 10),
        (parse(OFFICE).observing(seed([2026]).exceptions()), 10),
        (parse(OFFICE), 50),
    ],
    ids=["China as the handbook says", "China as seeded", "plain Monday to Friday"],
)
def test_spring_festival_2026_is_ten_working_hours_not_fifty(definition, hours):
    calendar = Calendar(definition)
    assert calendar.working_seconds(at("2026-02-13 17:00"), at("2026-02-24 10:00")) == hours * HOUR
    assert calendar.add_working(at("2026-02-13 17:00"), hours * HOUR) == at("2026-02-24 10:00")


@pytest.mark.parametrize(
    ("start", "seconds", "lands"),
    [
        ("2026-06-01 09:00", 8 * HOUR, "2026-06-01 18:00"),  # the end of the day, not the next morning
        ("2026-06-01 09:00", 8 * HOUR + 1, "2026-06-02 09:00:01"),
        ("2026-06-01 09:00", 3 * HOUR, "2026-06-01 12:00"),  # before lunch, not after it
        ("2026-06-01 12:30", 1, "2026-06-01 13:00:01"),
        ("2026-06-05 17:59:59", 2, "2026-06-08 09:00:01"),  # over a weekend
        ("2026-06-06 10:00", 8 * HOUR, "2026-06-08 18:00"),  # begun on a Saturday
        ("2026-06-01 07:00", 0, "2026-06-01 07:00"),  # nothing to add: nowhere to go
        ("2026-06-01 18:00", -8 * HOUR, "2026-06-01 09:00"),  # back, and on the start of the day
        ("2026-06-02 09:00", -1, "2026-06-01 17:59:59"),
        ("2026-06-01 13:00", -3 * HOUR, "2026-06-01 09:00"),
        ("2026-06-08 09:00", -8 * HOUR, "2026-06-05 09:00"),
    ],
)
def test_where_a_deadline_lands(start, seconds, lands):
    assert Calendar(parse(OFFICE)).add_working(at(start), seconds) == at(lands)


def test_eight_hours_from_nine_on_nine_to_five_are_five_o_clock_the_same_day():
    assert daily((9, 17)).add_working(at("2026-06-01 09:00"), 8 * HOUR) == at("2026-06-01 17:00")


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-06-01 09:00", "2026-06-01 18:00", 8 * HOUR),
        ("2026-06-01 18:00", "2026-06-01 09:00", -8 * HOUR),
        ("2026-06-01 11:59:59", "2026-06-01 13:00:01", 2),
        ("2026-06-01 12:10", "2026-06-01 12:50", 0),
        ("2026-06-01 09:00:00.900", "2026-06-01 09:00:01.100", 1),  # fractions are cut off first
        ("2026-06-01 09:00:00.100", "2026-06-01 09:00:00.900", 0),
        ("2024-02-28 09:00", "2024-03-01 18:00", 3 * 8 * HOUR),  # a leap day, a Thursday
        ("2026-01-01 00:00", "2027-01-01 00:00", 261 * 8 * HOUR),
        ("1950-01-01 00:00", "2150-01-01 00:00", 52178 * 8 * HOUR),
    ],
)
def test_how_long_was_it(start, end, seconds):
    assert Calendar(parse(OFFICE)).working_seconds(at(start), at(end)) == seconds


def test_two_centuries_of_mondays_to_fridays_were_counted_right():
    """The figure of the table above, counted another way."""
    day, count = datetime(1950, 1, 1), 0
    while day < datetime(2150, 1, 1):
        count, day = count + (day.weekday() < 5), day + timedelta(days=1)
    assert count == 52178


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-06-01 20:00", "2026-06-02 08:00", 12),
        ("2026-06-01 22:00", "2026-06-02 02:00", 4),
        ("2026-06-01 00:00", "2026-06-02 00:00", 12),  # eight of last night, four of tonight
    ],
)
def test_a_night_goes_on_after_midnight(start, end, hours):
    assert daily((20, 32)).working_seconds(at(start), at(end)) == hours * HOUR


def test_a_holiday_cancels_the_night_that_starts_on_it_and_not_the_one_that_ends_on_it():
    night = Shift("N", "夜班", "Night", (Stretch(20 * 60, 32 * 60),))
    document = {
        "code": "nights",
        "zone": "Asia/Shanghai",
        "shifts": [{"code": "N", "stretches": [["20:00", "32:00"]]}],
        "pattern": {"kind": "weekly", "days": [["N"]] * 7},
        "exceptions": [{"date": "2026-10-01", "shifts": []}],
    }
    assert parse(document).shifts[0].minutes == night.minutes == 720
    calendar = Calendar(parse(document))
    assert calendar.working_seconds(at("2026-10-01 00:00"), at("2026-10-02 00:00")) == 8 * HOUR
    assert calendar.working_seconds(at("2026-10-02 00:00"), at("2026-10-03 00:00")) == 4 * HOUR


# Berlin: on 29 March 2026 02:00-03:00 is skipped, on 25 October 2026 02:00-03:00 comes twice.
@pytest.mark.parametrize(
    ("stretch", "day", "hours"),
    [
        ((22, 30), "2026-03-28", 7),  # the night of spring is an hour shorter
        ((22, 30), "2026-10-24", 9),  # the night of autumn an hour longer
        ((22, 30), "2026-06-01", 8),
        ((0, 24), "2026-03-29", 23),
        ((0, 24), "2026-10-25", 25),
        ((2, 3), "2026-03-29", 0),  # an hour that there was not
        ((1, 2), "2026-03-29", 1),
        ((3, 4), "2026-03-29", 1),
        ((2, 3), "2026-10-25", 2),  # both showings of it
        ((1, 2), "2026-10-25", 1),
        ((3, 4), "2026-10-25", 1),
    ],
)
def test_shifts_are_as_long_as_for_those_who_work_them_when_clocks_change(stretch, day, hours):
    calendar = daily(stretch, zone="Europe/Berlin")
    shifts = [
        s
        for s in calendar.shifts_on(datetime.fromisoformat(day).date())
        if calendar.working_seconds(s.start, s.end)
    ]
    assert sum(shift.working_seconds for shift in shifts) == hours * HOUR


def test_half_past_two_comes_twice_and_ends_work_once():
    shift = Shift("S", "", "", (Stretch(22 * 60, 26 * 60 + 30),))
    calendar = Calendar(CalendarDefinition("x", "Europe/Berlin", Weekly((("S",),) * 7), (shift,)))
    start = at("2026-10-24 22:00", BERLIN)
    assert calendar.working_seconds(start, at("2026-10-25 12:00", BERLIN)) == 4.5 * HOUR
    assert calendar.add_working(start, int(4.5 * HOUR)) == at("2026-10-25 02:30", BERLIN).replace(fold=0)
    assert not calendar.is_working(at("2026-10-25 02:15", BERLIN).replace(fold=1))


def test_the_deadline_is_given_in_the_zone_of_the_start():
    start = at("2026-06-01 09:00").astimezone(BERLIN)
    found = Calendar(parse(OFFICE)).add_working(start, HOUR)
    assert (found, found.tzinfo) == (at("2026-06-01 10:00"), BERLIN)


def test_the_day_that_samoa_skipped_has_no_working_time():
    calendar = daily((9, 17), zone="Pacific/Apia")
    apia = ZoneInfo("Pacific/Apia")
    assert calendar.working_seconds(at("2011-12-29 17:00", apia), at("2011-12-31 09:00", apia)) == 0
    assert calendar.shifts_on(datetime(2011, 12, 30).date()) == ()


@pytest.mark.parametrize(
    ("crew", "codes"),
    [(0, ["D", "D", "N", "N", None, None, "D"]), (2, ["N", "N", None, None, "D", "D", "N"])],
)
def test_crews_follow_each_other_through_the_cycle(crew, codes):
    rotation = Rotation(datetime(2026, 1, 5).date(), ("D", "D", "N", "N", None, None), crew)
    day, night = Shift("D", "", "", (Stretch(480, 1200),)), Shift("N", "", "", (Stretch(1200, 1920),))
    calendar = Calendar(CalendarDefinition("crew", "Asia/Shanghai", rotation, (day, night)))
    days = [datetime(2026, 1, number).date() for number in range(5, 12)]
    assert [next((s.code for s in calendar.shifts_on(day)), None) for day in days] == codes
    before = calendar.shifts_on(datetime(2025, 12, 30).date())  # a whole cycle before the anchor
    assert [shift.code for shift in before] == [code for code in codes[:1] if code]


def test_round_the_clock_is_elapsed_time():
    start, end = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 11, 1, 7, 0, 1, tzinfo=UTC)
    for zone in ("Asia/Shanghai", "Europe/Berlin"):
        calendar = round_the_clock(zone)
        assert calendar.working_seconds(start, end) == (end - start).total_seconds()
        assert calendar.add_working(start, 86_400) == start + timedelta(days=1)


@pytest.mark.parametrize("asked_first", ["2025-07-01 00:00", "2026-07-01 00:00", "2027-07-01 00:00"])
@pytest.mark.parametrize("year", range(2023, 2030))
def test_the_night_of_new_years_eve_is_whole_whichever_years_were_asked_about_before(asked_first, year):
    calendar = daily((20, 32))
    assert calendar.is_working(at(asked_first))
    assert calendar.working_seconds(at(f"{year}-01-01 00:00"), at(f"{year}-01-01 12:00")) == 8 * HOUR
    assert calendar.add_working(at(f"{year}-01-01 08:00"), -9 * HOUR) == at(f"{year - 1}-12-31 23:00")
