"""Notices and watchers for programs: one's own, and only of what one may see."""

import pytest

from qiao.desk import actions as desk_actions
from qiao.desk.tests.programs import program_of
from qiao.notify import actions
from qiao.notify.models import Notice

SCOPES = ("notices:read", "notices:write")


@pytest.fixture
def leak(floor, mei, wu):
    request = floor.delivered(by=mei, holder=wu, title="漏水")
    desk_actions.comment(request=request, by=wu, at=floor.now, body="换好了")
    desk_actions.comment(request=request, by=wu, at=floor.now, body="绝密的话 @赵敏", internal=True)
    actions.catch_up(at=floor.now)
    return request


def test_the_inbox_of_the_page_for_a_program(leak, mei, zhao):
    found = program_of(mei, *SCOPES).ask("/notices?unread=true").json()["items"]
    assert [(each["request"], each["kind"], each["events"]) for each in found] == [(leak.number, "answer", 3)]
    assert found[0]["because"] == "because you asked for it"
    assert "绝密" not in str(found)
    assert "绝密" in str(program_of(zhao, *SCOPES).ask("/notices?kind=mention").json())
    assert program_of(mei, *SCOPES).ask("/notices/count").json() == {"unread": 1}


def test_read_and_unread_ones_own_and_nobody_elses(floor, leak, mei, he):
    pk = Notice.objects.get(person=mei).pk
    mine, theirs = program_of(mei, *SCOPES), program_of(he, *SCOPES)
    assert theirs.do(f"/notices/{pk}/read").status_code == 404
    assert mine.do(f"/notices/{pk}/read").json()["unread"] is False
    assert mine.do(f"/notices/{pk}/read").status_code == 200
    assert mine.do(f"/notices/{pk}/unread").json()["unread"] is True
    assert mine.do("/notices/read", {"upto": floor.now.isoformat()}).json() == {"unread": 0}
    assert program_of(mei, "notices:read").do(f"/notices/{pk}/read").status_code == 403


def test_watching(leak, mei, wu, zhao, fang):
    path = f"/requests/{leak.number}"
    hers = program_of(zhao, *SCOPES)
    assert hers.do(f"{path}/watch", {}).json()["person"] == "zhao"
    assert [each["person"] for each in hers.ask(f"{path}/watchers").json()["items"]] == ["zhao"]
    assert program_of(wu, *SCOPES).do(f"{path}/watch", {"person": "fang"}).json()["code"] == "may_not_see"
    assert program_of(wu, *SCOPES).do(f"{path}/watch", {"person": "nobody"}).status_code == 422
    assert program_of(fang, *SCOPES).do(f"{path}/watch", {}).status_code == 404
    assert hers.call("DELETE", f"{path}/watch").status_code == 204
    assert hers.ask(f"{path}/watchers").json()["items"] == []
