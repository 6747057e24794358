"""A duplicate ends in the request that leads on; nobody who asked for it is left behind."""

import pytest

from qiao.desk import actions, reads, story
from qiao.desk.models import Fellow, Request
from qiao.desk.rules import PauseKind, Reason, State
from qiao.desk.tests.agreeing import counts_agree  # noqa: F401
from qiao.desk.tests.test_visibility import who_sees
from qiao.ledger.refusals import Refused


@pytest.fixture
def merged(desk, mei, fang, wu):
    """Fang's duplicate of what Mei asked for: (duplicate, leading)."""
    leading = desk.working(by=mei, holder=wu)
    duplicate = desk.raised(by=fang)
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.now, note="同一台机器人")
    return fresh(duplicate), fresh(leading)


def fresh(request):
    return Request.objects.get(pk=request.pk)


def why(action, **arguments):
    with pytest.raises(Refused) as refused:
        action(**arguments)
    return refused.value.reason


def test_the_duplicate_is_over_and_its_customer_is_one_of_the_leading_one(desk, merged, fang):
    duplicate, leading = merged
    assert duplicate.state == State.MERGED
    assert duplicate.merged_into == leading
    assert "fang" in who_sees(desk, leading)
    assert leading in reads.mine(fang.scope)
    assert not duplicate.hops.filter(ended_at=None).exists()


def test_beneficiaries_come_along_a_whole_team_too(desk, mei, he, wu):
    leading = desk.working(by=desk.people["chang"], holder=wu)
    assert "he" not in who_sees(desk, leading)
    duplicate = desk.raised(by=mei, for_unit=desk.units["welding2"])
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.now)
    assert {"mei", "he"} <= who_sees(desk, leading)
    assert fresh(leading) in reads.mine(he.scope)


def test_whoever_was_merged_comments_and_reopens_but_confirms_for_nobody_else(desk, merged, mei, fang, wu):
    _, leading = merged
    actions.comment(request=leading, by=fang, at=desk.now, body="我们也在等")
    actions.deliver(request=leading, by=wu, at=desk.later(hours=1), note="好了")
    assert why(actions.confirm, request=leading, by=fang, at=desk.now) is Reason.NOT_YOURS_TO_CONFIRM
    actions.confirm(request=leading, by=mei, at=desk.now)
    again = actions.reopen(request=leading, by=fang, at=desk.now, note="我们这边还漏")
    assert again.state == State.WORKING


def test_the_leading_one_is_not_withdrawn_while_others_need_it(desk, merged, mei, fang):
    _, leading = merged
    assert why(actions.withdraw, request=leading, by=mei, at=desk.now) is Reason.OTHERS_NEED_IT
    assert why(actions.withdraw, request=leading, by=fang, at=desk.now) is Reason.NOT_YOURS


def test_the_earlier_of_both_promises_holds(desk, mei, fang, wu):
    earlier = desk.raised(by=fang)
    desk.later(hours=1)
    leading = desk.working(by=mei, holder=wu)
    assert leading.promised_at > earlier.promised_at
    actions.merge(request=earlier, into=leading, by=wu, at=desk.now)
    assert fresh(leading).promised_at == earlier.promised_at
    assert fresh(leading).answer_by == fresh(leading).due_at == earlier.answer_by  # a merge is no answer


def test_a_later_promise_changes_nothing(merged, desk, wu, fang):
    _, leading = merged
    desk.later(hours=1)
    later = desk.raised(by=fang)
    actions.merge(request=later, into=leading, by=wu, at=desk.now)
    assert fresh(leading).promised_at == leading.promised_at


def test_a_promise_taken_over_during_a_pause_is_moved_only_by_what_is_left_of_it(desk, mei, fang, wu):
    duplicate = desk.raised(by=fang)
    leading = desk.working(by=mei, holder=wu, priority="normal")
    Request.objects.filter(pk=leading.pk).update(promised_at=duplicate.promised_at.replace(hour=17))
    leading = actions.pause(
        request=fresh(leading), by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈"
    )
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.later(hours=1))
    # Promised by 14:00; of two hours of pause the second one, after the merge, counts: 15:00.
    resumed = actions.resume(request=fresh(leading), by=wu, at=desk.later(hours=1))
    assert resumed.promised_at == duplicate.promised_at.replace(hour=duplicate.promised_at.hour + 1)


def test_separated_it_waits_to_be_accepted_and_the_leading_one_has_its_promise_back(desk, mei, fang, wu):
    duplicate = desk.raised(by=fang)
    desk.later(hours=1)
    leading = desk.working(by=mei, holder=wu)
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.now)
    back = actions.separate(request=duplicate, by=wu, at=desk.later(minutes=5), note="另一台")
    assert (back.state, back.merged_into_id, back.closed_at) == (State.OFFERED, None, None)
    assert back.promised_at == duplicate.promised_at
    assert fresh(leading).promised_at == leading.promised_at
    assert fresh(leading).fellows == 0
    assert "fang" not in who_sees(desk, leading)
    actions.deliver(request=actions.accept(request=back, by=wu, at=desk.now), by=wu, at=desk.now, note="好了")


