"""Links, parts, duplicates and the checklist for programs: the same answers, nothing of what is hidden."""

import pytest
from django.utils import timezone

from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import LinkKind
from qiao.desk.tests.programs import program_of


@pytest.fixture
def now_desk(desk):
    desk.now = timezone.now()
    return desk


def test_a_part_is_raised_and_holds_delivery_up(now_desk, mei, wu):
    parent = now_desk.working(by=mei, holder=wu)
    program = program_of(wu)
    need = {"service": "repair", "title": "换控制板", "part_of": parent.number}
    part = program.do("/requests", need)
    assert part.status_code == 201
    shown = program.ask(f"/requests/{parent.number}/together").json()
    assert [each["number"] for each in shown["parts"]] == [part.json()["number"]]
    refused = program.do(f"/requests/{parent.number}/deliver", {"note": "好了"})
    assert (refused.status_code, refused.json()["code"]) == (409, "parts_open")
    above = program.ask(f"/requests/{part.json()['number']}/together").json()["part_of"]
    assert above["number"] == parent.number
    hidden = program_of(mei).ask(f"/requests/{parent.number}/together").json()
    assert hidden["parts"] == []


def test_links_are_made_shown_and_taken_back(now_desk, mei, wu):
    first, second = (now_desk.working(by=mei, holder=wu) for _ in range(2))
    program = program_of(wu)
    made = program.do(f"/requests/{first.number}/links", {"kind": "blocks", "to": second.number})
    assert (made.status_code, made.json()["inverse"]) == (201, False)
    seen = program.ask(f"/requests/{second.number}/together").json()["links"]
    assert [(each["inverse"], each["other"]["number"]) for each in seen] == [(True, first.number)]
    assert program.call("DELETE", f"/requests/{first.number}/links/{made.json()['id']}").status_code == 204
    assert program.ask(f"/requests/{second.number}/together").json()["links"] == []
    wrong = program.do(f"/requests/{first.number}/links", {"kind": "blocks", "to": "R-1999-000001"})
    assert wrong.status_code == 422


def test_items_are_added_ticked_and_taken_away(now_desk, mei, wu):
    request = now_desk.working(by=mei, holder=wu)
    program, path = program_of(wu), f"/requests/{request.number}/checklist"
    item = program.do(path, {"text": "断电挂牌", "required": True}).json()
    assert program.do(f"{path}/{item['id']}/tick").json()["checked_by"]["number"] == "wu"
    assert program.do(f"{path}/{item['id']}/untick").json()["checked_by"] is None
    assert program.call("DELETE", f"{path}/{item['id']}").status_code == 204
    assert program_of(mei).do(path, {"text": "也看看"}).status_code == 403
    assert Request.objects.get(pk=request.pk).open_items == 0


def test_of_a_hidden_request_the_timeline_says_nothing(now_desk, mei, he, wu):
    plain = now_desk.working(by=mei, holder=wu)
    secret = now_desk.working(by=he, holder=wu, service=now_desk.secret)
    actions.link(request=secret, to=plain, kind=LinkKind.CAUSED_BY, by=wu, at=now_desk.now)
    for person, there in ((mei, False), (wu, True)):
        kinds = [
            each["kind"]
            for each in program_of(person).ask(f"/requests/{plain.number}/timeline").json()["items"]
        ]
        assert ("request.linked" in kinds) is there


def test_a_duplicate_names_the_leading_one_only_to_who_may_see_it(now_desk, mei, fang, wu, chang):
    leading = now_desk.working(by=mei, holder=wu)
    duplicate = now_desk.raised(by=fang)
    actions.merge(request=duplicate, into=leading, by=wu, at=now_desk.now)
    for person in (fang, wu):
        assert program_of(person).ask(f"/requests/{duplicate.number}").json()["merged_into"] == leading.number
