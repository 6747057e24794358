"""Nothing sits unseen: what its holder cannot look after is passed on, once, and shown."""

from datetime import timedelta

import pytest

from qiao.desk import actions, reads
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.reads.accounts import checked
from qiao.desk.reads.lists import unattended
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.org.models import Calendar, Person, Substitution, Unit

NIGHTS = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["N"]] * 7},
    "shifts": [
        {"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["18:00", "33:00"]]},
    ],
}
ALWAYS = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["D"]] * 7},
    "shifts": [{"code": "D", "name_zh": "全天", "name_en": "All day", "stretches": [["00:00", "24:00"]]}],
}


@pytest.fixture
def shifts(desk):
    """Promises of maintenance count round the clock; its head guo is there at night, the others by day."""
    always = Calendar.objects.create(code="always", name_zh="全天", definition=ALWAYS)
    nights = Calendar.objects.create(code="nights", name_zh="夜班", definition=NIGHTS)
    Unit.objects.filter(code="maintenance").update(own_calendar=always, calendar=always)
    Person.objects.filter(number="guo").update(own_calendar=nights)
    desk.service.refresh_from_db()
    desk.service.unit.refresh_from_db()
    desk.secret.unit.refresh_from_db()
    yield
    assert [each for part in checked() for each in part.differences] == []


def evening(desk, **more):
    """Monday evening: the day shift has ended at six, the night is on."""
    desk.now = desk.now.replace(hour=17, minute=0) + timedelta(**more)
    return desk.now


def at_six(desk, minutes):
    desk.now = desk.now.replace(hour=18, minute=0) + timedelta(minutes=minutes)
    return desk.now


def now(request):
    return Request.objects.get(pk=request.pk)


def kinds(desk, request):
    return [event.kind for event in desk.story(request)]


def test_what_is_due_before_its_holder_is_back_is_offered_to_the_leader_who_is_there(
    desk, shifts, mei, wu, guo
):
    evening(desk)
    request = desk.working(by=mei, holder=wu)  # four hours, round the clock: due at nine in the evening
    assert actions.attend(at=at_six(desk, 29)) == 0
    assert actions.attend(at=at_six(desk, 30)) == 1
    request = now(request)
    assert (request.offered_person, request.offered_unit) == (guo, desk.units["maintenance"])
    assert (request.holder_person, request.accountable) == (wu, wu)  # until somebody accepts, it is theirs
    told = desk.story(request)[-1]
    assert (told.kind, told.actor_id) == (Kind.OFFERED, None)
    assert (told.data["because"], told.data["gone"], told.data["person"]) == ("off_shift", wu.pk, guo.pk)
    assert [each.handoff.request_id for each in reads.offers(guo.scope, at=desk.now)] == [request.pk]


def test_a_second_look_changes_nothing(desk, shifts, mei, wu):
    evening(desk)
    desk.working(by=mei, holder=wu)
    assert [actions.attend(at=at_six(desk, 30 + n)) for n in range(3)] == [1, 0, 0]


def test_what_can_wait_until_they_are_back_waits(desk, shifts, mei, wu):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    Request.objects.filter(pk=request.pk).update(due_at=desk.now + timedelta(days=2))
    assert actions.attend(at=at_six(desk, 60)) == 0
    Request.objects.filter(pk=request.pk).update(due_at=request.due_at)


def test_what_is_paused_waits(desk, shifts, mei, wu):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈")
    assert actions.attend(at=at_six(desk, 600)) == 0


def test_who_comes_back_finds_it_as_it_was_and_the_offer_is_taken_back(desk, shifts, mei, wu):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    actions.attend(at=at_six(desk, 30))
    morning = desk.now + timedelta(hours=15)
    assert actions.attend(at=morning) == 1
    request = now(request)
    assert (request.offered_unit, request.unattended_at, request.holder_person) == (None, None, wu)
    told = desk.story(request)[-1]
    assert (told.kind, told.data["because"]) == (Kind.RECALLED, "back")
    assert request.handoffs.get().outcome == Handoff.Outcome.RECALLED


def test_it_is_offered_once_for_each_hop_and_only_shown_after_that(desk, shifts, mei, wu, guo):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    actions.attend(at=at_six(desk, 30))
    actions.attend(at=desk.now + timedelta(hours=15))
    desk.now += timedelta(days=1)
    assert actions.attend(at=desk.now) == 1
    assert actions.attend(at=desk.now) == 0
    request = now(request)
    assert (request.offered_unit, request.handoffs.count()) == (None, 1)
    assert kinds(desk, request)[-1] == Kind.UNATTENDED
    assert [row.request.id for row in unattended(guo.scope, at=desk.now)] == [request.pk]


def test_a_leader_who_returns_the_offer_is_not_asked_again_but_sees_it(desk, shifts, mei, wu, guo):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    actions.attend(at=at_six(desk, 30))
    actions.refuse_offer(request=request, by=guo, at=desk.now, kind=RefusalKind.NO_CAPACITY, note="没有人")
    assert actions.attend(at=desk.now + timedelta(hours=1)) == 0
    assert [row.request.id for row in unattended(guo.scope, at=desk.now)] == [request.pk]


