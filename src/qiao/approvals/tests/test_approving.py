"""From asking to the provider, or to the end: each step by the people who are asked."""

from datetime import timedelta

import pytest

from qiao.approvals import actions
from qiao.approvals.models import Ask
from qiao.approvals.rules import Reason
from qiao.approvals.tests.conftest import LEADER
from qiao.desk import actions as desk_actions
from qiao.desk.events import Kind
from qiao.desk.models import Hop, Request
from qiao.desk.rules import Reason as DeskReason
from qiao.desk.rules import State, reads_internal
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Holding, Person, Position, Unit

HOUR = 3600
FINANCE = {"who": "paying"}


def big(n=5000):
    return {"key": "amount", "compare": "at_least", "value": str(n)}


def kinds(desk, request):
    return [event.kind.removeprefix("request.") for event in desk.story(request)]


def test_the_provider_gets_it_and_its_clocks_start_when_the_last_has_approved(
    desk, he, mei, wei, needs, decide
):
    needs(LEADER, {"who": "unit", "unit": desk.units["welding"].pk})
    request = desk.raised(by=he)
    assert (request.state, request.promised_at, request.answer_by, request.due_at) == (
        State.APPROVAL, None, None, None,
    )  # fmt: skip
    desk.later(hours=1)
    request = decide(request, mei)
    assert request.state == State.APPROVAL
    desk.later(hours=2)
    request = decide(request, wei)
    assert (request.state, request.approved_at) == (State.OFFERED, desk.now)
    assert request.promised_at == desk.now + timedelta(hours=5)  # four of work and lunch
    assert request.answer_by == request.respond_by == desk.now + timedelta(minutes=90)  # twelve: lunch
    stretches = request.hops.values_list("approval", "person__number", "unit__code", "used_seconds")
    assert list(stretches) == [
        (True, "mei", "welding2", HOUR),
        (True, "wei", "welding", 2 * HOUR),
        (False, None, "maintenance", None),
    ]
    told = ["raised", "approval_asked", "approval_given", "approval_asked", "approval_given", "approved"]
    assert kinds(desk, request) == told


def test_time_in_approval_is_never_the_providers(desk, he, mei, wu, needs, decide):
    needs(LEADER)
    request = desk.raised(by=he)
    desk.later(hours=2)
    decide(request, mei)
    request = desk_actions.accept(request=request, by=wu, at=desk.now)
    desk.later(hours=2)  # one of them lunch
    request = desk_actions.deliver(request=request, by=wu, at=desk.now, note="好了")
    assert request.used_seconds == HOUR
    assert request.bounces == 0


def test_without_steps_nothing_is_different(desk, he, needs):
    needs({**LEADER, "when": big()})
    assert desk.raised(by=he, answers={"amount": 80}).state == State.OFFERED
    assert desk.raised(by=he, answers={"amount": 8000}).state == State.APPROVAL
    assert Hop.objects.filter(approval=True).count() == 1


def test_the_provider_sees_and_does_nothing_before(desk, he, mei, wu, guo, needs, decide):
    needs(LEADER)
    request = desk.raised(by=he)
    for who in (wu, guo):
        assert not Request.objects.visible_to(who.scope).filter(pk=request.pk).exists()
    with pytest.raises(Refused, match=str(DeskReason.NOT_APPROVED_YET.sentence)[:5]):
        desk_actions.accept(request=request, by=wu, at=desk.now)
    decide(request, mei)
    assert Request.objects.visible_to(wu.scope).filter(pk=request.pk).exists()


def test_an_approver_sees_it_for_good_and_nobody_else_of_their_unit(
    desk, he, mei, fang, wu, admin, needs, decide
):
    needs({"who": "people", "people": [fang.pk]})
    request = desk.raised(by=he)
    assert Request.objects.visible_to(fang.scope).filter(pk=request.pk).exists()
    assert not Request.objects.visible_to(admin.scope).filter(pk=request.pk).exists()  # of the same unit
    decide(request, fang)
    request = desk_actions.accept(request=request, by=wu, at=desk.now)
    desk_actions.comment(request=request, by=wu, at=desk.now, body="备件贵", internal=True)
    assert Request.objects.visible_to(fang.scope).filter(pk=request.pk).exists()
    assert not reads_internal(Request.objects.get(pk=request.pk), fang.scope)