@pytest.fixture
def followed(desk, mei, fang, wu, guo, tao):
    """A duplicate that Guo watches and Tao wrote on, also Fang, whose it is, and Wu, who holds the other."""
    leading, duplicate = desk.working(by=mei, holder=wu), desk.raised(by=fang)
    actions.watch(request=duplicate, by=guo, at=desk.now)
    for each in (tao, fang, wu):
        actions.comment(request=duplicate, by=each, at=desk.now, body="这台又漏了")
    actions.watch(request=leading, by=mei, at=desk.now)
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.later(minutes=5))
    return fresh(duplicate), fresh(leading)


def watching(request):
    return {each.person.number for each in reads.watchers(request)}


def test_who_watched_or_wrote_on_the_duplicate_is_told_of_the_leading_one(desk, followed, mei):
    duplicate, leading = followed
    assert watching(leading) == {"guo", "tao", "mei"}
    assert watching(duplicate) == {"guo"}
    chain = reads.chain(leading)
    told = story.tell(leading, chain.events, chain.names, viewer=mei, provider=False, merged=chain.merged)
    sentence = next(each.what for each in told if duplicate.number in each.what)
    assert "郭鹏" in sentence
    assert "陶志远" in sentence


def test_who_may_not_see_the_leading_one_does_not_come_along(desk, mei, he, fang, wu):
    """He is told of what is for his team; the other one is Fang's alone."""
    leading = desk.working(by=fang, holder=wu)
    duplicate = desk.raised(by=mei)
    Request.objects.filter(pk=duplicate.pk).update(beneficiary=he)
    actions.watch(request=fresh(duplicate), by=he, at=desk.now)
    Request.objects.filter(pk=duplicate.pk).update(beneficiary=None)
    actions.merge(request=fresh(duplicate), into=leading, by=wu, at=desk.now)
    assert watching(leading) == set()


def test_separated_nobody_is_left_watching_who_did_not_choose_to(desk, followed, wu, guo):
    duplicate, leading = followed
    actions.unwatch(request=leading, by=guo, at=desk.now)
    actions.watch(request=leading, by=guo, at=desk.later(minutes=5))
    actions.separate(request=duplicate, by=wu, at=desk.later(minutes=5), note="另一台")
    assert watching(leading) == {"guo", "mei"}
    assert watching(duplicate) == {"guo"}


def test_after_a_week_it_stays_merged(desk, merged, wu):
    duplicate, _ = merged
    found = why(actions.separate, request=duplicate, by=wu, at=desk.later(days=8), note="另一台")
    assert found is Reason.TOO_LATE_TO_SEPARATE


def test_merging_what_leads_others_takes_them_along(desk, merged, mei, wu, fang):
    duplicate, first = merged
    second = desk.working(by=mei, holder=wu)
    actions.merge(request=first, into=second, by=wu, at=desk.now)
    assert fresh(duplicate).merged_into == second
    assert (fresh(first).fellows, fresh(second).fellows) == (0, 2)
    assert "fang" in who_sees(desk, second)


def test_what_is_merged_into_a_duplicate_goes_to_the_one_that_leads(desk, merged, he, wu):
    duplicate, leading = merged
    late = desk.raised(by=he)
    actions.merge(request=late, into=duplicate, by=wu, at=desk.now)
    assert fresh(late).merged_into == leading


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("confidential", Reason.CONFIDENTIAL_ALONE),
        ("delivered", Reason.LEADING_DONE),
        ("elsewhere", Reason.LEADING_NOT_YOURS),
        ("part", Reason.IS_A_PART),
        ("itself", Reason.SAME_REQUEST),
        ("customer", Reason.NOT_HOLDER),
        ("parts", Reason.PARTS_OPEN),
    ],
)
def test_when_it_cannot_be_merged(desk, mei, wu, guo, case, reason):
    leading, duplicate = desk.working(by=mei, holder=wu), desk.working(by=mei, holder=wu)
    by, into = wu, leading
    if case == "confidential":
        duplicate = desk.working(by=mei, holder=wu, service=desk.secret)
    elif case == "delivered":
        actions.deliver(request=leading, by=wu, at=desk.now, note="好了")
    elif case == "elsewhere":
        actions.offer(request=leading, by=wu, at=desk.now, unit=desk.units["finance"], note="归财务")
        actions.take(request=leading, by=desk.people["fang"], at=desk.now)
    elif case == "part":
        duplicate = actions.accept(request=desk.raised(by=wu, part_of=leading), by=wu, at=desk.now)
    elif case == "itself":
        into = duplicate
    elif case == "customer":
        by = mei
    else:
        desk.raised(by=wu, part_of=duplicate)
    assert why(actions.merge, request=duplicate, into=into, by=by, at=desk.now) is reason
    assert fresh(duplicate).state != State.MERGED


def test_a_customer_twice_is_one_row_each(desk, merged, fang, wu):
    _, leading = merged
    again = desk.raised(by=fang)
    actions.merge(request=again, into=leading, by=wu, at=desk.now)
    assert Fellow.objects.filter(request=leading, person=fang).count() == 2
    assert list(reads.mine(fang.scope)).count(leading) == 1
