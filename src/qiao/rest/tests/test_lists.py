"""Lists by key, and lost updates."""

import base64
import json

import pytest

from qiao.rest.models import Budget


@pytest.fixture
def many(db):
    Budget.objects.bulk_create(Budget(actor_id=n, minute=0, given=n % 3) for n in range(100, 110))


def test_following_the_links_visits_everything_once(program, many):
    seen, path = [], "/things?limit=3"
    while path:
        answer = program.call("GET", path)
        seen += [item["number"] for item in answer.json()["items"]]
        links = dict(reversed(part.split("; ")) for part in answer["Link"].split(", "))
        following = links.get('rel="next"', "").strip("<>")
        assert ('rel="next"' in links) == bool(answer.json()["next"])
        path = following.partition("/api/v1")[2]
    assert sorted(seen) == list(range(100, 110))
    assert len(seen) == 10


def test_the_last_page_has_no_next(program, many):
    assert program.call("GET", "/things").json()["next"] is None


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_page_has_a_largest_size(program, many, limit):
    assert program.call("GET", f"/things?limit={limit}").status_code == 422


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        base64.urlsafe_b64encode(json.dumps(["-other,pk", 1, 2]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["-given,actor_id", [], 2]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["-given,actor_id", {"at": "x"}, 2]).encode()).decode(),
    ],
)
def test_a_cursor_that_nobody_gave_is_refused(program, many, cursor):
    assert program.call("GET", f"/things?cursor={cursor}").status_code == 400


def test_what_one_has_already_is_not_sent_again(program, thing):
    tag = program.call("GET", "/things/500")["ETag"]
    assert program.call("GET", "/things/500", If_None_Match=tag).status_code == 304
    Budget.objects.update(given=4)
    assert program.call("GET", "/things/500", If_None_Match=tag).status_code == 200


@pytest.mark.parametrize(
    ("said", "race", "status", "code"),
    [
        ("", False, 200, None),
        ("*", False, 200, None),
        ("tag", False, 200, None),
        ('"1-aaaaaaaaaaaa", tag', False, 200, None),
        ('"2-aaaaaaaaaaaa"', False, 412, "changed_since_read"),
        ("nonsense", False, 412, "changed_since_read"),
        ("tag", True, 412, "changed_since_read"),
        ("", True, 409, "changed_meanwhile"),
    ],
)
def test_nobody_writes_over_what_they_have_not_seen(program, thing, said, race, status, code):
    tag = program.call("GET", "/things/500")["ETag"]
    headers = {"If_Match": said.replace("tag", tag)} if said else {}
    answer = program.call("POST", f"/things/500/more{'?race=1' if race else ''}", **headers)
    assert answer.status_code == status
    if code:
        assert answer.json()["code"] == code


def test_where_it_is_required_one_has_to_say_what_one_has_seen(program, thing):
    tag = program.call("GET", "/things/500")["ETag"]
    assert program.call("PUT", "/things/500", {"number": 1}).status_code == 428
    assert program.call("PUT", "/things/500", {"number": 1}, If_Match=tag).status_code == 200
