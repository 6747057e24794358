"""A schedule raises its request exactly once, in the name of who owns it, and says what it left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qiao.catalogue.models import ServiceVersion
from qiao.desk.events import Kind as Desk
from qiao.desk.models import Request
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person, Unit
from qiao.schedules import actions
from qiao.schedules.actions import Need
from qiao.schedules.events import Kind
from qiao.schedules.models import Occurrence, Schedule
from qiao.schedules.rules import Every, Outcome, Pattern, Reason, ScheduleState
from qiao.schedules.tests.conftest import MONDAYS, daily, moment


def fresh(schedule):
    return Schedule.objects.get(pk=schedule.pk)


def why(action, **arguments):
    with pytest.raises(Refused) as refused:
        action(**arguments)
    return refused.value.reason


def told(schedule):
    return [event.kind for event in Event.objects.about(schedule)]


def test_it_is_raised_when_due_for_the_whole_unit_and_only_once(desk, weekly, mei):
    assert weekly.next_at == moment("2026-03-02 08:30")
    assert actions.raise_due(at=moment("2026-03-02 08:29")) == 0
    assert actions.raise_due(at=moment("2026-03-02 08:30")) == 1
    assert actions.raise_due(at=moment("2026-03-02 08:31")) == 0
    request = Request.objects.get()
    assert (request.title, request.requester, request.beneficiary_unit) == (
        "每周点检",
        mei,
        desk.units["welding2"],
    )
    assert [event.kind for event in Event.objects.about(request)] == [Desk.RAISED, Desk.SCHEDULED]
    assert fresh(weekly).next_at == moment("2026-03-09 08:30")


def test_a_tick_that_read_before_another_raised_does_nothing(weekly):
    at = moment("2026-03-02 08:30")
    actions.raise_due(at=at)
    Schedule.objects.update(next_at=at, decided_until=at - timedelta(days=1))  # as if it had read before
    assert actions.raise_due(at=at) == 0
    assert Request.objects.count() == 1


def test_after_a_standstill_only_the_latest_is_raised_and_the_story_says_so(weekly):
    assert actions.raise_due(at=moment("2026-03-17 10:00")) == 1
    assert Request.objects.count() == 1
    outcomes = list(Occurrence.objects.order_by("due").values_list("outcome", flat=True))
    assert outcomes == [Outcome.LEFT_OUT, Outcome.LEFT_OUT, Outcome.RAISED]
    event = Event.objects.about(Request.objects.get()).last()
    assert event.data["missed"] == 2
    assert fresh(weekly).next_at == moment("2026-03-23 08:30")


def test_once_is_once_and_then_it_has_ended(desk, mei):
    desk.now = moment("2026-03-01 12:00")
    once = actions.create(
        service=desk.service,
        unit=desk.units["welding2"],
        pattern=Pattern(every=Every.ONCE, start=date(2026, 3, 5)),
        need=Need("换滤芯"),
        by=mei,
        at=desk.now,
    )
    assert actions.raise_due(at=moment("2026-03-05 08:00")) == 1
    assert (fresh(once).state, fresh(once).next_at) == (ScheduleState.ENDED, None)


def test_paused_nothing_is_raised_and_nothing_is_made_up_for(weekly, mei):
    actions.pause(schedule=weekly, by=mei, at=moment("2026-03-01 13:00"))
    assert actions.raise_due(at=moment("2026-03-17 10:00")) == 0
    resumed = actions.resume(schedule=weekly, by=mei, at=moment("2026-03-17 11:00"))
    assert resumed.next_at == moment("2026-03-23 08:30")
    assert Occurrence.objects.count() == 0


def test_a_changed_pattern_holds_from_now_on(weekly, mei):
    tuesdays = replace(MONDAYS, weekdays=(1,))
    changed = actions.change(
        schedule=weekly, pattern=tuesdays, need=Need("点检"), by=mei, at=moment("2026-03-01 13:00")
    )
    assert changed.next_at == moment("2026-03-03 08:30")
    with pytest.raises(Conflict):
        actions.pause(schedule=weekly, by=mei, at=moment("2026-03-01 14:00"), expected=1)


def test_a_new_holiday_moves_what_is_due(weekly):
    calendar = weekly.unit.calendar
    calendar.days.create(date=date(2026, 3, 2), shifts=[])
    calendar.revision += 1
    calendar.save()
    assert actions.replan(at=moment("2026-03-01 13:00")) == 1
    assert fresh(weekly).next_at == moment("2026-03-09 08:30")
    assert actions.replan(at=moment("2026-03-01 14:00")) == 0


def test_who_leaves_is_followed_by_the_leader_of_the_unit_or_above(weekly, mei, wei):
    Person.objects.filter(pk=mei.pk).update(active=False)
    actions.raise_due(at=moment("2026-03-02 08:30"))
    assert fresh(weekly).owner == wei  # Mei led the team herself; Wei leads the workshop
    assert Request.objects.get().requester == wei
    assert Kind.OWNED in told(weekly)


def test_without_anybody_it_pauses_and_says_why(weekly, mei):
    Person.objects.filter(pk=mei.pk).update(active=False)
    Unit.objects.update(leader=None)
    assert actions.raise_due(at=moment("2026-03-02 08:30")) == 0
    assert (fresh(weekly).state, fresh(weekly).because) == (ScheduleState.PAUSED, Reason.NOBODY_OWNS_IT)
    assert told(weekly)[-2:] == [Kind.FAILED, Kind.PAUSED]


def test_a_closed_service_or_a_new_question_pauses_it(desk, weekly):
    question = {"key": "line", "kind": "text", "label_zh": "产线", "required": True}
    ServiceVersion.objects.filter(pk=desk.service.version_id).update(form_data=[question])
    assert actions.raise_due(at=moment("2026-03-02 08:30")) == 0
    assert fresh(weekly).because == Reason.FORM_CHANGED
    occurrence = Occurrence.objects.get()
    assert (occurrence.outcome, occurrence.request) == (Outcome.FAILED, None)


def test_one_that_fails_holds_no_other_back(desk, weekly, mei):
    other = actions.create(
        service=desk.service,
        unit=desk.units["welding2"],
        pattern=daily(),
        need=Need("日点检"),
        by=mei,
        at=desk.now,
    )
    Schedule.objects.filter(pk=weekly.pk).update(pattern_data={"every": "nonsense"})
    assert actions.raise_due(at=moment("2026-03-02 09:00")) == 1
    assert fresh(other).next_at == moment("2026-03-03 08:00")


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        ("mei", "welding2", None),
        ("wei", "welding2", None),
        ("he", "welding2", Reason.NOT_FOR_THIS_UNIT),
        ("wu", "maintenance", None),
        ("wu", "welding2", Reason.NOT_FOR_THIS_UNIT),
        ("fang", "finance", Reason.NOT_FOR_THIS_UNIT),
    ],
)
def test_who_may_schedule_for_whom(desk, who, unit, reason):
    arguments = {
        "service": desk.service,
        "unit": desk.units[unit],
        "pattern": daily(),
        "need": Need("点检"),
        "by": desk.people[who],
        "at": desk.now,
    }
    if reason is None:
        assert actions.create(**arguments).owner == desk.people[who]
    else:
        assert why(actions.create, **arguments) is reason


def test_what_makes_no_sense_is_refused(desk, mei):
    common = {"unit": desk.units["welding2"], "by": mei, "at": moment("2026-03-01 12:00")}
    need = Need("点检")
    for service, pattern, reason in (
        (desk.secret, daily(), Reason.CONFIDENTIAL),
        (desk.service, daily(end=date(2026, 2, 1)), Reason.NEVER_DUE),
        (desk.service, replace(MONDAYS, shift="night"), Reason.NO_SHIFT),
    ):
        assert why(actions.create, service=service, pattern=pattern, need=need, **common) is reason
    assert why(actions.create, service=desk.service, pattern=daily(), need=Need("  "), **common)


def test_only_its_owner_or_a_leader_keeps_it(desk, weekly, he, wei, fang):
    for person in (he, fang):
        assert why(actions.pause, schedule=weekly, by=person, at=desk.now) is Reason.NOT_YOURS
    assert actions.own(schedule=weekly, by=wei, at=desk.now).owner == wei
    assert why(actions.resume, schedule=weekly, by=wei, at=desk.now) is Reason.NOT_PAUSED
    actions.end(schedule=weekly, by=wei, at=desk.now)
    assert why(actions.pause, schedule=weekly, by=wei, at=desk.now) is Reason.ALREADY_ENDED
