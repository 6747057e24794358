"""The life of a request: from raising to confirming, with every turn it may take."""

from datetime import timedelta

import pytest

from qiao.desk import actions
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.rules import PauseKind, Reason, RefusalKind, State
from qiao.ledger.refusals import Conflict, Refused

HOUR = 3600


def refused(reason):
    return pytest.raises(Refused, match=str(reason.sentence)[:20])


def test_a_request_is_born_with_a_number_a_promise_and_a_first_contact(desk, mei):
    request = desk.raised(by=mei)
    assert request.number == "R-2026-000001"
    assert desk.raised(by=mei).number == "R-2026-000002"
    assert request.respond_by == desk.now + timedelta(minutes=30)
    assert request.promised_at == desk.now + timedelta(hours=5)  # 4 h of work and the lunch hour
    assert request.due_at == request.respond_by
    assert request.accountable_unit == desk.units["maintenance"]
    assert [event.kind for event in desk.story(request)] == [Kind.RAISED]


def test_the_straight_way(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)
    assert request.state == State.DELIVERED
    assert request.hops.get().used_seconds == HOUR
    request = actions.confirm(request=request, by=mei, at=desk.later(minutes=5))
    assert (request.state, request.due_at, request.closed_at) == (State.CONFIRMED, None, desk.now)
    assert [e.kind for e in desk.story(request)] == [
        Kind.RAISED,
        Kind.ACCEPTED,
        Kind.DELIVERED,
        Kind.CONFIRMED,
    ]


def test_until_the_next_party_accepts_the_giver_stays_accountable_and_their_clock_runs(desk, mei, wu, tao):
    request = desk.working(by=mei, holder=wu)
    unit = desk.units["automation"]
    request = actions.offer(request=request, by=wu, at=desk.later(minutes=40), unit=unit, note="要拆第六轴")
    assert (request.holder_person, request.accountable) == (wu, wu)
    request = actions.take(request=request, by=tao, at=desk.later(minutes=20))
    assert (request.holder_unit, request.holder_person, request.accountable) == (unit, tao, tao)
    first, second = request.hops.all()
    assert (first.used_seconds, first.ended_at, second.started_at) == (HOUR, desk.now, desk.now)


def test_a_refused_offer_needs_a_reason_and_an_owner_and_stays_with_the_giver(desk, mei, wu, tao):
    request = desk.working(by=mei, holder=wu)
    request = actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    answer = {"request": request, "by": tao, "at": desk.now}
    with refused(Reason.SAY_WHY):
        actions.refuse_offer(**answer, kind=RefusalKind.INFORMATION_MISSING, note="  ")
    with refused(Reason.SUGGEST_OWNER):
        actions.refuse_offer(**answer, kind=RefusalKind.NOT_OURS, note="水路归一组")
    request = actions.refuse_offer(**answer, kind=RefusalKind.INFORMATION_MISSING, note="没有设备号")
    assert (request.holder_person, request.accountable, request.offered_unit) == (wu, wu, None)
    handoff = request.handoffs.get()
    assert (handoff.outcome, handoff.refusal) == (Handoff.Outcome.REFUSED, RefusalKind.INFORMATION_MISSING)