def test_the_leader_who_accepts_holds_it_and_nothing_is_shown_any_more(desk, shifts, mei, wu, guo):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    actions.attend(at=at_six(desk, 30))
    request = actions.take(request=now(request), by=guo, at=desk.now)
    assert (request.holder_person, request.unattended_at) == (guo, None)
    assert unattended(guo.scope, at=desk.now) == []


@pytest.fixture
def away(desk, wu):
    def away(substitute):
        return Substitution.objects.create(
            person=wu,
            substitute=substitute,
            since=desk.now,
            until=desk.now + timedelta(days=5),
        )

    return away


def test_what_an_absent_person_holds_is_offered_to_their_substitute(desk, shifts, mei, wu, zhao, away):
    request = desk.working(by=mei, holder=wu)
    away(zhao)
    assert actions.attend(at=desk.later(minutes=30)) == 1
    assert now(request).offered_person == zhao


def test_of_something_confidential_a_stranger_who_stands_in_is_not_offered_it_by_rule(
    desk, shifts, mei, wu, fang, guo, away
):
    request = desk.raised(by=mei, service=desk.secret)
    request = actions.accept(request=request, by=wu, at=desk.now)
    away(fang)
    assert actions.attend(at=desk.later(minutes=30)) == 1
    assert now(request).offered_person == guo


def test_a_substitute_who_is_no_member_is_asked_about_what_was_offered_to_the_absent_by_name(
    desk, shifts, mei, wu, tao, fang, away
):
    request = desk.raised(by=mei, service=desk.secret)
    request = actions.accept(request=request, by=tao, at=desk.now)
    unit = desk.units["team1"]
    actions.offer(request=request, by=tao, at=desk.now, unit=unit, person=wu, note="请接")
    assert not Request.objects.visible_to(Person.objects.get(pk=fang.pk).scope).exists()
    Substitution.objects.create(
        person=wu,
        substitute=fang,
        since=desk.now - timedelta(days=900),
        until=desk.now + timedelta(days=900),
    )
    fang = Person.objects.get(pk=fang.pk)
    assert [each.handoff.request_id for each in reads.offers(fang.scope, at=desk.now)] == [request.pk]
    assert Request.objects.visible_to(fang.scope).get() == request
    assert reads.counts(fang)["answer"] == 1
    assert actions.take(request=now(request), by=fang, at=desk.now).holder_person == fang


def test_who_left_for_good_leaves_nothing_behind(desk, shifts, mei, wu, guo):
    request = desk.working(by=mei, holder=wu)
    Person.objects.filter(pk=wu.pk).update(active=False, left_on=desk.now.date() - timedelta(days=1))
    evening(desk)
    desk.now += timedelta(hours=2)
    assert actions.attend(at=desk.now) == 1
    request = now(request)
    assert request.offered_person == guo
    assert desk.story(request)[-1].data["because"] == "left"


# -- not accepted -------------------------------------------------------------------------------------


def test_what_nobody_accepts_in_time_is_shown_to_the_leader(desk, shifts, mei, guo):
    request = desk.raised(by=mei)  # to be accepted within half an hour
    assert actions.attend(at=desk.later(minutes=29)) == 0
    assert actions.attend(at=desk.later(minutes=2)) == 1
    assert actions.attend(at=desk.later(minutes=60)) == 0
    told = desk.story(request)[-1]
    assert (told.kind, told.data["because"]) == (Kind.UNATTENDED, "not_accepted")
    assert [row.request.id for row in unattended(guo.scope, at=desk.now)] == [request.pk]


def test_what_was_assigned_and_not_accepted_goes_back_into_the_queue(desk, shifts, mei, wu, zhao):
    request = actions.assign(request=desk.raised(by=mei), by=zhao, at=desk.now, to=wu)
    assert actions.attend(at=desk.later(minutes=31)) == 1
    request = now(request)
    assert (request.holder_person, request.state) == (None, State.OFFERED)
    assert request.hops.get().person is None
    assert kinds(desk, request)[-2:] == [Kind.REQUEUED, Kind.UNATTENDED]
    request = actions.accept(request=request, by=zhao, at=desk.now)
    assert request.unattended_at is None


def test_what_was_assigned_to_somebody_who_went_home_goes_back_at_once(desk, shifts, mei, wu, zhao):
    evening(desk, minutes=50)
    request = actions.assign(request=desk.raised(by=mei), by=zhao, at=desk.now, to=wu)
    Request.objects.filter(pk=request.pk).update(unattended_at=None)
    assert actions.attend(at=at_six(desk, 30)) == 1
    request = now(request)
    assert request.holder_person is None
    assert desk.story(request)[-1].data["because"] in {"off_shift", "not_accepted"}


def test_a_unit_sets_how_long_that_may_last_and_may_switch_it_off(desk, shifts, mei, wu, guo):
    evening(desk)
    request = desk.working(by=mei, holder=wu)
    rule = {"most_each": None, "most_together": None, "strict": False}
    unit = desk.units["maintenance"]
    actions.set_work_rule(unit=unit, by=guo, at=desk.now, unattended_seconds=None, **rule)
    assert actions.attend(at=at_six(desk, 120)) == 0
    actions.set_work_rule(unit=unit, by=guo, at=desk.now, unattended_seconds=3 * 3600, **rule)
    assert actions.attend(at=at_six(desk, 170)) == 0
    assert actions.attend(at=at_six(desk, 180)) == 1
    assert now(request).unattended_at == desk.now
