"""Every event says which columns of the request it changed, from what to what."""

from datetime import UTC, timedelta

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.actions.change import move, tell
from qiao.desk.events import Kind
from qiao.desk.rules import PauseKind, State


def changes(desk, request, kind):
    return next(event.data["changes"] for event in desk.story(request) if event.kind == kind)


def test_accepting_tells_state_holder_and_what_is_due_next(desk, mei, wu):
    request = desk.raised(by=mei)
    respond_by = request.respond_by
    request = actions.accept(request=request, by=wu, at=desk.later(minutes=10))
    told = changes(desk, request, Kind.ACCEPTED)
    assert told["state"] == ["offered", "working"]
    assert told["holder_person_id"] == [None, wu.pk]
    assert told["due_at"] == [as_kept(respond_by), as_kept(request.promised_at)]


def test_a_pause_hides_what_is_due_and_resuming_tells_the_new_promise(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    before = request.promised_at
    kind = PauseKind.PARTS
    request = actions.pause(request=request, by=wu, at=desk.later(minutes=5), kind=kind, counterpart="仓库")
    assert changes(desk, request, Kind.PAUSED)["waiting_for"] == ["", "仓库"]
    request = actions.resume(request=request, by=wu, at=desk.later(hours=1))
    told = changes(desk, request, Kind.RESUMED)
    assert told["promised_at"] == [as_kept(before), as_kept(before + timedelta(hours=1))]


def test_what_did_not_change_is_not_told(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    assert "holder_unit_id" not in changes(desk, request, Kind.ACCEPTED)
    actions.comment(request=request, by=wu, at=desk.now, body="在路上")
    assert "changes" not in desk.story(request)[-1].data


def test_two_moves_before_one_event_are_told_as_one_change_from_the_first_to_the_last(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    move(request, priority=Priority.URGENT, waiting_for="厂家")
    move(request, priority=Priority.NORMAL, title="4 号焊接机器人漏水")
    tell(Kind.COMMENTED, request, by=wu, at=desk.now)
    told = desk.story(request)[-1].data["changes"]
    assert told == {
        "title": ["3 号焊接机器人漏水", "4 号焊接机器人漏水"],
        "waiting_for": ["", "厂家"],
    }


def test_the_changes_of_a_life_lead_from_its_first_state_to_its_last(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)
    request = actions.confirm(request=request, by=mei, at=desk.later(hours=2))
    steps = [event.data["changes"]["state"] for event in desk.story(request) if "changes" in event.data]
    assert steps == [["offered", "working"], ["working", "delivered"], ["delivered", "confirmed"]]
    assert request.state == State.CONFIRMED


def as_kept(moment):
    return moment.astimezone(UTC).isoformat()