def test_a_pause_moves_the_promise_by_exactly_its_working_time(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    before = request.promised_at
    desk.later(minutes=30)
    request = actions.pause(
        request=request, by=wu, at=desk.now, kind=PauseKind.THIRD_PARTY, counterpart="外协厂", reason="送修"
    )
    assert (request.due_at, request.waiting_for) == (None, "外协厂")
    request = actions.resume(request=request, by=wu, at=desk.later(hours=1))
    assert request.promised_at == before + timedelta(hours=1)
    assert request.due_at == request.promised_at
    request = actions.deliver(request=request, by=wu, at=desk.later(minutes=30), note="好了")
    hop = request.hops.get()
    assert (hop.used_seconds, hop.paused_seconds, request.used_seconds) == (HOUR, HOUR, HOUR)


def test_a_pause_over_night_costs_only_working_time(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    request = actions.pause(request=request, by=wu, at=desk.later(hours=8), kind=PauseKind.REQUESTER)
    assert request.waiting_for == "林梅"
    request = actions.resume(request=request, by=wu, at=desk.later(hours=17))  # 17:00 to 10:00 next day
    assert request.hops.get().pauses.get().seconds == 2 * HOUR


def test_going_back_to_where_it_was_counts_as_a_bounce(desk, mei, wu, tao, zhao):
    request = desk.working(by=mei, holder=wu)
    for giver, unit, taker in ((wu, "team1", zhao), (zhao, "automation", tao), (tao, "team1", zhao)):
        request = actions.offer(request=request, by=giver, at=desk.now, unit=desk.units[unit], note="转")
        request = actions.take(request=request, by=taker, at=desk.later(minutes=1))
    assert (request.hop_count, request.bounces) == (4, 1)


def test_the_customer_reopens_with_a_reason_and_the_looking_is_not_the_providers_time(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)
    promised = request.promised_at
    with refused(Reason.SAY_WHY):
        actions.reopen(request=request, by=mei, at=desk.now, note="")
    request = actions.reopen(request=request, by=mei, at=desk.later(hours=1), note="又漏了")
    assert (request.state, request.reopened, request.holder_person) == (State.WORKING, 1, wu)
    assert request.promised_at == promised + timedelta(hours=1)
    assert request.hops.count() == 2


def test_what_was_confirmed_can_be_reopened_for_a_fortnight(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)
    request = actions.confirm(request=request, by=mei, at=desk.now)
    with refused(Reason.TOO_LATE_TO_REOPEN):
        actions.reopen(request=request, by=mei, at=desk.now + timedelta(days=15), note="又漏了")
    assert (
        actions.reopen(request=request, by=mei, at=desk.later(days=3), note="又漏了").state == State.WORKING
    )


def test_silence_confirms_after_notice_and_the_configured_working_days(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)  # Monday; three working days: Thursday
    assert request.confirm_by == desk.now + timedelta(days=3)
    assert actions.remind_to_confirm(at=desk.now) == 0
    assert actions.remind_to_confirm(at=desk.later(days=2, hours=1)) == 1
    assert actions.remind_to_confirm(at=desk.now) == 0
    assert actions.confirm_silent(at=desk.now) == 0
    assert actions.confirm_silent(at=desk.later(days=1)) == 1
    request.refresh_from_db()
    assert request.state == State.CONFIRMED
    assert desk.story(request)[-1].kind == Kind.CONFIRMED_BY_ITSELF


def test_withdrawing_ends_everything_that_runs(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    request = actions.withdraw(request=request, by=mei, at=desk.later(minutes=5))
    assert (request.state, request.offered_unit, request.due_at) == (State.WITHDRAWN, None, None)
    assert request.hops.get().ended_at == desk.now
    assert request.handoffs.get().outcome == Handoff.Outcome.RECALLED


def test_withdrawing_a_paused_request_ends_the_pause(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈")
    request = actions.withdraw(request=request, by=mei, at=desk.later(minutes=30))
    hop = request.hops.get()
    assert (hop.paused_seconds, hop.pauses.get().ended_at) == (1800, desk.now)


def test_declining_needs_a_reason_and_an_owner_when_it_is_not_ours(desk, mei, wu):
    request = desk.raised(by=mei)
    with refused(Reason.SUGGEST_OWNER):
        actions.decline(request=request, by=wu, at=desk.now, kind=RefusalKind.NOT_OURS, note="归财务")
    request = actions.decline(
        request=request,
        by=wu,
        at=desk.now,
        kind=RefusalKind.NOT_OURS,
        note="归财务",
        suggested=desk.units["finance"],
    )
    assert request.state == State.DECLINED
    assert desk.story(request)[-1].data["suggested"] == desk.units["finance"].pk


def test_on_behalf_of_somebody_is_logged_and_both_are_customers(desk, mei, he, wu):
    request = desk.raised(by=mei, for_person=he)
    assert desk.story(request)[0].data["on_behalf_of"] == he.pk
    request = actions.accept(request=request, by=wu, at=desk.now)
    request = actions.deliver(request=request, by=wu, at=desk.now, note="好了")
    assert actions.confirm(request=request, by=he, at=desk.now).state == State.CONFIRMED


def test_who_comes_second_is_told(desk, mei, wu, tao):
    request = desk.raised(by=mei)
    seen = request.revision
    actions.accept(request=request, by=wu, at=desk.now, expected=seen)
    with pytest.raises(Conflict) as told:
        actions.accept(request=request, by=tao, at=desk.now, expected=seen)
    assert told.value.current.holder_person == wu


def test_an_open_request_keeps_the_targets_it_was_born_with(desk, mei):
    request = desk.raised(by=mei)
    version = desk.service.version
    version.pk, version.number, version.targets_data = None, 2, {"normal": [60, 120]}
    version.save()
    desk.service.version = version
    desk.service.save()
    assert Request.objects.get(pk=request.pk).version.target("normal") == (1800, 4 * HOUR)
    assert desk.raised(by=mei).promised_at == desk.now + timedelta(minutes=2)
