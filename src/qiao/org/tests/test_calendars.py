"""Calendars, their own days, holidays; which shift is on; the notations people write them in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from qiao import worktime
from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions, hours
from qiao.org.exchange import notation
from qiao.org.models import Calendar, Holiday
from qiao.org.reads import is_on_shift, people_on_shift, shift_on
from qiao.org.reads.preview import preview
from qiao.org.rules import Reason
from qiao.org.tests.conftest import NIGHTS, NOW, OFFICE
from qiao.worktime.patterns import PATTERNS

MORNING = NOW  # Monday 10:00 in Shanghai
NIGHT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # Monday 23:00


def fresh(calendar):
    return Calendar.objects.get(pk=calendar.pk)


def change(calendar, definition, **more):
    values = {"name_zh": calendar.name_zh, "name_en": "", "follows_holidays": True, "by": None, "at": NOW}
    return actions.change_calendar(calendar=calendar, definition=definition, **values | more)


@pytest.mark.django_db
def test_which_shift_is_on_and_who_works_it(factory):
    assert shift_on(factory.maintenance, MORNING).code == "D"
    assert shift_on(factory.team, MORNING) is None
    assert shift_on(factory.team, NIGHT).name_en == "Night"
    assert {p.number for p in people_on_shift(factory.company, MORNING)} == {"1", "2", "5"}
    assert {p.number for p in people_on_shift(factory.company, NIGHT)} == {"3", "4"}


@pytest.mark.django_db
def test_who_is_away_is_not_on_shift(factory, mei, tao):
    until = NIGHT + timedelta(hours=3)
    actions.set_substitute(person=tao, substitute=mei, since=NOW, until=until, by=None, at=NOW)
    assert [p.number for p in people_on_shift(factory.team, NIGHT)] == ["4"]
    assert not is_on_shift(tao, NIGHT)
    assert is_on_shift(mei, NIGHT)
    assert not is_on_shift(mei, MORNING)


@pytest.mark.django_db
def test_people_on_shift_cost_the_same_for_many(factory, django_assert_num_queries):
    people_on_shift(factory.company, MORNING)
    for number in range(20):
        factory.person(str(100 + number))
    with django_assert_num_queries(1):
        people_on_shift(factory.company, MORNING)


@pytest.mark.django_db
def test_a_change_reaches_those_who_compiled_it_before(factory, ada):
    assert shift_on(factory.maintenance, MORNING)
    late = {**OFFICE, "shifts": [{**OFFICE["shifts"][0], "stretches": [["14:00", "22:00"]]}]}
    row = change(factory.office, late, by=ada, expected=factory.office.revision)
    assert row.revision == factory.office.revision + 1
    factory.maintenance.refresh_from_db()
    assert shift_on(factory.maintenance, MORNING) is None


@pytest.mark.django_db
def test_a_stale_change_is_a_conflict(factory, ada):
    change(factory.office, NIGHTS)
    with pytest.raises(Conflict):
        change(factory.office, OFFICE, expected=factory.office.revision)


@pytest.mark.django_db
def test_a_day_of_its_own_comes_before_holidays_and_pattern(factory, ada):
    saturday, monday = date(2026, 3, 7), date(2026, 3, 2)
    actions.set_holiday(day=monday, name_zh="厂庆", by=ada, at=NOW)
    assert fresh(factory.office).compiled.shifts_on(monday) == ()
    actions.set_day(calendar=factory.office, day=monday, shifts=["D"], by=ada, at=NOW, note="inventory")
    actions.set_day(calendar=factory.office, day=saturday, shifts=["D"], by=ada, at=NOW)
    compiled = fresh(factory.office).compiled
    assert [len(compiled.shifts_on(day)) for day in (monday, saturday)] == [1, 1]
    actions.clear_day(calendar=factory.office, day=monday, by=ada, at=NOW)
    assert fresh(factory.office).compiled.shifts_on(monday) == ()


@pytest.mark.django_db
def test_a_shift_that_a_day_names_cannot_disappear(factory, ada):
    actions.set_day(calendar=factory.office, day=date(2026, 3, 7), shifts=["D"], by=ada, at=NOW)
    with pytest.raises(worktime.CalendarError, match="does not have"):
        change(factory.office, NIGHTS)
    with pytest.raises(worktime.CalendarError):
        actions.set_day(calendar=factory.office, day=date(2026, 3, 8), shifts=["X"], by=ada, at=NOW)


@pytest.mark.django_db
def test_a_make_up_day_works_as_the_day_it_makes_up_for(factory, ada):
    half = {
        **OFFICE,
        "pattern": {"kind": "weekly", "days": [["D"], ["D"], ["D"], ["D"], ["H"], [], []]},
        "shifts": [*OFFICE["shifts"], {"code": "H", "stretches": [["08:00", "12:00"]]}],
    }
    change(factory.office, half)
    sunday = date(2026, 3, 8)
    actions.set_holiday(day=sunday, name_zh="补周五", working=True, works_as=4, by=ada, at=NOW)
    assert [shift.code for shift in fresh(factory.office).compiled.shifts_on(sunday)] == ["H"]


@pytest.mark.django_db
def test_holidays_are_seeded_once_and_what_somebody_changed_stays(factory, ada):
    seeded = actions.seed_holidays(years=[2025], by=ada, at=NOW)
    assert seeded.written > 20
    assert seeded.unpublished == ()
    assert fresh(factory.office).compiled.shifts_on(date(2025, 10, 1)) == ()
    assert fresh(factory.office).compiled.shifts_on(date(2025, 9, 28))  # a Sunday that is worked
    actions.set_holiday(day=date(2025, 10, 1), name_zh="照常", working=True, by=ada, at=NOW)
    revision = fresh(factory.office).revision
    assert actions.seed_holidays(years=[2025], by=ada, at=NOW).written == 0
    assert Holiday.objects.get(date=date(2025, 10, 1)).name_zh == "照常"
    assert fresh(factory.office).revision == revision


@pytest.mark.django_db
def test_a_year_that_is_not_published_is_named(factory, ada):
    assert actions.seed_holidays(years=[2031], by=ada, at=NOW).unpublished == (2031,)


@pytest.mark.django_db
def test_a_calendar_that_works_through_holidays_keeps_its_revision(factory, ada):
    row = change(factory.nights, NIGHTS, follows_holidays=False)
    actions.set_holiday(day=date(2026, 5, 1), name_zh="劳动节", by=ada, at=NOW)
    assert fresh(factory.nights).revision == row.revision
    assert fresh(factory.office).revision == factory.office.revision + 1


@pytest.mark.django_db
def test_a_calendar_in_use_stays_open(factory, ada):
    with pytest.raises(Refused) as refused:
        actions.close_calendar(calendar=factory.nights, by=ada, at=NOW)
    assert refused.value.reason == Reason.CALENDAR_IN_USE
    spare = actions.create_calendar(code="spare", name_zh="备", definition=OFFICE, by=ada, at=NOW)
    assert not actions.close_calendar(calendar=spare, by=ada, at=NOW).active
    with pytest.raises(Refused) as refused:
        factory.unit("X", calendar=fresh(spare))
    assert refused.value.reason == Reason.CALENDAR_CLOSED


@pytest.mark.django_db
def test_a_calendar_without_any_work_is_refused(factory, ada):
    idle = {**OFFICE, "pattern": {"kind": "weekly", "days": [[]] * 7}}
    with pytest.raises(Refused) as refused:
        actions.create_calendar(code="idle", name_zh="闲", definition=idle, by=ada, at=NOW)
    assert refused.value.reason == Reason.CALENDAR_NEVER_WORKS


@pytest.mark.django_db
def test_the_preview_shows_holidays_and_the_hours_of_a_usual_week(factory, ada):
    actions.set_holiday(day=date(2026, 3, 3), name_zh="厂庆", name_en="Founders' day", by=ada, at=NOW)
    shown = preview(OFFICE, date(2026, 3, 2), follows_holidays=True)
    assert (len(shown.days), shown.hours) == (14, 40)
    assert [bool(day.shifts) for day in shown.days[:7]] == [True, False, True, True, True, False, False]
    assert shown.days[1].note == "Founders' day"
    assert preview(NIGHTS, date(2026, 3, 2), follows_holidays=False).hours == 42


@pytest.mark.parametrize(
    ("start", "end", "breaks", "stretches"),
    [
        (time(8), time(17), "12:00-13:00", [["08:00", "12:00"], ["13:00", "17:00"]]),
        (time(20), time(8), "00:00-01:00", [["20:00", "24:00"], ["25:00", "32:00"]]),
        (time(22), time(4), "0:30-1:00,2:00-3:00",
         [["22:00", "24:30"], ["25:00", "26:00"], ["27:00", "28:00"]]),
        (time(0), time(0), "", [["00:00", "24:00"]]),
        (time(9), time(12), "", [["09:00", "12:00"]]),
    ],
)  # fmt: skip
def test_from_to_and_breaks_become_stretches_and_back(start, end, breaks, stretches):
    assert hours.stretches(start, end, hours.read_breaks(breaks)) == stretches
    spoken = hours.spoken(stretches)
    assert (spoken["start"], spoken["end"]) == (start, end)
    assert hours.stretches(start, end, hours.read_breaks(spoken["breaks"])) == stretches


@pytest.mark.parametrize("breaks", ["07:00-07:30", "16:30-17:30", "12:00-13:00,12:30-14:00", "13:00-12:00"])
def test_breaks_lie_within_the_shift(breaks):
    with pytest.raises(hours.BreakOutside):
        hours.stretches(time(8), time(17), hours.read_breaks(breaks))


@pytest.mark.parametrize("breaks", ["noon", "12-13", "12:00-13:00 maybe", "12:60-13:00"])
def test_unclear_breaks_are_refused(breaks):
    with pytest.raises(hours.BreaksUnclear):
        hours.read_breaks(breaks)


def test_what_a_chinese_input_method_writes_is_understood():
    assert hours.read_breaks("12\uff1a00\uff5e13\uff1a00\u300117:00-17:30") == ((720, 780), (1020, 1050))


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_ready_made_patterns_survive_being_written_on_a_line(name):
    document = worktime.dump(PATTERNS[name].definition("x", "Asia/Shanghai"))
    assert notation.read_shifts(notation.write_shifts(document["shifts"])) == document["shifts"]
    assert notation.read_pattern(notation.write_pattern(document["pattern"])) == document["pattern"]


@pytest.mark.parametrize("text", ["", "D", "weekly D D", "rotation 2026-02-30: D -", "rotation today: D"])
def test_what_is_no_pattern_is_said(text):
    with pytest.raises(notation.NotationError):
        notation.read_pattern(text)
