"""Events for programs: administrators only, the filters of the page, nothing missed between two calls."""

import pytest

from qiao.desk.tests.programs import program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(admin):
    return program_of(admin, "events:read")


def test_only_administrators_with_the_scope(desk, mei, admin):
    assert program_of(mei, "events:read").ask("/events").json()["code"] == "not_administrator"
    assert program_of(admin, "requests:read").ask("/events").status_code == 403


def test_a_program_follows_from_the_last_cursor(desk, mei, wu, program):
    request = desk.working(by=mei, holder=wu)
    first = program.ask("/events?limit=1&kind=request").json()
    assert [each["kind"] for each in first["items"]] == ["request.raised"]
    rest = program.ask(f"/events?kind=request&cursor={first['next']}").json()
    assert [each["kind"] for each in rest["items"]] == ["request.accepted"]
    (accepted,) = rest["items"]
    assert accepted["actor"] == {"id": wu.pk, "number": "wu"}
    assert accepted["data"]["changes"]["state"] == ["offered", "working"]
    newest = program.ask(f"/events?about={request.number}&order=newest").json()["items"]
    assert [each["kind"] for each in newest] == ["request.accepted", "request.raised"]


def test_confidential_requests_are_withheld(desk, mei, program):
    desk.raised(by=mei, service=desk.secret, title="被骂")
    (told,) = program.ask("/events?kind=request").json()["items"]
    assert (told["withheld"], told["actor"], told["data"]) == (True, None, None)
    assert program.ask("/events?who=mei&kind=request").json()["items"] == []


@pytest.mark.parametrize("query", ["since=x", "unit=nowhere", "kind=strange.thing", "order=x"])
def test_what_makes_no_sense_is_said(desk, program, query):
    assert program.ask(f"/events?{query}").status_code == 422


def test_a_forged_cursor_is_refused(desk, program):
    assert program.ask("/events?cursor=eyJ4IjoxfQ").status_code == 400
