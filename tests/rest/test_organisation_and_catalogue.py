"""The organisation and the catalogue for programs: who may ask what, and what they get."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from qiao.catalogue.models import ServiceVersion
from qiao.desk.tests.programs import EVERYTHING, program_of
from qiao.org.models import Skill, Skilled, Substitution

SOON = timezone.now() + timedelta(days=1)
ABSENCE = {
    "substitute": "zhao",
    "since": SOON.isoformat(),
    "until": (SOON + timedelta(days=3)).isoformat(),
    "reason": "Holiday",
}
# No token, a token for something else, an outsider, a member of the team, its leader, an administrator.
PEOPLE = ("stranger", "wrong scope", "fang", "wu", "zhao", "admin")
PERSON = {"number": "E9", "name": "新人", "unit": "team1", "email": "new@factory.example"}
UNIT = {"code": "team9", "name_zh": "维修九组", "parent": "maintenance", "leader": "wu"}
EVERYBODY = (401, 403, 200, 200, 200, 200)
TABLE = [
    ("GET", "/units", None, EVERYBODY),
    ("GET", "/units/team1", None, EVERYBODY),
    ("GET", "/units/none", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/units/team1/shift", None, EVERYBODY),
    ("GET", "/people", None, EVERYBODY),
    ("GET", "/people/wu", None, EVERYBODY),
    ("GET", "/people/none", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/calendars", None, EVERYBODY),
    ("GET", "/calendars/day", None, EVERYBODY),
    ("GET", "/calendars/none", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/calendars/day/shifts?since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z", None, EVERYBODY),
    ("POST", "/people/wu/absences", ABSENCE, (401, 403, 403, 201, 201, 201)),
    ("DELETE", "/absences/{absence}", None, (401, 403, 403, 204, 204, 204)),
    ("DELETE", "/absences/999999", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/people", PERSON, (401, 403, 403, 403, 403, 201)),
    ("PATCH", "/people/wu", {"phone": "8-2201"}, (401, 403, 403, 403, 403, 200)),
    ("POST", "/people/wu/leave", {}, (401, 403, 403, 403, 403, 200)),
    ("POST", "/people/wu/return", {}, (401, 403, 403, 403, 403, 409)),
    ("POST", "/units", UNIT, (401, 403, 403, 403, 403, 201)),
    ("PATCH", "/units/team1", {"order": 7}, (401, 403, 403, 403, 403, 200)),
    ("POST", "/units/team1/close", None, (401, 403, 403, 403, 403, 409)),
    ("POST", "/units/team1/reopen", None, (401, 403, 403, 403, 403, 409)),
    ("GET", "/skills", None, EVERYBODY),
    ("POST", "/skills", {"code": "crane", "name_zh": "天车"}, (401, 403, 403, 403, 201, 201)),
    ("PATCH", "/skills/lift", {"active": False}, (401, 403, 403, 403, 200, 200)),
    ("GET", "/skills/lift/people", None, EVERYBODY),
    ("GET", "/people/wu/skills", None, EVERYBODY),
    ("PUT", "/people/wu/skills/lift", {"level": 3}, (401, 403, 403, 403, 200, 200)),
    ("DELETE", "/people/wu/skills/lift", None, (401, 403, 403, 403, 204, 204)),
    ("DELETE", "/people/wu/skills/none", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/categories", None, EVERYBODY),
    ("GET", "/services", None, EVERYBODY),
    ("GET", "/services/repair", None, EVERYBODY),
    ("GET", "/services/none", None, (401, 403, 404, 404, 404, 404)),
]


@pytest.mark.parametrize(("method", "path", "body", "codes"), TABLE, ids=lambda each: str(each)[:40])
def test_who_may_do_what(desk, wu, zhao, method, path, body, codes):
    absence = Substitution.objects.create(
        person=wu, substitute=zhao, since=SOON + timedelta(days=9), until=SOON + timedelta(days=12)
    )
    skill = Skill.objects.create(code="lift", name_zh="起重")
    Skilled.objects.create(person=wu, skill=skill, level=2)
    found = []
    for who in PEOPLE:
        allowed = ["requests:read"] if who == "wrong scope" else [*EVERYTHING, "organisation:manage"]
        program = program_of(desk.people.get(who, wu), *allowed)
        program.secret = "" if who == "stranger" else program.secret
        with transaction.atomic():
            more = {"If_Match": "*"} if method == "PATCH" else {}
            answer = program.call(method, path.format(absence=absence.pk), body, **more)
            transaction.set_rollback(True)
        found.append(answer.status_code)
    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, codes, strict=True))


def test_every_endpoint_stands_in_the_table(client):
    known = {
        (method, path.partition("?")[0].replace("{absence}", "{pk}")) for method, path, _body, _codes in TABLE
    }
    names = {"/team1": "/{code}", "/wu": "/{number}", "/day": "/{code}", "/repair": "/{code}"}
    names |= {"/lift": "/{code}"}
    for given, name in names.items():
        known = {(method, path.replace(given, name)) for method, path in known}
    described = client.get("/api/v1/openapi.json").json()["paths"]
    offered = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described.items()
        for method, operation in methods.items()
        if operation["tags"][0] in {"Organisation", "Catalogue"}
    }
    assert offered <= known


def test_a_personnel_system_keeps_people_up_to_date(desk, admin):
    program = program_of(admin, "organisation:read", "organisation:manage")
    made = program.do("/people", PERSON)
    assert (made.status_code, made["Location"]) == (201, "/api/v1/people/E9")
    seen = program.ask("/people/E9")["ETag"]
    moved = program.call("PATCH", "/people/E9", {"unit": "automation", "manager": "tao"}, If_Match=seen)
    assert (moved.json()["unit"]["code"], moved.json()["manager"]["number"]) == ("automation", "tao")
    assert moved.json()["email"] == "new@factory.example"
    late = program.call("PATCH", "/people/E9", {"phone": "1"}, If_Match=seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed_since_read")
    free = program.call("PATCH", "/people/E9", {"manager": None}, If_Match=moved["ETag"])
    assert free.json()["manager"] is None
    assert program.do("/people/E9/leave", {"successor": "tao"}).json()["active"] is False
    assert program.do("/people/E9/return", {"unit": "team1"}).json()["unit"]["code"] == "team1"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/people", {**PERSON, "unit": "none"}, "unit"),
        ("/people", {**PERSON, "email": "nobody"}, "email"),
        ("/people", {**PERSON, "own_calendar": "none"}, "own_calendar"),
        ("/units", {**UNIT, "parent": "none"}, "parent"),
        ("/units", {**UNIT, "leader": "none"}, "leader"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(desk, admin, path, body, field):
    answer = program_of(admin, "organisation:manage").do(path, body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_a_unit_moves_with_everything_below_it_and_keeps_what_was_not_sent(desk, admin):
    program = program_of(admin, "organisation:read", "organisation:manage")
    seen = program.ask("/units/team1")
    moved = program.call("PATCH", "/units/team1", {"parent": "welding"}, If_Match=seen["ETag"])
    assert [each["code"] for each in moved.json()["above"]] == ["works", "welding"]
    assert moved.json()["leader"] == seen.json()["leader"]
    blind = program.call("PATCH", "/units/team1", {"parent": "maintenance"})
    assert (blind.status_code, blind.json()["code"]) == (428, "if_match_required")


def test_who_can_do_what_is_said_by_a_leader_and_found_by_the_skill(desk, wu, zhao):
    leader = program_of(zhao)
    leader.do("/skills", {"code": "crane", "name_zh": "天车", "name_en": "Crane"})
    leader.call("PUT", "/people/wu/skills/crane", {"level": 3, "until": "2027-06-30"})
    leader.call("PUT", "/people/wu/skills/crane", {"level": 4})
    (found,) = program_of(wu).ask("/skills/crane/people").json()["items"]
    assert (found["person"]["number"], found["level"], found["until"]) == ("wu", 4, None)
    assert program_of(wu).ask("/people/wu/skills").json() == [found]
    assert leader.call("PUT", "/people/wu/skills/crane", {"level": 9}).status_code == 422


def test_a_unit_says_who_leads_it_what_is_above_and_below(desk, wu):
    unit = program_of(wu).ask("/units/maintenance").json()
    assert (unit["leader"]["number"], unit["parent"]["code"]) == ("guo", "works")
    assert [each["code"] for each in unit["above"]] == ["works"]
    assert {each["code"] for each in unit["below"]} == {"team1", "automation"}
    assert (unit["headcount"], unit["calendar"]) == (4, "day")


def test_who_is_at_work_is_asked_for_any_moment(desk, wu):
    program = program_of(wu)
    on = program.ask("/units/team1/shift?at=2026-03-02T10:00:00%2B08:00").json()
    assert (on["shift"]["code"], on["shift"]["starts_at"]) == ("day", "2026-03-02T01:00:00Z")
    assert on["shift"]["working_seconds"] == 8 * 3600
    assert {each["number"] for each in on["people"]} == {"wu", "zhao"}
    off = program.ask("/units/team1/shift?at=2026-03-01T10:00:00%2B08:00").json()
    assert (off["shift"], off["next_shift"]["day"], off["people"]) == (None, "2026-03-02", [])


@pytest.mark.parametrize(
    "at", ["2026-03-02T10:00:00", "soon", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_a_moment_has_a_zone_and_lies_in_our_time(desk, wu, at):
    assert program_of(wu).ask(f"/units/team1/shift?at={at}").status_code == 422


def test_the_shifts_of_a_calendar_come_for_two_months_at_most(desk, wu):
    program = program_of(wu)
    week = program.ask("/calendars/day/shifts?since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z").json()
    assert [each["day"][-2:] for each in week] == ["02", "03", "04", "05", "06", "09"][:5]
    year = program.ask("/calendars/day/shifts?since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z")
    assert year.json()["errors"][0]["field"] == "until"


def test_people_are_found_by_name_and_unit(desk, wu):
    program = program_of(wu)
    assert [each["number"] for each in program.ask("/people?q=林梅").json()["items"]] == ["mei"]
    found = program.ask("/people?unit=maintenance").json()["items"]
    assert {each["number"] for each in found} == {"wu", "zhao", "tao", "guo"}
    assert program.ask("/people?unit=none").status_code == 404


def test_a_leader_names_a_substitute_and_a_refusal_has_its_code(desk, wu, zhao):
    program = program_of(zhao)
    made = program.do("/people/wu/absences", ABSENCE)
    assert made.json()["substitute"]["number"] == "zhao"
    again = program.do("/people/wu/absences", ABSENCE)
    assert (again.status_code, again.json()["code"]) == (409, "already_covered")
    shown = program.ask("/people/wu").json()["absences"]
    assert [each["id"] for each in shown] == [made.json()["id"]]
    assert program.call("DELETE", f"/absences/{made.json()['id']}").status_code == 204
    assert program.ask("/people/wu").json()["absences"] == []


def test_a_service_shows_its_promise_and_its_questions(desk, mei):
    ServiceVersion.objects.filter(service=desk.service).update(
        form_data=[{"key": "machine", "kind": "text", "label_zh": "设备", "required": True}]
    )
    service = program_of(mei).ask("/services/repair").json()
    assert service["targets"][0] == {
        "priority": "urgent",
        "respond_seconds": 900,
        "complete_seconds": 7200,
    }
    assert (service["questions"][0]["key"], service["questions"][0]["required"]) == ("machine", True)
    assert (service["may_ask"], service["why_not"]) == (True, None)


def test_what_one_may_not_ask_for_is_not_listed_and_does_not_exist(desk, mei, wu):
    ServiceVersion.objects.filter(service=desk.service).update(for_everyone=False)
    assert [each["code"] for each in program_of(mei).ask("/services").json()["items"]] == ["secret"]
    assert program_of(mei).ask("/services/repair").status_code == 404
    own = program_of(wu).ask("/services/repair").json()
    assert (own["may_ask"], own["why_not"]) == (False, "not_for_you")


@pytest.mark.parametrize(
    ("path", "most"),
    [("/units", 5), ("/units/maintenance", 14), ("/people", 5), ("/people/wu", 18), ("/services", 9)],
)
def test_queries_do_not_grow_with_what_is_shown(
    desk, wu, django_assert_max_num_queries, monkeypatch, path, most
):
    monkeypatch.setattr("qiao.rest.limits._taken", lambda *_asked: (1000, 0))  # a new minute may begin here
    program = program_of(wu)
    program.ask("/me")
    with django_assert_max_num_queries(most):
        assert program.ask(path).status_code == 200
