"""Who calls, may they, how often; and how everything that goes wrong is said."""

from datetime import UTC, datetime, timedelta

import pytest

from qiao.rest import actions, limits
from qiao.rest.models import Answer, Budget
from qiao.rest.problems import Code

AT = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "path", "body", "who", "status", "code"),
    [
        ("GET", "/things", None, "", 401, "no_token"),
        ("GET", "/things", None, "7 things:write", 403, "no_scope"),
        ("POST", "/things", {"number": 900}, "7 things:read", 403, "no_scope"),
        ("GET", "/nothing", None, "7 things:read", 404, "not_found"),
        ("DELETE", "/things", None, "7 things:read", 405, "method_not_allowed"),
        ("POST", "/things", "{not json", "7 things:write", 400, "unreadable"),
        ("POST", "/things", '{"number": NaN}', "7 things:write", 400, "unreadable"),
        ("POST", "/things", '{"number": 1, "words": "\\u0000"}', "7 things:write", 400, "unreadable"),
        ("POST", "/things", '{"number": 1, "words": "\\ud800"}', "7 things:write", 400, "unreadable"),
        ("POST", "/things", {"number": 0}, "7 things:write", 422, "invalid"),
        ("POST", "/things", {"number": 1, "colour": "red"}, "7 things:write", 422, "invalid"),
        ("POST", "/things", {"number": 900, "words": "refuse"}, "7 things:write", 409, "no_scope"),
    ],
)
def test_what_goes_wrong_is_a_problem_with_a_stable_code(program, db, method, path, body, who, status, code):
    answer = program.call(method, path, body, who=who)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["code"], said["type"]) == (status, code, f"urn:qiao:problem:{code}")
    assert said["title"]


def test_what_is_no_json_is_not_read(program, db):
    answer = program.post(
        "/api/v1/things", "number=1", content_type="text/plain", headers={"Authorization": "7 things:write"}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_wrong_method_says_which_are_right(program, db):
    assert set(program.call("DELETE", "/things")["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_head_is_get_without_the_words(program, thing):
    assert program.call("HEAD", "/things/500")["ETag"] == program.call("GET", "/things/500")["ETag"]


def test_a_database_that_is_away_is_no_page_for_people(program):
    answer = program.get("/api/away")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "30", "try_later")


def test_a_scope_that_is_missing_is_named(program, db):
    assert 'scope="things:read"' in program.call("GET", "/things", who="7")["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This must be at least 1."), ("zh-hans", "不能小于 1。")]
)
def test_mistakes_are_said_in_the_callers_language(program, db, language, words):
    answer = program.call("POST", "/things", {"number": 0}, X_Language=language)
    assert answer.json()["errors"] == [
        {"where": "body", "field": "number", "code": "greater_than_equal", "message": words}
    ]
    assert answer["Content-Language"] == language


def test_every_code_has_words():
    assert [code for code in Code if not str(code.title)] == []


def test_the_limit_is_told_with_every_answer(program, thing, settings):
    settings.API_CALLS_PER_MINUTE = 5
    first = program.call("GET", "/things/500")
    assert first["RateLimit-Policy"] == '"default";q=5;w=60'
    assert first["RateLimit"].startswith('"default";r=4;t=')


def test_too_many_calls_are_turned_away_until_the_next_minute(program, thing, settings):
    settings.API_CALLS_PER_MINUTE = 2
    codes = [limits.spend(7, AT).allowed for _ in range(3)]
    assert codes == [True, True, False]
    assert limits.spend(7, AT).headers()["Retry-After"] == "30"
    assert limits.spend(8, AT).allowed
    assert limits.spend(7, AT + timedelta(minutes=1)).allowed


def test_an_answer_of_429_says_when_to_come_back(program, thing, settings):
    settings.API_CALLS_PER_MINUTE = 1
    answers = [program.call("GET", "/things/500") for _ in range(4)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 2  # a new minute may begin in between
    assert int(refused[-1]["Retry-After"]) <= 60
    assert refused[-1].json()["code"] == "too_many_calls"


def test_processes_share_one_limit_and_seldom_write(db, settings):
    """Two processes in turn: together they get exactly the limit, whatever each has in hand."""
    settings.API_CALLS_PER_MINUTE = 600
    spent, hands, writes = 0, [{}, {}], 0
    for n in range(700):
        limits._shares, before = hands[n % 2], _given()
        spent += limits.spend(7, AT).allowed
        writes += _given() != before
    limits._shares = {}
    assert spent == 600
    assert writes < 100


def _given():
    return list(Budget.objects.values_list("given", flat=True))


def test_answers_are_kept_for_a_day(db):
    for hours in (23, 25):
        actions.claim(actor_id=7, key=str(hours), fingerprint="x", at=AT - timedelta(hours=hours))
    assert actions.forget_old(at=AT) == 1
    assert Answer.objects.get().key == "23"
