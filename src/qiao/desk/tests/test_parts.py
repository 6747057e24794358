"""Sub-requests: own numbers and clocks, and the request above waits for them."""

import pytest

from qiao.accounts.models import Account
from qiao.desk import actions
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.rows import clock_of
from qiao.desk.rules import Reason, RefusalKind, State
from qiao.desk.tests.agreeing import counts_agree  # noqa: F401
from qiao.desk.tests.test_visibility import who_sees
from qiao.desk.waiting import waits
from qiao.ledger.refusals import Refused


@pytest.fixture
def parent(desk, mei, wu):
    return desk.working(by=mei, holder=wu)


def fresh(request):
    return Request.objects.get(pk=request.pk)


def why(action, **arguments):
    with pytest.raises(Refused) as refused:
        action(**arguments)
    return refused.value.reason


def ask(desk, parent, by, **extra):
    return desk.raised(by=by, part_of=fresh(parent), **extra)


def test_it_has_its_own_number_and_promise_and_the_holder_asks(desk, parent, wu):
    desk.later(hours=1)
    part = ask(desk, parent, wu)
    assert part.number != parent.number
    assert (part.parent, part.requester) == (parent, wu)
    assert part.promised_at > parent.promised_at
    assert desk.story(parent)[-1].kind == Kind.PART_RAISED


def test_the_bar_says_what_it_waits_for_with_its_own_clock(desk, parent, wu, tao, mei):
    part = ask(desk, parent, wu)
    above = fresh(parent)
    (found,) = waits(above, wu.scope, at=desk.later(hours=1))
    assert (found.number, found.unit) == (part.number, "设备部")
    assert found.clock == clock_of(fresh(part), part.calendar.compiled, at=desk.now, for_customer=True)
    actions.accept(request=part, by=tao, at=desk.now)
    actions.deliver(request=fresh(part), by=tao, at=desk.now, note="好了")
    actions.confirm(request=fresh(part), by=wu, at=desk.now)
    assert waits(fresh(parent), wu.scope, at=desk.now) == ()


def test_the_page_of_the_request_above_shows_it_in_the_bar(desk, client, parent, wu):
    Account.objects.create_user("wu", wu)
    client.force_login(wu.account)
    part = ask(desk, parent, wu)
    page = client.get(f"/requests/{parent.number}/").content.decode()
    assert f'<h3><a href="/requests/{part.number}/">设备部</a></h3>' in page


def test_the_request_above_is_delivered_after_its_parts_are_confirmed(desk, parent, wu, tao):
    one, two = ask(desk, parent, wu), ask(desk, parent, wu)
    for part in (one, two):
        assert why(actions.deliver, request=parent, by=wu, at=desk.now, note="好") is Reason.PARTS_OPEN
        working = actions.accept(request=part, by=tao, at=desk.now)
        actions.deliver(request=working, by=tao, at=desk.later(hours=1), note="好了")
        assert why(actions.deliver, request=parent, by=wu, at=desk.now, note="好") is Reason.PARTS_OPEN
        actions.confirm(request=part, by=wu, at=desk.now)
    assert actions.deliver(request=parent, by=wu, at=desk.now, note="好").state == State.DELIVERED


def test_declined_and_withdrawn_parts_hold_nothing_up(desk, parent, wu, tao):
    one, two = ask(desk, parent, wu), ask(desk, parent, wu)
    actions.withdraw(request=one, by=wu, at=desk.now)
    working = actions.accept(request=two, by=tao, at=desk.now)
    actions.decline(request=working, by=tao, at=desk.now, kind=RefusalKind.NO_CAPACITY, note="没人")
    assert fresh(parent).open_parts == 0


def test_a_reopened_part_holds_it_up_again(desk, parent, wu, tao):
    part = actions.accept(request=ask(desk, parent, wu), by=tao, at=desk.now)
    actions.deliver(request=part, by=tao, at=desk.now, note="好了")
    actions.confirm(request=part, by=wu, at=desk.now)
    actions.reopen(request=part, by=wu, at=desk.now, note="还不行")
    assert fresh(parent).open_parts == 1


def test_silence_confirms_a_part_too(desk, parent, wu, tao):
    part = actions.accept(request=ask(desk, parent, wu), by=tao, at=desk.now)
    actions.deliver(request=part, by=tao, at=desk.now, note="好了")
    assert actions.confirm_silent(at=desk.later(days=10)) == 1
    assert fresh(parent).open_parts == 0


@pytest.mark.parametrize(
    ("by", "reason"), [("mei", Reason.NOT_HOLDER), ("zhao", Reason.NOT_HOLDER), ("fang", Reason.NOT_HOLDER)]
)
def test_only_its_holder_asks_others(desk, parent, by, reason):
    assert why(ask, desk=desk, parent=parent, by=desk.people[by]) is reason


def test_only_of_what_is_accepted_and_not_delivered(desk, mei, wu):
    waiting, done = desk.raised(by=mei), desk.delivered(by=mei, holder=wu)
    assert why(ask, desk=desk, parent=waiting, by=wu) is Reason.NOT_ACCEPTED_YET
    assert why(ask, desk=desk, parent=done, by=wu) is Reason.ALREADY_DELIVERED


def test_a_part_of_a_part_is_the_last(desk, parent, wu):
    below = actions.accept(request=ask(desk, parent, wu), by=wu, at=desk.now)
    last = actions.accept(request=ask(desk, below, wu), by=wu, at=desk.now)
    assert why(ask, desk=desk, parent=last, by=wu) is Reason.TOO_DEEP


def test_the_unit_above_sees_it_but_not_the_customer_above(desk, parent, wu, fang):
    """Finance holds the request above; maintenance does the part."""
    actions.offer(request=parent, by=wu, at=desk.now, unit=desk.units["finance"], note="归财务")
    actions.take(request=parent, by=fang, at=desk.now)
    part = ask(desk, parent, fang)
    assert {"fang", "admin", "tao"} <= who_sees(desk, part)  # admin is a colleague of Fang here
    assert "mei" not in who_sees(desk, part)


def test_when_the_request_above_moves_its_new_holder_is_the_customer(desk, parent, wu, fang, tao):
    part = ask(desk, parent, wu)
    actions.offer(request=fresh(parent), by=wu, at=desk.now, unit=desk.units["finance"], note="归财务")
    actions.take(request=fresh(parent), by=fang, at=desk.now)
    assert fresh(part).beneficiary == fang
    working = actions.accept(request=fresh(part), by=tao, at=desk.now)
    actions.deliver(request=working, by=tao, at=desk.now, note="好了")
    actions.confirm(request=part, by=fang, at=desk.now)
    assert fresh(parent).open_parts == 0


def test_the_leader_of_the_unit_above_confirms_when_the_holder_is_away(desk, parent, wu, tao, guo):
    part = actions.accept(request=ask(desk, parent, wu), by=tao, at=desk.now)
    actions.deliver(request=part, by=tao, at=desk.now, note="好了")
    assert actions.confirm(request=part, by=guo, at=desk.now).state == State.CONFIRMED


def test_withdrawn_above_what_nobody_accepted_is_withdrawn_and_the_others_are_told(
    desk, parent, mei, wu, tao
):
    waiting = ask(desk, parent, wu)
    working = actions.accept(request=ask(desk, parent, wu), by=tao, at=desk.now)
    actions.withdraw(request=fresh(parent), by=mei, at=desk.now)
    assert fresh(waiting).state == State.WITHDRAWN
    assert fresh(working).state == State.WORKING
    assert desk.story(working)[-1].kind == Kind.ABOVE_OVER
