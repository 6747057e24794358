"""The register for programs: the same rules as on the pages, and nobody's change is written over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qiao.accounts.actions import make_token
from qiao.accounts.models import Account
from qiao.places.models import Place

EVERYTHING = ("places:read", "places:write")
ROBOT = {"code": "WR-1", "name_zh": "1 号机器人", "name_en": "Robot 1", "unit": "WELD"}


@pytest.fixture
def program(client, db):
    """A program that speaks JSON as one of the people."""

    def of(person, *allowed):
        account = Account.objects.create(username=person.number, person=person)
        at = timezone.now()
        _token, secret = make_token(
            account=account,
            name="test",
            scopes=allowed or EVERYTHING,
            known=EVERYTHING,
            expires_at=at + timedelta(days=1),
            at=at,
        )

        def call(method, path, body=None, **headers):
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            headers |= {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}
            sent = {} if body is None else {"data": body, "content_type": "application/json"}
            return getattr(client, method)(f"/api/v1{path}", headers=headers, **sent)

        return call

    return of


def test_a_leader_enters_a_machine_and_finds_it_again(people, program):
    mei = program(people["mei"])
    line = mei("post", "/places", {"code": "WL-A", "name_zh": "A 线", "kind": "line", "unit": "WELD"})
    assert line.status_code == 201, line.content
    made = mei("post", "/places", {**ROBOT, "inside": "WL-A"}).json()
    assert made["unit"]["code"] == "WELD"
    assert made["inside"]["code"] == "WL-A"
    assert made["kind"] == "machine"
    assert [each["code"] for each in mei("get", "/places?q=robot").json()["items"]] == ["WR-1"]
    assert [each["code"] for each in mei("get", "/places?unit=EQ").json()["items"]] == []
    assert mei("get", "/places/WR-1").json() == made
    assert mei("get", "/places/NONE").status_code == 404


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [("mei", "WELD", 201), ("mei", "EQ", 403), ("fang", "EQ", 403), ("sun", "WELD", 201), ("tao", "EQ", 201)],
)
def test_who_may_enter_a_place(people, program, who, unit, status):
    answer = program(people[who])("post", "/places", {**ROBOT, "unit": unit})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "not_keeper"
        assert not Place.objects.exists()


def test_a_token_for_reading_only_writes_nothing(people, program):
    reader = program(people["mei"], "places:read")
    assert reader("get", "/places").status_code == 200
    assert reader("post", "/places", ROBOT).status_code == 403


def test_only_what_is_sent_changes_and_only_when_nobody_was_quicker(people, program):
    mei = program(people["mei"])
    mei("post", "/places", ROBOT)
    tag = mei("get", "/places/WR-1")["ETag"]
    changed = mei("patch", "/places/WR-1", {"name_zh": "一号机器人"}, If_Match=tag)
    assert changed.status_code == 200
    assert (changed.json()["name_zh"], changed.json()["name_en"]) == ("一号机器人", "Robot 1")
    late = mei("patch", "/places/WR-1", {"name_zh": "另一个"}, If_Match=tag)
    assert late.status_code == 412
    assert Place.objects.get().name_zh == "一号机器人"


def test_a_place_that_is_gone_is_archived_and_may_come_back(people, program):
    mei = program(people["mei"])
    mei("post", "/places", ROBOT)
    assert mei("post", "/places/WR-1/archive").json()["active"] is False
    assert mei("get", "/places?active=true").json()["items"] == []
    assert mei("post", "/places/WR-1/restore").json()["active"] is True


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"unit": "NOWHERE"}, 422, "unit"),
        ({"inside": "NOWHERE"}, 422, "inside"),
        ({"code": "a b"}, 409, "place_code_missing"),
        ({"name_zh": " "}, 409, "place_name_missing"),
        ({"colour": "red"}, 422, "colour"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(people, program, said, status, told):
    answer = program(people["mei"])("post", "/places", {**ROBOT, **said})
    assert answer.status_code == status
    assert told in answer.content.decode()


def test_nobody_else_changes_it(people, program):
    program(people["mei"])("post", "/places", ROBOT)
    tao = program(people["tao"])
    assert tao("patch", "/places/WR-1", {"name_zh": "我的"}, If_Match="*").status_code == 403
    assert tao("post", "/places/WR-1/archive").status_code == 403
