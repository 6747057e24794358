"""Role cards for programs: the same rules, the same readers."""

import pytest

from qiao.desk.tests.programs import program_of
from qiao.roles.models import Line
from qiao.roles.rules import Side
from qiao.roles.sheet import LineSaid, Words

ALLOWED = ("role_cards:read", "role_cards:write")


def program(person):
    return program_of(person, *ALLOWED)


def test_a_card_is_begun_written_signed_and_accepted(office, desk, mei, wei, guo):
    mine, above = program(mei), program(wei)
    made = mine.do("/role-cards", {"position": "welding2-mei", "person": "mei"})
    assert made.status_code == 201
    card = made.json()
    path = f"/role-cards/{card['id']}"
    said = {
        "texts": {"purpose": {"zh": "带好一个班", "en": "A good shift"}},
        "need": [{"what": {"zh": "抢修"}, "standard": {"zh": "4 小时"}, "unit": "maintenance"}],
        "serve": [{"what": {"zh": "按节拍交件"}, "service": None}],
    }
    written = mine.call("PATCH", path, said, If_Match=made["ETag"])
    assert written.status_code == 200, written.content
    assert written.json()["texts"]["purpose"] == {"zh": "带好一个班", "en": "A good shift"}
    assert [line["side"] for line in written.json()["lines"]][:2] == ["serve", "need"]
    assert mine.do(f"{path}/submit").json()["state"] == "review"
    assert mine.do(f"{path}/approve").status_code == 403
    assert above.do(f"{path}/approve").json()["state"] == "signing"
    assert mine.do(f"{path}/sign").json()["in_force"] == 1
    need = Line.objects.get(side=Side.NEED)
    assert above.do(f"{path}/lines/{need.pk}/accept").status_code == 403
    accepted = program(guo).do(f"{path}/lines/{need.pk}/accept")
    assert accepted.json()["answer"] == "accepted"
    again = program(guo).do(f"{path}/lines/{need.pk}/refuse", {"remark": "doch nicht"})
    assert (again.status_code, again.json()["code"]) == (409, "answered")


def test_the_second_of_two_programs_is_told(office, mei):
    card = office.written("mei")
    mine, path = program(mei), f"/role-cards/{card.pk}"
    tag = mine.ask(f"{path}?draft=true")["ETag"]
    said = {"texts": {"value": {"zh": "一"}}}
    assert mine.call("PATCH", path, said).status_code == 428
    assert mine.call("PATCH", path, said, If_Match=tag).status_code == 200
    assert mine.call("PATCH", path, said, If_Match=tag).status_code == 412


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"texts": {"motto": {"zh": "一"}}}, "motto"),
        ({"need": [{"what": {"zh": "一"}, "unit": "nowhere"}]}, "unit"),
        ({"need": [{"what": {"zh": "一"}, "service": "nothing"}]}, "service"),
        ({"need": [{"what": {"zh": "一"}, "person": "nobody"}]}, "person"),
        ({"need": [{"what": {"zh": "一"}}] * 9}, "need"),
    ],
)
def test_mistakes_in_the_body_are_named(office, mei, said, field):
    card = office.written("mei")
    mine, path = program(mei), f"/role-cards/{card.pk}"
    answer = mine.call("PATCH", path, said, If_Match=mine.ask(f"{path}?draft=true")["ETag"])
    assert answer.status_code == 422
    assert field in answer.content.decode()


def test_drafts_are_for_few_also_here(office, desk, mei, wei, fang):
    draft = office.written("mei")
    path = f"/role-cards/{draft.pk}"
    assert program(fang).ask(path).status_code == 404
    assert program(fang).do(f"{path}/submit").status_code == 404
    assert program(fang).ask("/role-cards").json()["items"] == []
    assert [each["id"] for each in program(wei).ask("/role-cards").json()["items"]] == [draft.pk]


def test_what_is_in_force_is_for_everybody_and_its_draft_is_not(office, mei, wei, fang):
    card = office.in_force("mei", wei)
    office.begun("mei")
    path = f"/role-cards/{card.pk}"
    seen = program(fang).ask(f"{path}?draft=true").json()
    assert (seen["edition"], seen["being_written"]) == (1, None)
    assert [each["part"] for each in seen["signatures"]] == ["leader", "holder"]
    assert program(mei).ask(f"{path}?draft=true").json()["edition"] == 2


def test_a_line_is_named_with_its_own_card(office, desk, guo, chang, mei, wei):
    lines = [LineSaid(Side.SERVE, Words("抢修"), unit_id=desk.units["welding2"].pk)]
    office.in_force("guo", chang, lines=lines)
    other = office.in_force("mei", wei)
    line = Line.objects.get(what_zh="抢修")
    assert program(mei).do(f"/role-cards/{other.pk}/lines/{line.pk}/accept").status_code == 404
