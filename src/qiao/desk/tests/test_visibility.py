"""Whoever may not see a request does not learn that it exists."""

import pytest
from django.db.models import Q

from qiao.accounts.models import Account
from qiao.desk import actions, reads
from qiao.desk.models import Request
from qiao.desk.reads import visible
from qiao.desk.reads.visible import newest
from qiao.org import actions as org_actions
from qiao.org.models import Person

EVERYBODY = {"mei", "he", "wei", "wu", "zhao", "tao", "guo", "chang", "fang", "admin"}


@pytest.fixture
def page(desk, client):
    """The status of a page for somebody."""

    def status(code, path):
        person = desk.people[code]
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(code, person)
        client.force_login(account)
        return client.get(path).status_code

    return status


def who_sees(desk, request):
    return {
        code
        for code, person in desk.people.items()
        if Request.objects.visible_to(person.scope).filter(pk=request.pk).exists()
    }


def test_customers_the_holding_unit_and_its_chain_upward(desk, mei, he):
    request = desk.raised(by=mei, for_person=he)
    # The maintenance department holds it: its members (teams included), its head, the plant's manager.
    assert who_sees(desk, request) == {"mei", "he", "wu", "zhao", "tao", "guo", "chang"}


def test_who_held_it_goes_on_seeing_it_and_who_is_offered_it_begins_to(desk, mei, wu, fang):
    request = desk.working(by=mei, holder=wu)
    assert "fang" not in who_sees(desk, request)
    actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["finance"], note="要付款")
    assert "fang" in who_sees(desk, request)
    actions.take(request=request, by=fang, at=desk.now)
    assert {"wu", "fang"} <= who_sees(desk, request)


def test_a_confidential_request_hides_from_the_chain_upward(desk, mei):
    request = desk.raised(by=mei, service=desk.secret)
    assert who_sees(desk, request) == {"mei", "wu", "zhao", "tao", "guo"}  # not chang, the plant's manager


def test_a_request_for_the_team_is_seen_by_the_team(desk, mei):
    request = desk.raised(by=mei, for_unit=desk.units["welding2"])
    assert {"mei", "he"} <= who_sees(desk, request)
    assert "fang" not in who_sees(desk, request)


@pytest.mark.parametrize("lately", [1, 2, 10_000])
def test_the_list_for_programs_holds_what_is_visible_also_for_who_stands_in(
    desk, mei, wu, tao, fang, wei, monkeypatch, lately
):
    monkeypatch.setattr(visible, "LATELY", lately)
    desk.raised(by=wei, for_unit=desk.units["finance"])
    desk.working(by=mei, holder=wu, service=desk.secret)
    offered = desk.working(by=mei, holder=wu, service=desk.secret)
    unit = desk.units["automation"]
    actions.offer(request=offered, by=wu, at=desk.now, unit=unit, person=tao, note="请看")
    how = {"since": desk.now, "until": desk.now.replace(year=2040), "by": None, "at": desk.now}
    for away, substitute in ((tao, fang), (wu, wei)):
        org_actions.set_substitute(person=away, substitute=substitute, **how)
    for person in Person.objects.all():
        seen = list(Request.objects.visible_to(person.scope).order_by("-pk").values_list("pk", flat=True))
        for limit in (1, 2, 10):
            assert newest(person.scope, Q(), before=None, limit=limit) == seen[:limit], person
    assert len(newest(fang.scope, Q(), before=None, limit=10)) == 2


@pytest.mark.parametrize("path", ["", "accept/", "withdraw/", "files/1/"])
def test_a_stranger_gets_the_same_answer_as_for_a_number_that_does_not_exist(desk, mei, page, path):
    request = desk.raised(by=mei)
    assert page("fang", f"/requests/{request.number}/{path}") == 404
    assert page("fang", f"/requests/R-2026-999999/{path}") == 404


def test_lists_and_boards_keep_confidential_ones_from_those_above(desk, mei, wu, chang, guo):
    desk.working(by=mei, holder=wu, service=desk.secret)
    plain = desk.working(by=mei, holder=wu)
    assert [request.pk for request in reads.hands(chang.scope)] == [plain.pk]
    assert reads.hands(guo.scope).count() == 2
    board = reads.board(desk.units["works"], seen_by=chang.scope, at=desk.now)
    assert sum(column.total for column in board.columns) == 1


@pytest.mark.parametrize(
    ("code", "status"), [("wu", 200), ("guo", 200), ("chang", 200), ("fang", 404), ("mei", 404)]
)
def test_a_board_is_for_the_unit_and_those_above(desk, page, code, status):
    assert page(code, "/board/maintenance/") == status


def test_internal_comments_stay_with_the_providers(desk, mei, wu, client):
    request = desk.working(by=mei, holder=wu)
    actions.comment(request=request, by=wu, at=desk.now, body="备件柜里还有一个", internal=True)
    actions.comment(request=request, by=wu, at=desk.now, body="下午来换")
    told = {}
    for person in (mei, wu):
        client.force_login(Account.objects.create_user(person.number, person))
        told[person.number] = client.get(f"/requests/{request.number}/").content.decode()
    assert "备件柜" in told["wu"]
    assert "备件柜" not in told["mei"]
    assert "下午来换" in told["mei"]