# -- nobody approves for themselves --------------------------------------------------------------------


def test_who_leads_the_paying_unit_and_asks_is_not_asked_but_the_leader_above(desk, guo, chang, needs, asked):
    needs(FINANCE)
    request = desk.raised(by=guo)
    ask = asked(request)["chang"]
    assert ask.instead == guo
    assert kinds(desk, request)[-1] == "approval_asked"
    assert desk.story(request)[-1].data["instead"] == [guo.pk]


def test_nor_whoever_it_is_for(desk, he, mei, wei, needs, asked):
    needs(LEADER)
    assert set(asked(desk.raised(by=he, for_person=mei))) == {"wei"}


def test_nor_standing_in_for_the_approver(desk, he, mei, needs, asked, away):
    needs(LEADER)
    request = desk.raised(by=he)
    away(mei, he)
    with pytest.raises(Refused) as refused:
        actions.approve(ask=asked(request)["mei"], by=Person.objects.get(pk=he.pk), at=desk.now)
    assert refused.value.reason is Reason.OWN_REQUEST


def test_when_nobody_is_above_it_is_refused_and_says_which_step(desk, chang, needs):
    needs(LEADER)
    with pytest.raises(Refused) as refused:
        desk.raised(by=chang)
    assert "leader" in refused.value.sentence or "领导" in refused.value.sentence
    assert not Request.objects.exists()


# -- k of n, roles, parallel ---------------------------------------------------------------------------


def test_two_of_three_decide_and_the_third_is_spared(desk, he, fang, tao, zhao, needs, decide, asked):
    needs({"who": "people", "people": [fang.pk, tao.pk, zhao.pk], "enough": 2})
    request = desk.raised(by=he)
    assert decide(request, fang).state == State.APPROVAL
    assert decide(request, zhao, no="太贵").state == State.APPROVAL
    assert kinds(desk, request)[-1] == "approval_refused"
    assert decide(request, tao).state == State.OFFERED
    assert asked(request) == {}


def test_it_ends_when_too_few_are_left(desk, he, fang, tao, zhao, needs, decide):
    needs({"who": "people", "people": [fang.pk, tao.pk, zhao.pk], "enough": 2})
    request = desk.raised(by=he)
    decide(request, fang, no="没预算")
    request = decide(request, tao, no="不急")
    assert (request.state, request.closed_at) == (State.DECLINED, desk.now)


def test_whoever_holds_a_position_decides(desk, he, fang, needs, decide):
    buyer = Position.objects.create(code="buyer", name_zh="采购经理", unit=desk.units["finance"])
    Holding.objects.create(position=buyer, person=fang)
    needs({"who": "role", "position": buyer.pk})
    assert decide(desk.raised(by=he), fang).state == State.OFFERED


def test_steps_beside_each_other_are_asked_at_once_and_all_must_agree(
    desk, he, mei, fang, needs, decide, asked
):
    needs(LEADER, {"who": "people", "people": [fang.pk], "beside": True})
    request = desk.raised(by=he)
    assert set(asked(request)) == {"mei", "fang"}
    assert Hop.objects.get(request=request).person is None  # two are asked
    decide(request, fang)
    assert decide(request, mei).state == State.OFFERED


def test_one_of_the_same_stage_refuses_and_it_is_over_for_all(desk, he, mei, fang, needs, decide, asked):
    needs(LEADER, {"who": "people", "people": [fang.pk], "beside": True})
    request = decide(desk.raised(by=he), mei, no="先用库存")
    assert request.state == State.DECLINED
    assert asked(request) == {}
    told = desk.story(request)[-1]
    assert (told.kind, told.data["note"]) == (Kind.NOT_APPROVED, "先用库存")


# -- substitutes, delegates, leaders -------------------------------------------------------------------


def test_a_substitute_decides_and_it_is_written_down_who_really_did(
    desk, he, mei, wei, needs, asked, away, decide
):
    needs(LEADER)
    request = desk.raised(by=he)
    away(mei, wei)
    decide(request, wei, for_=mei)
    ask = Ask.objects.get(request=request)
    assert (ask.person, ask.decided_by, ask.how) == (mei, wei, "substitute")
    given = next(e for e in desk.story(request) if e.kind == Kind.APPROVAL_GIVEN)
    assert (given.actor_id, given.data["asked_for"], given.data["how"]) == (wei.pk, mei.pk, "substitute")


