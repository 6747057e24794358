"""Answer templates, limits and views for programs; what may not be written over unseen."""

import pytest
from django.utils import timezone

from qiao.desk.models import SavedView, WorkRule
from qiao.desk.tests.programs import program_of

LIMITS = {"most_each": 3, "most_together": None, "strict": True, "unattended_seconds": 1800}
WORDS = {"unit": "maintenance", "name_zh": "已到现场", "body_zh": "{requester},我们到 {number} 现场了。"}


@pytest.fixture
def now_desk(desk):
    """The desk at the real time, as programs meet it."""
    desk.now = timezone.now()
    return desk


def test_a_template_is_written_filled_sent_counted_and_retired(now_desk, mei, wu, guo):
    leader, member = program_of(guo), program_of(wu)
    made = leader.do("/answer-templates", WORDS)
    assert made.status_code == 201
    pk, number = made.json()["id"], now_desk.working(mei, wu).number
    (filled,) = member.ask(f"/requests/{number}/answer-templates").json()
    assert filled["text"] == f"林梅,我们到 {number} 现场了。"
    member.do(f"/requests/{number}/comments", {"body": filled["text"], "template": pk})
    member.do(f"/requests/{number}/deliver", {"note": "换好了", "template": pk})
    assert member.ask(f"/answer-templates/{pk}").json()["used"] == 2
    assert leader.do(f"/answer-templates/{pk}/retire").json()["active"] is False
    assert member.ask("/answer-templates").json()["items"] == []
    assert [each["id"] for each in leader.ask("/answer-templates?kept=true").json()["items"]] == [pk]
    assert leader.do(f"/answer-templates/{pk}/restore").json()["active"] is True


def test_an_unknown_place_in_a_template_is_refused_with_the_known_ones(now_desk, guo):
    answer = program_of(guo).do("/answer-templates", {**WORDS, "body_zh": "{nobody}"})
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_variable")
    assert "{requester}" in answer.json()["title"]


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"name_en": "There"}), ("PUT", LIMITS)])
def test_without_saying_what_one_has_seen_nothing_is_written_over(now_desk, guo, method, body):
    program = program_of(guo)
    pk = program.do("/answer-templates", WORDS).json()["id"]
    path = f"/answer-templates/{pk}" if method == "PATCH" else "/units/maintenance/limits"
    blind = program.call(method, path, body)
    assert (blind.status_code, blind.json()["code"]) == (428, "if_match_required")
    seen = program.ask(path)["ETag"]
    first = program.call(method, path, body, If_Match=seen)
    assert first.status_code == 200
    late = program.call(method, path, body, If_Match=seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed_since_read")
    assert program.call(method, path, body, If_Match=first["ETag"]).status_code == 200
    assert program.call(method, path, body, If_Match="*").status_code == 200


def test_limits_hold_below_until_a_unit_has_its_own(now_desk, guo):
    program = program_of(guo)
    assert program.ask("/units/team1/limits").json()["unit"] is None
    seen = program.ask("/units/maintenance/limits")["ETag"]
    program.call("PUT", "/units/maintenance/limits", LIMITS, If_Match=seen)
    below = program.ask("/units/team1/limits")
    assert (below.json()["unit"]["code"], below.json()["most_each"]) == ("maintenance", 3)
    own = {**LIMITS, "most_each": 5}
    assert program.call("PUT", "/units/team1/limits", own, If_Match=below["ETag"]).json()["revision"] == 1
    assert WorkRule.objects.count() == 2


def test_the_page_tells_a_leader_who_comes_second(now_desk, client, guo):
    program_of(guo)  # has a login by that
    client.force_login(guo.account)
    page = "/board/maintenance/rule/"
    typed = {"most_each": "2", "strict": "no", "unattended": "30", "seen": "0"}
    assert client.post(page, typed).status_code == 302
    late = client.post(page, {**typed, "most_each": "9"})
    assert late.status_code == 409
    assert WorkRule.objects.get().most_each == 2
    assert 'value="9"' in late.content.decode()


def test_views_are_kept_shown_to_the_team_and_dropped_by_whose_they_are(now_desk, wu, guo):
    leader, member = program_of(guo), program_of(wu)
    kept = leader.do(
        "/units/maintenance/views", {"name": "停着的", "query": "state=paused&sort=age", "shared": True}
    )
    assert (kept.status_code, kept.json()["query"]) == (201, "state=paused&sort=age")
    (shown,) = member.ask("/units/maintenance/views").json()
    assert shown["person"]["number"] == "guo"
    path = f"/units/maintenance/views/{shown['id']}"
    assert member.call("DELETE", path).status_code == 404
    assert leader.call("DELETE", path).status_code == 204
    assert not SavedView.objects.exists()


def test_a_view_with_a_filter_that_is_not_understood_is_named(now_desk, guo):
    answer = program_of(guo).do("/units/maintenance/views", {"name": "x", "query": "state=lost"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query"
    assert "state" in answer.json()["errors"][0]["message"]


def test_only_a_leader_shows_a_view_to_the_team(now_desk, wu):
    answer = program_of(wu).do("/units/maintenance/views", {"name": "x", "shared": True})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_leader")
