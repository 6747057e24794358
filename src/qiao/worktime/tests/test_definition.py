"""Everything that can be wrong with a calendar has a code that a page can explain."""

import copy
import pickle
from datetime import date

import pytest

from qiao.worktime import (
    CalendarDefinition,
    CalendarError,
    DayException,
    NeverWorks,
    Stretch,
    dump,
    parse,
    parse_time,
)
from qiao.worktime.errors import SENTENCES

GOOD = {
    "code": "stamping-a",
    "zone": "Asia/Shanghai",
    "shifts": [
        {
            "code": "D",
            "name_zh": "白班",
            "name_en": "Day",
            "stretches": [["08:00", "12:00"], ["13:00", "20:00"]],
        },
        {"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["20:00", "32:00"]]},
    ],
    "pattern": {"kind": "rotation", "anchor": "2026-01-05", "cycle": ["D", "N", None], "offset": 1},
    "exceptions": [
        {"date": "2026-10-01", "shifts": [], "name_zh": "国庆节", "name_en": "National Day"},
        {"date": "2026-10-10", "as_weekday": 2, "name_zh": "", "name_en": ""},
        {"date": "2026-10-11", "shifts": ["D", "N"], "name_zh": "", "name_en": ""},
    ],
    "follows_holidays": False,
}


def changed(path: str, value: object) -> dict:
    """The good document with one thing replaced; a path that ends in "!" takes the thing away."""
    document = copy.deepcopy(GOOD)
    *way, last = path.rstrip("!").split(".")
    place = document
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    key = int(last) if last.isdigit() else last
    if path.endswith("!"):
        del place[key]
    else:
        place[key] = value
    return document


def hours(*stretches: tuple[str, str]) -> list[list[str]]:
    return [list(stretch) for stretch in stretches]


FAULTS = [
    ("shifts.0.stretches", hours(("08:00", "08:00")), "zero_length"),
    ("shifts.0.stretches", hours(("20:00", "08:00")), "ends_before_start"),
    ("shifts.0.stretches", hours(("20:00", "48:01")), "out_of_day"),
    ("shifts.0.stretches", hours(("08:00", "33:00")), "over_24h"),
    ("shifts.0.stretches", hours(("08:00", "12:00"), ("20:00", "32:30")), "over_24h"),
    ("shifts.0.stretches", hours(("08:00", "12:00"), ("11:59", "17:00")), "overlapping_stretches"),
    ("shifts.0.stretches", hours(("11:59", "17:00"), ("08:00", "12:00")), "overlapping_stretches"),
    ("shifts.0.stretches", hours(("24:00", "30:00")), "starts_next_day"),
    ("shifts.0.stretches", [], "no_stretches"),
    ("shifts.0.stretches", [["08:00"]], "wrong_type"),
    ("shifts.0.stretches", [["8am", "9am"]], "bad_time"),
    ("shifts.0.stretches", [["08:60", "09:00"]], "bad_time"),
    ("shifts.0.stretches", [[8.0, 9.0]], "bad_time"),
    ("shifts.0.stretches", [[-60, 480]], "out_of_day"),
    ("shifts.0.stretches", "08:00-12:00", "wrong_type"),
    ("shifts.0.code", "N", "duplicate_shift"),
    ("shifts.0.code", "", "blank_code"),
    ("shifts.0.code", 7, "wrong_type"),
    ("shifts.0.colour", "red", "unknown_field"),
    ("shifts.0.code!", None, "missing"),
    ("shifts", {}, "wrong_type"),
    ("code", "", "blank_code"),
    ("zone", "Asia/Peking-on-Sea", "unknown_zone"),
    ("zone", "../../etc/passwd", "unknown_zone"),
    ("zone", "Asia", "unknown_zone"),
    ("zone", "", "unknown_zone"),
    ("pattern", {"kind": "lunar"}, "unknown_pattern"),
    ("pattern", "weekly", "wrong_type"),
    ("pattern", {"kind": "weekly", "days": [["D"]] * 6}, "seven_days"),
    ("pattern", {"kind": "weekly", "days": [["D", "D"]] + [[]] * 6}, "repeated_shift"),
    ("pattern", {"kind": "weekly", "days": [["X"]] + [[]] * 6}, "unknown_shift"),
    ("pattern.cycle", [], "empty_cycle"),
    ("pattern.cycle", ["D"] * 401, "cycle_too_long"),
    ("pattern.cycle", ["D", "X"], "unknown_shift"),
    ("pattern.anchor", "5.1.2026", "bad_date"),
    ("pattern.anchor", None, "bad_date"),
    ("pattern.offset", 1.5, "wrong_type"),
    ("pattern.offset", True, "wrong_type"),
    ("exceptions.0.date", "2026-02-29", "bad_date"),
    ("exceptions.0.date", "2026-10-10", "duplicate_exception"),
    ("exceptions.0.shifts", ["X"], "unknown_shift"),
    ("exceptions.0.shifts", ["D", "D"], "repeated_shift"),
    ("exceptions.0.as_weekday", 7, "bad_weekday"),
    ("exceptions.2.as_weekday", 1, "two_meanings"),
    ("follows_holidays", "no", "wrong_type"),
    ("version", 3, "unknown_field"),
]


def test_a_good_document_is_read_and_written_back_word_for_word():
    assert dump(parse(GOOD)) == GOOD


@pytest.mark.parametrize(("path", "value", "code"), FAULTS)
def test_a_faulty_document_is_refused_with_its_code(path, value, code):
    with pytest.raises(CalendarError) as refusal:
        parse(changed(path, value))
    assert refusal.value.code == code
    assert str(refusal.value) == SENTENCES[code].format(**refusal.value.params)


def test_every_code_is_shown_by_a_case_here_or_is_raised_when_asking():
    asked = {"naive_instant", "missing_instant", "out_of_reach", "never_works"}
    assert {code for _, _, code in FAULTS} | asked == SENTENCES.keys()


@pytest.mark.parametrize("error", [CalendarError("unknown_zone", zone="Mars/Base"), NeverWorks("empty")])
def test_an_error_survives_the_way_between_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.params, str(again)) == (
        type(error),
        error.code,
        error.params,
        str(error),
    )


