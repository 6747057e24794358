"""A confidential request shows in no list and no count of those who may not open it."""

import pytest

from qiao.desk import actions, reads
from qiao.desk.models import Request


@pytest.fixture
def offered(desk, mei, wu):
    """Confidential, held by a member of team 1, offered to the automation team."""
    request = desk.raised(by=mei, service=desk.secret)
    request = actions.accept(request=request, by=wu, at=desk.now)
    return actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")


def may_open(person, request):
    return Request.objects.visible_to(person.scope).filter(pk=request.pk).exists()


def shown(person, at):
    """Everything of Today and the number beside it."""
    return [
        *(offer.handoff.request_id for offer in reads.offers(person.scope, at=at)),
        *(row.request.id for row in reads.to_answer(person.scope, at=at)),
        *(request.id for request in reads.hands(person.scope)),
        *(request.id for request in reads.waiting(person.scope)),
    ], reads.counts(person)["answer"]


def test_the_team_that_is_offered_it_is_asked(desk, offered, tao):
    assert may_open(tao, offered)
    assert shown(tao, desk.now) == ([offered.pk], 1)


def test_the_manager_far_above_is_neither_asked_nor_counted(desk, offered, chang):
    assert not may_open(chang, offered)
    assert shown(chang, desk.now) == ([], 0)


def test_nobody_is_shown_what_they_may_not_open(desk, offered):
    for person in desk.people.values():
        listed, _count = shown(person, desk.now)
        assert not listed or may_open(person, offered), person
        board = reads.board(desk.units["works"], seen_by=person.scope, at=desk.now)
        on_board = [card.request.id for column in board.columns for card in column.cards]
        assert not on_board or may_open(person, offered), person
        assert sum(column.total for column in board.columns) == len(on_board)


def test_the_board_shows_who_is_asked_the_clock_of_the_answer(desk, mei, wu, tao):
    request = desk.working(by=mei, holder=wu)
    actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    asked = reads.board(desk.units["automation"], seen_by=tao.scope, at=desk.now).columns[0].cards[0]
    offer = reads.offers(tao.scope, at=desk.now)[0]
    assert asked.offered_here
    assert asked.row.clock == offer.clock