def test_it_may_be_handed_to_somebody_else_but_not_back(desk, he, mei, fang, needs, asked, decide):
    needs(LEADER)
    request = desk.raised(by=he)
    ask = asked(request)["mei"]
    with pytest.raises(Refused) as refused:
        actions.delegate(ask=ask, by=mei, to=he, at=desk.now)
    assert refused.value.reason is Reason.NOT_BACK
    actions.delegate(ask=ask, by=mei, to=fang, at=desk.now, note="你管预算")
    assert Request.objects.visible_to(Person.objects.get(pk=fang.pk).scope).filter(pk=request.pk).exists()
    decide(request, fang, for_=mei)
    assert Ask.objects.get(request=request).how == "delegate"


def test_whoever_was_not_asked_may_not(desk, he, mei, tao, needs, asked):
    needs(LEADER)
    ask = asked(desk.raised(by=he))["mei"]
    with pytest.raises(Refused) as refused:
        actions.approve(ask=ask, by=tao, at=desk.now)
    assert refused.value.reason is Reason.NOT_ASKED


def test_twice_is_once(desk, he, mei, needs, asked):
    needs(LEADER)
    ask = asked(desk.raised(by=he))["mei"]
    actions.approve(ask=ask, by=mei, at=desk.now)
    with pytest.raises((Refused, Conflict)):
        actions.approve(ask=ask, by=mei, at=desk.now)


# -- time ----------------------------------------------------------------------------------------------


def test_who_does_not_answer_is_reminded_then_the_next_leader_is_asked_in_working_time(
    desk, he, mei, wei, chang, needs, asked, decide
):
    needs(LEADER, remind=2 * HOUR, escalate=6 * HOUR)
    request = desk.raised(by=he)  # Monday at nine
    assert actions.remind(at=desk.later(hours=1, minutes=59)) == 0
    assert actions.remind(at=desk.later(minutes=1)) == 1
    assert actions.remind(at=desk.now) == 0
    assert actions.escalate(at=desk.later(hours=4, minutes=59)) == 0  # lunch does not count
    assert actions.escalate(at=desk.later(minutes=1)) == 1
    assert actions.escalate(at=desk.now) == 0
    assert asked(request)["mei"].leader == wei
    # The leader's own time: two more hours today, the rest tomorrow.
    assert actions.escalate(at=desk.later(hours=16)) == 0
    assert actions.escalate(at=desk.later(hours=6)) == 1
    assert asked(request)["mei"].leader == chang
    decide(request, chang, for_=mei)
    assert Ask.objects.get(request=request).how == "leader"
    assert actions.escalate(at=desk.later(days=30)) == 0


def test_nobody_is_reminded_of_what_was_withdrawn(desk, he, needs, fresh):
    needs(LEADER)
    request = desk.raised(by=he)
    request = desk_actions.withdraw(request=request, by=he, at=desk.now)
    assert request.state == State.WITHDRAWN
    assert actions.remind(at=desk.later(days=2)) == actions.escalate(at=desk.now) == 0
    assert not Ask.objects.filter(remind_at__isnull=False).exists()


def test_a_question_back_stops_the_reminders_until_the_requester_writes(desk, he, mei, needs, asked):
    needs(LEADER, remind=HOUR, escalate=2 * HOUR)
    request = desk.raised(by=he)
    actions.ask_back(ask=asked(request)["mei"], by=mei, at=desk.now, note="哪个型号？")
    assert actions.remind(at=desk.later(days=1)) == actions.escalate(at=desk.now) == 0
    assert actions.heard(at=desk.now) == 0
    desk_actions.comment(request=request, by=he, at=desk.now, body="M8，二级")
    assert actions.heard(at=desk.later(minutes=1)) == 1
    assert actions.heard(at=desk.now) == 0
    assert actions.remind(at=desk.later(hours=1)) == 1


def test_a_calendar_that_never_works_asks_nobody_again(desk, he, needs):
    needs(LEADER)
    calendar = desk.units["welding2"].calendar
    calendar.definition = {**calendar.definition, "pattern": {"kind": "weekly", "days": [[]] * 7}}
    calendar.revision += 1
    calendar.save()
    Unit.objects.filter(code="maintenance").update(calendar=calendar)
    request = desk.raised(by=he)
    assert Ask.objects.get(request=request).remind_at is None