@pytest.mark.parametrize(("text", "minutes"), [("08:30", 510), (" 8:05 ", 485), ("32:00", 1920), (75, 75)])
def test_times_of_day(text, minutes):
    assert parse_time(text) == minutes


def test_an_end_before_its_start_is_taken_for_the_next_day_when_people_type_it():
    assert Stretch.across(20 * 60, 8 * 60) == Stretch(20 * 60, 32 * 60)
    assert Stretch.across(8 * 60, 17 * 60) == Stretch(8 * 60, 17 * 60)


def test_the_fingerprint_changes_with_the_content_and_not_with_the_object():
    assert parse(GOOD).fingerprint == parse(copy.deepcopy(GOOD)).fingerprint
    assert parse(GOOD).fingerprint != parse(changed("pattern.offset", 0)).fingerprint
    assert len({parse(GOOD), parse(GOOD), parse(changed("zone", "Asia/Tokyo"))}) == 2


def test_shared_holidays_are_observed_unless_the_calendar_says_otherwise():
    shared = [DayException(date(2026, 10, 1)), DayException(date(2026, 10, 2))]
    follows = parse(changed("follows_holidays", True))
    observing = follows.observing(shared)
    assert [item.day.day for item in observing.exceptions] == [1, 2, 10, 11]
    assert observing.exceptions[0].name_zh == "国庆节"  # its own word on that day wins
    stays: CalendarDefinition = parse(GOOD)
    assert stays.observing(shared) is stays


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        ([["D"]] * 5 + [[], []], 8),
        ([["D"]] * 4 + [["S"], ["S"], []], 8),
        ([["D", "S"]] * 7, 12),
        ([[]] * 7, 8),
    ],
    ids=["five days", "commonest", "two shifts a day", "never"],
)
def test_a_usual_day_is_the_commonest_that_has_work(days, hours):
    shifts = [
        {"code": "D", "stretches": [["08:00", "12:00"], ["13:00", "17:00"]]},
        {"code": "S", "stretches": [["18:00", "22:00"]]},
    ]
    pattern = {"kind": "weekly", "days": days}
    found = parse({"code": "c", "zone": "UTC", "pattern": pattern, "shifts": shifts})
    assert found.usual_day == hours * 3600
