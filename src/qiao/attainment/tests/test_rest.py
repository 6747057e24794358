"""Agreements for programs: the same rules as the pages."""

import pytest

from qiao.agreements.models import Agreement
from qiao.attainment.tests.conftest import agreed, who
from qiao.desk import actions
from qiao.desk.tests import programs

TERMS = {
    "customers": ["welding"],
    "promises": [{"service": "repair", "targets": {"normal": [900, 7200]}}],
    "valid_from": "2027-01-01",
    "review_on": "2027-06-01",
    "duties": "报修写清工位",
}


def program_of(desk, code):
    return programs.program_of(who(desk, code), "agreements:read", "agreements:write", "requests:read")


def proposed(desk):
    return program_of(desk, "guo").do("/agreements", {"provider": "maintenance", "terms": TERMS}).json()


def test_two_heads_negotiate_and_sign_by_program(desk):
    guo, wei = program_of(desk, "guo"), program_of(desk, "wei")
    made = guo.do("/agreements", {"provider": "maintenance", "terms": TERMS})
    assert (made.status_code, made.json()["state"]) == (201, "negotiating")
    path = f"/agreements/{made.json()['number']}"
    said = wei.do(f"{path}/comments", {"clause": "duties", "body": "夜班呢？"})
    assert said.status_code == 201
    assert [each["body"] for each in guo.ask(f"{path}/comments").json()["items"]] == ["夜班呢？"]
    draft = wei.ask(path)
    words = {"terms": {**TERMS, "duties": "白班报修写清工位"}, "note": "夜班除外"}
    changed = wei.call("PUT", f"{path}/draft", words, If_Match=draft.headers["ETag"])
    assert changed.status_code == 200
    (news,) = guo.ask(f"{path}/draft/changes").json()
    assert (news["clause"], news["before"], news["after"]) == (
        "duties", ["报修写清工位"], ["白班报修写清工位"],
    )  # fmt: skip
    assert guo.do(f"{path}/draft/seen").status_code == 200
    assert guo.ask(f"{path}/draft/changes").json() == []
    for program in (guo, wei):
        tag = program.ask(path).headers["ETag"]
        assert program.do(f"{path}/sign", If_Match=tag).status_code == 200
    shown = guo.ask(path).json()
    assert (shown["state"], shown["draft"], len(shown["signatures"])) == ("signed", None, 2)
    assert shown["terms"]["promises"] == [
        {"service": "repair", "targets": {"normal": [900, 7200]}, "note": ""}
    ]


def test_lost_updates_are_412_and_a_change_without_if_match_428(desk):
    path = f"/agreements/{proposed(desk)['number']}"
    wei = program_of(desk, "wei")
    old = wei.ask(path).headers["ETag"]
    words = {"terms": {**TERMS, "duties": "一"}}
    assert wei.call("PUT", f"{path}/draft", words).status_code == 428
    assert wei.call("PUT", f"{path}/draft", words, If_Match=old).status_code == 200
    assert program_of(desk, "guo").do(f"{path}/sign", If_Match=old).status_code == 412


def test_strangers_find_nothing_and_members_only_what_is_signed(desk):
    number = proposed(desk)["number"]
    for code in ("fang", "he", "wu"):
        assert program_of(desk, code).ask(f"/agreements/{number}").status_code == 404
    signed = agreed(desk).number
    found = {code: program_of(desk, code).ask(f"/agreements/{signed}").status_code for code in ("fang", "he")}
    assert found == {"fang": 404, "he": 200}
    lists = {
        code: {each["number"] for each in program_of(desk, code).ask("/agreements").json()["items"]}
        for code in ("fang", "he", "guo")
    }
    assert lists == {"fang": set(), "he": {signed}, "guo": {signed, number}}
    only = program_of(desk, "guo").ask("/agreements?as=drafts").json()["items"]
    assert [each["number"] for each in only] == [number]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"customers": ["nowhere"]}, 422),
        ({"promises": [{"service": "nothing"}]}, 422),
        ({"promises": [{"service": "repair", "targets": {"normal": [7200, 900]}}]}, 422),
        ({"customers": ["maintenance"]}, 409),
        ({"review_on": "2026-01-01"}, 409),
    ],
)
def test_what_makes_no_sense_is_refused(desk, wrong, status):
    body = {"provider": "maintenance", "terms": {**TERMS, **wrong}}
    assert program_of(desk, "guo").do("/agreements", body).status_code == status
    assert Agreement.objects.count() == 0


def test_who_leads_neither_unit_is_refused(desk):
    answer = program_of(desk, "he").do("/agreements", {"provider": "maintenance", "terms": TERMS})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_party")


def test_an_overlap_names_the_other_agreement(desk):
    number = agreed(desk).number
    answer = program_of(desk, "guo").do("/agreements", {"provider": "maintenance", "terms": TERMS})
    assert (answer.status_code, answer.json()["code"]) == (409, "overlaps")
    assert number in answer.content.decode()


def test_it_is_revised_reviewed_and_ended(desk):
    guo, path = program_of(desk, "guo"), f"/agreements/{agreed(desk).number}"
    assert guo.do(f"{path}/review", {"note": "都好", "next_on": "2199-01-01"}).status_code == 200
    assert guo.do(f"{path}/revise").json()["draft"] == 2
    assert guo.ask(f"{path}/versions/2/changes").json() == []
    assert guo.do(f"{path}/withdraw", {"note": "算了"}).json()["draft"] is None
    ended = guo.do(f"{path}/end", {"note": "撤并"})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert guo.do(f"{path}/end", {"note": "撤并"}).status_code == 409


def test_attainment_by_period(desk, mei, wu):
    agreement = agreed(desk)
    for _ in range(5):
        actions.deliver(request=desk.working(by=mei, holder=wu), by=wu, at=desk.now, note="好了")
    guo = program_of(desk, "guo")
    shown = guo.ask(f"/agreements/{agreement.number}/attainment/2026-03").json()
    assert (shown["first_day"], shown["last_day"], shown["total"]["raised"]) == (
        "2026-03-01",
        "2026-03-31",
        5,
    )
    kept = shown["services"][0]["completion"]
    assert (kept["met"], kept["n"], kept["share"], round(kept["low"], 3)) == (5, 5, 1.0, 0.566)
    assert guo.ask(f"/agreements/{agreement.number}/attainment/2026-00").status_code == 404
    assert program_of(desk, "fang").ask(f"/agreements/{agreement.number}/attainment/2026").status_code == 404
    number = desk.raised(by=mei).number
    one = programs.program_of(who(desk, "mei"), "requests:read").ask(f"/requests/{number}").json()
    assert one["agreement"] == agreement.number
