"""Every change of one request, with before and after, for those who may see it."""

from datetime import timedelta

import pytest

from qiao.audit.history import history
from qiao.desk import actions
from qiao.desk.rules import LinkKind, PauseKind
from qiao.ui.words import duration_text


def page_of(request):
    return f"/requests/{request.number}/history/"


def fields(entry):
    return {change.label: (change.before, change.after) for change in entry.changes}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_accepting_shows_state_and_holder_before_and_after(desk, mei, wu):
    entry = history(desk.working(by=mei, holder=wu), mei)[0]
    assert fields(entry)["State"] == ("To accept", "In progress")
    assert fields(entry)["Held by"] == ("", "Wu")


def test_the_oldest_entry_says_what_the_request_began_with(desk, mei, wu):
    first = fields(history(desk.working(by=mei, holder=wu), mei)[-1])
    assert first["State"] == ("", "To accept")
    assert first["Held by the unit"] == ("", "maintenance")
    assert "Held by" not in first
    assert first["Due next"] == first["To be accepted by"]


def test_a_resumed_pause_shows_the_promise_moved_by_the_paused_working_time(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    request = actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="仓库")
    request = actions.resume(request=request, by=wu, at=desk.later(hours=1))
    entry = history(request, mei)[0]
    assert fields(entry)["Promised by"] == ("2 Mar 2026 14:00", "2 Mar 2026 15:00")
    assert duration_text(timedelta(hours=1).total_seconds()) in entry.what


@pytest.mark.parametrize("who", ["fang", "admin"])
def test_who_may_not_see_the_request_does_not_see_its_history(desk, mei, enter, who):
    request = desk.raised(by=mei)
    assert enter(desk.people[who]).get(page_of(request)).status_code == 404


def test_a_confidential_history_is_hidden_from_the_chain_upward(desk, mei, chang, enter):
    request = desk.raised(by=mei, service=desk.secret)
    assert enter(chang).get(page_of(request)).status_code == 404
    assert enter(mei).get(page_of(request)).status_code == 200


def test_what_is_internal_is_for_providers_only(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    actions.comment(request=request, by=wu, at=desk.now, body="客户自己弄坏的", internal=True)
    assert [entry.internal for entry in history(request, wu)] == [True, False, False]
    assert [entry.internal for entry in history(request, mei)] == [False, False]


def test_the_page_of_a_request_leads_to_its_history_and_back(desk, mei, wu, enter):
    request = desk.working(by=mei, holder=wu)
    client = enter(mei)
    assert page_of(request) in client.get(f"/requests/{request.number}/").content.decode()
    text = client.get(page_of(request)).content.decode()
    assert f'href="/requests/{request.number}/"' in text


def test_of_a_request_that_the_reader_may_not_see_nothing_is_said(desk, mei, he, wu):
    plain = desk.working(by=mei, holder=wu)
    secret = desk.working(by=he, holder=wu, service=desk.secret)
    actions.link(request=secret, to=plain, kind=LinkKind.CAUSED_BY, by=wu, at=desk.now)
    assert secret.number in history(plain, wu)[0].what
    assert not any("linked" in entry.what or secret.number in entry.what for entry in history(plain, mei))
