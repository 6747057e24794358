"""Escalation for programs: the same sight, the same rules as on the pages, and nobody is written over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.desk.tests.programs import program_of
from qiao.escalation import actions, reads
from qiao.escalation.models import Policy
from qiao.escalation.rules import Terms
from qiao.ledger.models import Event

SCOPES = ("escalation:read", "escalation:write")
ALL = "/escalation/policy"
REPAIR = "/services/repair/escalation"
SAID = {"active": True, "marks": [60, 90], "returns": 3, "reopenings": 1}
PAGES = (ALL, "/escalation/policies", REPAIR)


@pytest.fixture
def program(desk):
    return lambda person, *allowed: program_of(person, *(allowed or SCOPES))


# -- what was escalated to me ---------------------------------------------------------------------------


def test_a_leader_reads_what_was_escalated_to_them(desk, mei, wu, zhao, tick, program):
    request = desk.working(by=mei, holder=wu)
    tick(hours=3)  # three quarters of four hours
    (line,) = program(zhao).ask("/escalations").json()["items"]
    assert line["request"] == request.number
    assert line["title"] == request.title
    assert line["service"]["code"] == "repair"
    assert line["holder_unit"]["code"] == request.holder_unit.code
    assert (line["because"], line["n"], line["state"]) == ("time", 75, "working")
    assert line["why"] == "75 % of the promised time is used up"
    assert line["told_at"] is not None
    assert program(mei).ask("/escalations").json()["items"] == []


def test_page_after_page_gives_each_line_once(desk, mei, wu, tick, program):
    for title in ("一", "二", "三"):
        desk.working(by=mei, holder=wu, title=title)
    tick(hours=2)
    wu_ = program(wu)
    first = wu_.ask("/escalations?limit=2").json()
    second = wu_.ask(f"/escalations?limit=2&cursor={first['next']}").json()
    titles = [line["title"] for line in first["items"] + second["items"]]
    assert len(titles) == 3
    assert set(titles) == {"一", "二", "三"}
    assert second["next"] is None


def test_the_list_costs_the_same_however_long_it_is(desk, mei, wu, tick, program):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert wu_.ask("/escalations").status_code == 200
        return len(queries)

    wu_ = program(wu)
    desk.working(by=mei, holder=wu)
    tick(hours=2)
    wu_.ask("/escalations")
    few = cost()
    for _ in range(3):
        desk.working(by=mei, holder=wu)
    tick(hours=3)
    assert len(wu_.ask("/escalations").json()["items"]) > 3
    assert cost() == few


# -- what holds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_find_what_holds(desk, guo, admin, program, path):
    assert program(guo).ask(path).status_code == 404
    assert program(admin).ask(path).status_code == 200


@pytest.mark.parametrize(("path", "said"), [(ALL, {**SAID, "every": 30}), (REPAIR, SAID)])
def test_only_administrators_set_it(desk, guo, program, path, said):
    assert program(guo).call("PUT", path, said, If_Match="*").status_code == 404
    assert not Policy.objects.exists()


def test_a_token_for_reading_sets_nothing(desk, admin, program):
    reader = program(admin, "escalation:read")
    assert reader.ask(ALL).status_code == 200
    assert reader.call("PUT", ALL, {**SAID, "every": 30}, If_Match="*").status_code == 403
    assert not Policy.objects.exists()


def test_as_delivered_until_somebody_sets_it(desk, admin, program):
    holds = program(admin).ask(ALL).json()
    assert holds == {
        "service": None,
        "active": True,
        "marks": [50, 75, 100],
        "returns": 2,
        "reopenings": 2,
        "every": 60,
        "revision": 0,
    }
    assert program(admin).ask("/escalation/policies").json() == []


def test_an_administrator_sets_it_for_all_and_for_one_service(desk, mei, wu, admin, tick, program):
    desk.working(by=mei, holder=wu)
    admin_ = program(admin)
    tag = admin_.ask(ALL)["ETag"]
    answer = admin_.call("PUT", ALL, {**SAID, "every": 30}, If_Match=tag)
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"service": None, "every": 30, "revision": 1, **SAID}
    assert reads.terms_of(None) == Terms((60, 90), 3, 1, 30)
    follows = admin_.ask(REPAIR)
    assert (follows.json()["marks"], follows.json()["revision"]) == ([60, 90], 0)
    own = admin_.call("PUT", REPAIR, {**SAID, "marks": [25]}, If_Match=follows["ETag"]).json()
    assert (own["service"]["code"], own["marks"], own["every"], own["revision"]) == ("repair", [25], 30, 1)
    assert tick(hours=1) == {("wu", "time", 25)}
    listed = admin_.ask("/escalation/policies").json()
    assert [each["service"] and each["service"]["code"] for each in listed] == [None, "repair"]
    assert [event.actor_id for event in Event.objects.filter(kind="escalation.policy_set")] == [admin.pk] * 2


def test_who_has_not_seen_it_does_not_write_over_it(desk, admin, program):
    admin_ = program(admin)
    said = {**SAID, "every": 30}
    assert admin_.call("PUT", ALL, said).status_code == 428
    tag = admin_.ask(ALL)["ETag"]
    actions.set_policy(by=admin, at=desk.now, service_id=None, terms=Terms((80,)))
    assert admin_.call("PUT", ALL, said, If_Match=tag).status_code == 412
    assert reads.terms_of(None).marks == (80,)
    assert admin_.call("PUT", ALL, said, If_Match="*").json()["revision"] == 2


@pytest.mark.parametrize(
    ("path", "said", "status", "told"),
    [
        (ALL, {"marks": [90, 60]}, 409, "marks_unreadable"),
        (ALL, {"marks": []}, 422, "marks"),
        (ALL, {"marks": [1, 2, 3, 4, 5, 6]}, 422, "marks"),
        (ALL, {"marks": [201]}, 422, "marks"),
        (ALL, {"returns": 21}, 422, "returns"),
        (ALL, {"every": 4}, 422, "every"),
        (REPAIR, {"every": 30}, 422, "every"),
        ("/services/none/escalation", {}, 404, "not_found"),
    ],
)
def test_what_is_wrong_is_said(desk, admin, program, path, said, status, told):
    body = {**SAID, **({"every": 30} if path == ALL else {}), **said}
    answer = program(admin).call("PUT", path, body, If_Match="*")
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert not Policy.objects.exists()


def test_on_the_page_too_the_second_keeps_what_they_typed_and_decides(desk, admin, browse):
    client = browse(admin)
    page = client.get("/escalation/settings/")
    assert client.get(page.context["back_url"]).status_code == 200
    said = {"active": "on", "marks": "60, 90", "returns": 3, "reopenings": 1, "every": 30, "revision": 0}
    actions.set_policy(by=admin, at=desk.now, service_id=None, terms=Terms((80,)))
    late = client.post("/escalation/settings/", said)
    assert late.status_code == 409
    assert "60, 90" in late.content.decode()
    assert reads.terms_of(None).marks == (80,)
    seen = late.context["form"]["revision"].value()
    assert client.post("/escalation/settings/", said | {"revision": seen}).status_code == 302
    assert reads.terms_of(None).marks == (60, 90)
