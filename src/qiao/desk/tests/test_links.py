"""What requests have to do with each other: said by those who serve them, never in a circle."""

import pytest

from qiao.desk import actions
from qiao.desk.events import Kind
from qiao.desk.models import Link, Request
from qiao.desk.rules import LinkKind, Reason
from qiao.desk.tests.agreeing import counts_agree  # noqa: F401
from qiao.ledger.refusals import Refused

BLOCKS, CAUSED, DUPLICATE = LinkKind.BLOCKS, LinkKind.CAUSED_BY, LinkKind.DUPLICATE_OF


@pytest.fixture
def two(desk, mei, wu):
    return desk.working(by=mei, holder=wu), desk.working(by=mei, holder=wu)


def fresh(request):
    return Request.objects.get(pk=request.pk)


def test_a_blocked_request_is_delivered_only_after_what_blocks_it(desk, two, wu):
    first, second = two
    actions.link(request=first, to=second, kind=BLOCKS, by=wu, at=desk.now)
    with pytest.raises(Refused) as refused:
        actions.deliver(request=second, by=wu, at=desk.now, note="好了")
    assert refused.value.reason is Reason.BLOCKED
    actions.deliver(request=first, by=wu, at=desk.now, note="好了")
    assert actions.deliver(request=second, by=wu, at=desk.now, note="好了").delivered_at


def test_what_is_reopened_blocks_again(desk, two, mei, wu):
    first, second = two
    actions.link(request=first, to=second, kind=BLOCKS, by=wu, at=desk.now)
    actions.deliver(request=first, by=wu, at=desk.now, note="好了")
    assert fresh(second).open_blockers == 0
    actions.reopen(request=first, by=mei, at=desk.now, note="还漏")
    assert fresh(second).open_blockers == 1


def test_a_link_taken_back_blocks_no_more(desk, two, wu):
    first, second = two
    made = actions.link(request=first, to=second, kind=BLOCKS, by=wu, at=desk.now)
    actions.unlink(link=made, by=wu, at=desk.now)
    actions.unlink(link=made, by=wu, at=desk.now)
    assert fresh(second).open_blockers == 0
    assert fresh(first).blocks == 0
    assert [event.kind for event in desk.story(first)][-2:] == [Kind.LINKED, Kind.UNLINKED]


@pytest.mark.parametrize("kind", [BLOCKS, CAUSED, DUPLICATE])
def test_no_circle_of_any_length(desk, mei, wu, two, kind):
    first, second = two
    third = desk.working(by=mei, holder=wu)
    actions.link(request=first, to=second, kind=kind, by=wu, at=desk.now)
    actions.link(request=second, to=third, kind=kind, by=wu, at=desk.now)
    for one, other in ((second, first), (third, first)):
        with pytest.raises(Refused) as refused:
            actions.link(request=one, to=other, kind=kind, by=wu, at=desk.now)
        assert refused.value.reason is Reason.IN_A_CIRCLE


def test_not_twice_and_not_to_itself(desk, two, wu):
    first, second = two
    actions.link(request=first, to=second, kind=CAUSED, by=wu, at=desk.now)
    for one, other, reason in (
        (first, second, Reason.LINKED_ALREADY),
        (first, first, Reason.SAME_REQUEST),
    ):
        with pytest.raises(Refused) as refused:
            actions.link(request=one, to=other, kind=CAUSED, by=wu, at=desk.now)
        assert refused.value.reason is reason
    assert Link.objects.count() == 1


def test_a_part_cannot_wait_for_the_request_above(desk, two, wu):
    first, _ = two
    part = desk.raised(by=wu, part_of=first)
    with pytest.raises(Refused) as refused:
        actions.link(request=first, to=part, kind=BLOCKS, by=wu, at=desk.now)
    assert refused.value.reason is Reason.IN_A_CIRCLE


def test_customers_link_their_own_but_make_nothing_wait(desk, two, mei, fang):
    first, second = two
    actions.link(request=first, to=second, kind=DUPLICATE, by=mei, at=desk.now)
    with pytest.raises(Refused) as refused:
        actions.link(request=first, to=second, kind=BLOCKS, by=mei, at=desk.now)
    assert refused.value.reason is Reason.NOT_YOURS_TO_BLOCK
    with pytest.raises(Refused) as refused:
        actions.link(request=first, to=second, kind=CAUSED, by=fang, at=desk.now)
    assert refused.value.reason is Reason.NO_SUCH_REQUEST


def test_what_one_may_not_see_one_cannot_link(desk, mei, he, wu):
    mine = desk.raised(by=mei)
    hidden = desk.raised(by=he, service=desk.secret)
    with pytest.raises(Refused) as refused:
        actions.link(request=mine, to=hidden, kind=DUPLICATE, by=mei, at=desk.now)
    assert refused.value.reason is Reason.NO_SUCH_REQUEST
