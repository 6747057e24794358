"""Which shift is on, which is next, how far it has got."""

from datetime import UTC, date, datetime

import pytest

from qiao.worktime import Calendar, parse

from .test_definition import GOOD
from .test_fixture import OFFICE, at

TEAM = {
    "code": "team",
    "zone": "Asia/Shanghai",
    "shifts": [
        {
            "code": "E",
            "name_zh": "早班",
            "name_en": "Early",
            "stretches": [["06:00", "10:00"], ["10:30", "14:00"]],
        },
        {"code": "L", "name_zh": "中班", "name_en": "Late", "stretches": [["13:30", "22:00"]]},
        {"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["22:00", "30:00"]]},
    ],
    "pattern": {"kind": "weekly", "days": [["E", "L", "N"]] * 5 + [["E"], []]},
}


@pytest.mark.parametrize(
    ("instant", "on", "following"),
    [
        ("2026-06-01 05:59:59", None, "E"),  # a Monday: Sunday rests, and Saturday has no night
        ("2026-06-01 06:00", "E", "L"),
        ("2026-06-01 10:15", "E", "L"),  # its break belongs to the shift
        ("2026-06-01 13:45", "L", "N"),  # of two, the one that came last
        ("2026-06-01 22:00", "N", "E"),
        ("2026-06-02 03:00", "N", "E"),
        ("2026-06-06 05:00", "N", "E"),  # Friday's night on Saturday morning
        ("2026-06-06 15:00", None, "E"),
    ],
)
def test_which_shift_is_on_and_which_comes_next(instant, on, following):
    calendar = Calendar(parse(TEAM))
    shift, after = calendar.shift_at(at(instant)), calendar.next_shift(at(instant))
    assert (shift and shift.code, after and after.code) == (on, following)


def test_both_shifts_are_on_while_they_hand_over():
    assert [s.code for s in Calendar(parse(TEAM)).shifts_at(at("2026-06-01 13:45"))] == ["E", "L"]


def test_overlapping_shifts_count_their_time_once():
    calendar = Calendar(parse(TEAM))
    assert calendar.working_seconds(at("2026-06-01 13:00"), at("2026-06-01 15:00")) == 2 * 3600
    # 06:00 to midnight less half an hour's break; the half hour of handing over counts once
    assert calendar.working_seconds(at("2026-06-01 00:00"), at("2026-06-02 00:00")) == 17.5 * 3600


def test_a_shift_knows_its_names_hours_breaks_and_how_far_it_is():
    shift = Calendar(parse(TEAM)).shift_at(at("2026-06-01 10:15"))
    assert (shift.name_zh, shift.name_en, shift.day) == ("早班", "Early", date(2026, 6, 1))
    assert (shift.start, shift.end) == (at("2026-06-01 06:00"), at("2026-06-01 14:00"))
    assert shift.breaks == ((at("2026-06-01 10:00"), at("2026-06-01 10:30")),)
    assert shift.working_seconds == 7.5 * 3600
    assert shift.elapsed_seconds(at("2026-06-01 10:15")) == 4 * 3600
    assert shift.share_elapsed(at("2026-06-01 05:00")) == 0
    assert shift.share_elapsed(at("2026-06-01 09:45")) == 0.5
    assert shift.share_elapsed(at("2026-06-01 20:00")) == 1


def test_a_night_belongs_to_the_day_it_starts_on():
    assert Calendar(parse(TEAM)).shift_at(at("2026-06-02 03:00")).day == date(2026, 6, 1)


def test_the_shifts_of_a_span_are_listed_in_order_with_those_that_reach_into_it():
    found = Calendar(parse(TEAM)).shifts_between(at("2026-06-02 03:00"), at("2026-06-02 13:30"))
    assert [(shift.code, shift.day.day) for shift in found] == [("N", 1), ("E", 2)]


def test_bars_are_clipped_to_the_span_and_leave_out_lunch():
    bars = Calendar(parse(OFFICE)).stretches_between(at("2026-06-01 10:00"), at("2026-06-02 09:30"))
    assert bars == [
        (at("2026-06-01 10:00"), at("2026-06-01 12:00")),
        (at("2026-06-01 13:00"), at("2026-06-01 18:00")),
        (at("2026-06-02 09:00"), at("2026-06-02 09:30")),
    ]
    assert Calendar(parse(OFFICE)).stretches_between(at("2026-06-01 12:00"), at("2026-06-01 12:00")) == []


@pytest.mark.parametrize(
    ("instant", "working", "following"),
    [
        ("2026-06-01 09:00", True, "2026-06-01 09:00"),
        ("2026-06-01 12:00", False, "2026-06-01 13:00"),
        ("2026-06-05 18:00", False, "2026-06-08 09:00"),
    ],
)
def test_the_start_of_a_stretch_works_and_its_end_does_not(instant, working, following):
    calendar = Calendar(parse(OFFICE))
    assert calendar.is_working(at(instant)) is working
    assert calendar.next_working(at(instant)) == at(following)


def test_a_rotation_works_its_exceptions_and_ignores_weekdays_it_does_not_have():
    calendar = Calendar(parse(GOOD))
    days = {number: [s.code for s in calendar.shifts_on(date(2026, 10, number))] for number in (1, 10, 11)}
    rostered = GOOD["pattern"]["cycle"][((date(2026, 10, 10) - date(2026, 1, 5)).days + 1) % 3]
    assert days == {1: [], 10: [rostered] if rostered else [], 11: ["D", "N"]}


def test_the_new_days_shift_is_on_while_the_clock_shows_the_old_day_again():
    """Newfoundland, 7 November 2010: from one minute past midnight back to 23:01 of the day before."""
    document = TEAM | {"zone": "America/St_Johns", "pattern": {"kind": "weekly", "days": [["G"]] * 7}}
    calendar = Calendar(parse(document | {"shifts": [{"code": "G", "stretches": [["00:00", "08:00"]]}]}))
    start, again = (datetime(2010, 11, 7, *clock, tzinfo=UTC) for clock in ((2, 30), (3, 0)))
    assert again.astimezone(calendar.zone).day == 6
    assert calendar.shift_at(again).day == date(2010, 11, 7)
    assert calendar.shift_at(again).start == start
    assert [shift.day.day for shift in calendar.shifts_between(start, again)] == [7]
