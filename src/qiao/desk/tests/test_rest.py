"""Requests for programs: the whole life, the lists, and the same answers as the rules."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from qiao.catalogue.models import ServiceVersion
from qiao.desk import actions
from qiao.desk.models import Attachment, Request
from qiao.desk.rules import State
from qiao.desk.tests.programs import program_of

NEED = {"service": "repair", "title": "3 号焊接机器人漏水"}


@pytest.fixture
def now_desk(desk):
    """The desk at the real time, as programs meet it."""
    desk.now = timezone.now()
    return desk


def test_the_life_of_a_request_from_raising_to_confirming(now_desk, mei, zhao):
    customer, provider = program_of(mei), program_of(zhao)
    raised = customer.do("/requests", NEED)
    assert raised.status_code == 201
    number = raised.json()["number"]
    assert raised["Location"] == f"/api/v1/requests/{number}"
    assert raised.json()["state"] == "offered"
    for verb, body, who, state in (
        ("accept", None, provider, "working"),
        ("pause", {"kind": "parts", "counterpart": "密封圈"}, provider, "paused"),
        ("resume", {}, provider, "working"),
        ("deliver", {"note": "换好了"}, provider, "delivered"),
        ("reopen", {"note": "还在漏"}, customer, "working"),
        ("deliver", {"note": "这次真的好了"}, provider, "delivered"),
        ("confirm", None, customer, "confirmed"),
    ):
        answer = who.do(f"/requests/{number}/{verb}", body)
        assert (verb, answer.status_code, answer.json().get("state")) == (verb, 200, state)
    events = customer.ask(f"/requests/{number}/timeline").json()["items"]
    assert [event["kind"].removeprefix("request.") for event in events] == [
        "raised", "accepted", "paused", "resumed", "delivered", "reopened", "delivered", "confirmed",
    ]  # fmt: skip
    assert events[0]["actor"]["number"] == "mei"
    hops = customer.ask(f"/requests/{number}/hops").json()
    assert [hop["ordinal"] for hop in hops] == [1, 2]
    assert hops[0]["pauses"][0]["counterpart"] == "密封圈"


def test_a_hand_off_is_offered_refused_and_taken(now_desk, mei, zhao, tao, wu):
    number = now_desk.working(mei, zhao).number
    provider, other = program_of(zhao), program_of(tao)
    offered = provider.do(f"/requests/{number}/offer", {"unit": "automation", "note": "程序问题"})
    assert offered.json()["offer"]["to_unit"]["code"] == "automation"
    refusal = {"kind": "not_ours", "note": "是机械的", "suggested": "team1"}
    assert other.do(f"/requests/{number}/refuse", refusal).json()["offer"] is None
    provider.do(f"/requests/{number}/offer", {"unit": "automation", "person": "tao", "note": "再看看"})
    taken = other.do(f"/requests/{number}/take").json()
    assert (taken["holder_unit"]["code"], taken["holder"]["number"]) == ("automation", "tao")
    outcomes = [each["outcome"] for each in other.ask(f"/requests/{number}/handoffs").json()]
    assert outcomes == ["refused", "accepted"]


def test_a_refusal_carries_the_code_of_its_reason_and_the_sentence(now_desk, mei, zhao):
    number = now_desk.raised(mei).number
    answer = program_of(mei).do(f"/requests/{number}/accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_provider")
    assert answer.json()["title"] == "Only members of the unit that holds it may do this."
    answer = program_of(zhao).do(f"/requests/{number}/deliver", {"note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_accepted_yet")


def test_what_is_possible_is_what_the_verbs_answer(now_desk, mei, zhao):
    number = now_desk.raised(mei).number
    ways = {each["verb"]: each for each in program_of(zhao).ask(f"/requests/{number}/possible").json()}
    assert ways["accept"]["possible"]
    assert (ways["accept"]["code"], ways["confirm"]["code"]) == (None, "not_yours")
    assert ways["deliver"]["code"] == "not_accepted_yet"


def test_the_second_of_two_is_told_and_nothing_is_overwritten(now_desk, mei, zhao):
    number = now_desk.raised(mei).number
    one, other = program_of(zhao), program_of(zhao)
    tag = one.ask(f"/requests/{number}")["ETag"]
    taken = one.do(f"/requests/{number}/accept", If_Match=tag)
    assert (taken.status_code, taken["ETag"] != tag) == (200, True)
    late = other.do(f"/requests/{number}/decline", {"kind": "other", "note": "x"}, If_Match=tag)
    assert (late.status_code, late.json()["code"]) == (412, "changed_since_read")
    assert Request.objects.get(number=number).state == State.WORKING
    fresh = other.do(f"/requests/{number}/deliver", {"note": "ok"}, If_Match=taken["ETag"])
    assert fresh.status_code == 200


def test_raising_twice_with_one_key_raises_one(now_desk, mei):
    program = program_of(mei)
    answers = [program.do("/requests", NEED, Idempotency_Key="night-shift-17") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert Request.objects.count() == 1


def test_a_program_may_raise_the_same_need_twice_on_purpose(now_desk, mei):
    program = program_of(mei)
    assert program.do("/requests", NEED).json()["number"] != program.do("/requests", NEED).json()["number"]


FORM = [
    {"key": "machine", "kind": "text", "label_zh": "设备", "label_en": "Machine", "required": True},
    {
        "key": "stopped",
        "kind": "choice",
        "label_zh": "停线",
        "label_en": "Line stopped",
        "options": [{"value": "yes", "label_zh": "是"}, {"value": "no", "label_zh": "否"}],
    },
    {"key": "when", "kind": "date", "label_zh": "日期", "label_en": "Date"},
    {"key": "who", "kind": "person", "label_zh": "谁", "label_en": "Who"},
    {"key": "many", "kind": "number", "label_zh": "几台", "label_en": "How many"},
    {"key": "photo", "kind": "file", "label_zh": "文件", "label_en": "File"},
]


@pytest.fixture
def asking(now_desk):
    ServiceVersion.objects.filter(service=now_desk.service).update(form_data=FORM)
    return now_desk


def test_answers_are_checked_by_the_form_that_people_fill_in(asking, mei, he):
    program = program_of(mei)
    wrong = program.do("/requests", {**NEED, "answers": {"stopped": "perhaps", "when": "soon"}})
    assert wrong.status_code == 422
    found = {error["field"]: error["message"] for error in wrong.json()["errors"]}
    assert set(found) == {"answers.machine", "answers.stopped", "answers.when"}
    assert found["answers.machine"] == "Please fill this in."
    unknown = program.do("/requests", {**NEED, "answers": {"machine": "R3", "colour": "red"}})
    assert unknown.json()["errors"][0]["field"] == "answers.colour"
    good = {"machine": "R3", "stopped": "yes", "when": "2026-03-02", "who": "he", "many": 3}
    made = program.do("/requests", {**NEED, "answers": good}).json()
    assert made["answers"] == {**good, "who": he.pk}
    assert {"label": "Machine", "text": "R3"} in made["answers_text"]


def test_a_file_waits_until_an_answer_names_it(asking, mei, tmp_path, settings):
    program = program_of(mei)
    sent = program.post(
        "/api/v1/uploads",
        {"file": SimpleUploadedFile("note.txt", b"seal 40x52")},
        headers={"Authorization": f"Bearer {program.secret}"},
    )
    assert sent.status_code == 201
    answers = {"machine": "R3", "photo": [sent.json()["key"]]}
    made = program.do("/requests", {**NEED, "answers": answers}).json()
    assert made["answers"]["photo"] == ["note.txt"]
    files = program.ask(f"/requests/{made['number']}/attachments").json()["items"]
    assert [(each["name"], each["field"]) for each in files] == [("note.txt", "photo")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"service": "repair"}, "title"),
        ({**NEED, "priority": "soon"}, "priority"),
        ({**NEED, "for_person": "nobody"}, "for_person"),
        ({**NEED, "colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(now_desk, mei, body, field):
    answer = program_of(mei).do("/requests", body)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_a_service_that_is_not_offered_does_not_exist(now_desk, mei):
    assert program_of(mei).do("/requests", {**NEED, "service": "none"}).status_code == 404


def test_on_behalf_of_somebody_and_for_the_unit(now_desk, mei):
    program = program_of(mei)
    assert program.do("/requests", {**NEED, "for_person": "he"}).json()["beneficiary"]["number"] == "he"
    assert program.do("/requests", {**NEED, "for_my_unit": True}).json()["beneficiary_unit"]["code"] == (
        "welding2"
    )


def test_comments_and_files_among_providers_stay_there(now_desk, mei, zhao):
    number = now_desk.working(mei, zhao).number
    customer, provider = program_of(mei), program_of(zhao)
    assert provider.do(f"/requests/{number}/comments", {"body": "马上来"}).status_code == 201
    secret = provider.do(f"/requests/{number}/comments", {"body": "又是她", "internal": True})
    assert secret.json()["internal"]
    for body, internal in ((b"drawing", ""), (b"price", "true")):
        sent = provider.post(
            f"/api/v1/requests/{number}/attachments",
            {"file": SimpleUploadedFile(f"{body.decode()}.txt", body), "internal": internal or "false"},
            headers={"Authorization": f"Bearer {provider.secret}"},
        )
        assert sent.status_code == 201

    def read(who, what):
        return who.ask(f"/requests/{number}/{what}").json()["items"]

    assert [each["body"] for each in read(customer, "comments")] == ["马上来"]
    assert [each["body"] for each in read(provider, "comments")] == ["马上来", "又是她"]
    assert [each["name"] for each in read(customer, "attachments")] == ["drawing.txt"]
    assert not any(each["internal"] for each in read(customer, "timeline"))
    assert any(each["internal"] for each in read(provider, "timeline"))
    public, hidden = Attachment.objects.order_by("pk")
    content = customer.ask(f"/requests/{number}/attachments/{public.pk}")
    assert b"".join(content.streaming_content) == b"drawing"
    assert customer.ask(f"/requests/{number}/attachments/{hidden.pk}").status_code == 404
    assert provider.ask(f"/requests/{number}/attachments/{hidden.pk}").status_code == 200


def test_a_customer_may_not_write_among_providers(now_desk, mei, zhao):
    number = now_desk.working(mei, zhao).number
    answer = program_of(mei).do(f"/requests/{number}/comments", {"body": "x", "internal": True})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_provider")


def numbers(answer):
    return [each["number"] for each in answer.json()["items"]]


def test_lists_show_what_one_may_see_newest_first_and_page_by_page(now_desk, mei, he, zhao, fang, guo):
    made = [now_desk.raised(mei if n % 2 else he).number for n in range(5)]
    secret = now_desk.raised(mei, now_desk.secret).number
    everything = [secret, *reversed(made)]
    assert numbers(program_of(guo).ask("/requests")) == everything
    assert numbers(program_of(mei).ask("/requests")) == [secret, made[3], made[1]]
    assert numbers(program_of(fang).ask("/requests")) == []
    seen, path = [], "/requests?limit=2"
    program = program_of(guo)
    while path:
        answer = program.ask(path)
        seen += numbers(answer)
        path = answer.json()["next"] and f"/requests?limit=2&cursor={answer.json()['next']}"
    assert seen == everything


def test_filters_narrow_the_list(now_desk, mei, he, zhao, guo):
    first = now_desk.working(mei, zhao).number
    second = now_desk.raised(he, title="灯坏了", priority="urgent").number
    third = now_desk.delivered(he, zhao).number
    program = program_of(guo)
    for query, expected in (
        ("state=working", [first]),
        ("state=working&state=offered", [second, first]),
        ("priority=urgent", [second]),
        ("open=false", []),
        ("service=repair", [third, second, first]),
        ("service=other", []),
        ("unit=maintenance", [third, second, first]),
        ("unit=works", [third, second, first]),
        ("unit=finance", []),
        ("holder=zhao", [third, first]),
        ("requester=mei", [first]),
        ("requester=me", []),
        ("q=灯", [second]),
        (f"q={third}", [third]),
        ("overdue=true", []),
        ("raised_since=2099-01-01T00:00:00Z", []),
        ("changed_since=2020-01-01T00:00:00Z", [first, second, third]),
        ("changed_since=2020-01-01T00:00:00Z&order=newest", [third, second, first]),
        ("changed_since=2099-01-01T00:00:00Z", []),
        ("holder=zhao&holder=nobody&state=offered", [second]),
        ("customer=finance", []),
        ("waiting=parts", []),
        ("overdue=false", [third, second, first]),
        ("order=due", sorted([first, second, third], key=_due)),
    ):
        assert (query, numbers(program.ask(f"/requests?{query}"))) == (query, expected)


def test_what_changed_is_followed_page_by_page_from_where_one_stopped(now_desk, mei, zhao, guo):
    made = [now_desk.raised(mei) for _ in range(4)]
    since = timezone.now()
    for each in reversed(made[:3]):
        actions.comment(request=each, by=mei, at=timezone.now(), body="在吗?")
    program, path, seen = program_of(guo), f"/requests?changed_since={since:%Y-%m-%dT%H:%M:%S.%fZ}", []
    while path:
        answer = program.ask(f"{path}&limit=2")
        seen += numbers(answer)
        path = answer.json()["next"] and f"{path}&cursor={answer.json()['next']}"
    assert seen == [each.number for each in reversed(made[:3])]


def _due(number):
    return Request.objects.get(number=number).due_at


def test_a_board_shows_what_the_unit_holds_only_to_its_people(now_desk, mei, zhao, guo):
    number = now_desk.working(mei, zhao).number
    program = program_of(guo)
    assert "maintenance" in {each["code"] for each in program.ask("/boards").json()}
    board = program.ask("/boards/maintenance").json()
    working = next(column for column in board["columns"] if column["state"] == "working")
    assert [card["number"] for card in working["cards"]] == [number]
    assert program_of(mei).ask("/boards/maintenance").status_code == 404


def test_what_waits_for_me_is_a_number(now_desk, mei, zhao):
    now_desk.raised(mei)
    assert program_of(zhao).ask("/requests/waiting").json()["answer"] == 1


@pytest.mark.parametrize(("path", "most"), [("/requests?limit=50", 14), ("/requests/{number}", 18)])
def test_a_list_and_one_ask_a_fixed_number_of_queries(
    now_desk, mei, zhao, guo, django_assert_max_num_queries, monkeypatch, path, most
):
    monkeypatch.setattr("qiao.rest.limits._taken", lambda *_asked: (1000, 0))  # a new minute may begin here
    for _ in range(3):
        number = now_desk.working(mei, zhao).number
    program = program_of(guo)
    program.ask("/me")
    with django_assert_max_num_queries(most) as few:
        assert program.ask(path.format(number=number)).status_code == 200
    for _ in range(12):
        now_desk.working(mei, zhao)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert program.ask(path.format(number=number)).status_code == 200


# Each endpoint for whom: no token, a token for something else, an outsider, the customer, a member of the
# providing unit, its head.
PEOPLE = ("stranger", "wrong scope", "fang", "mei", "wu", "guo")
TEMPLATE = {"unit": "maintenance", "name_zh": "已到现场", "body_zh": "{requester},我们到了。"}
LIMITS = {"most_each": 3, "most_together": None, "strict": True, "unattended_seconds": 1800}
TABLE = [
    ("GET", "/requests", None, (401, 403, 200, 200, 200, 200)),
    ("GET", "/requests/waiting", None, (401, 403, 200, 200, 200, 200)),
    ("GET", "/boards", None, (401, 403, 200, 200, 200, 200)),
    ("GET", "/boards/maintenance", None, (401, 403, 404, 404, 200, 200)),
    ("GET", "/requests/{n}", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/possible", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/hops", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/handoffs", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/timeline", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/comments", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/attachments", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/requests/{n}/attachments/1", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/requests/{n}/together", None, (401, 403, 404, 200, 200, 200)),
    ("POST", "/requests/{n}/links", {"kind": "blocks", "to": "{n}"}, (401, 403, 404, 409, 409, 409)),
    ("DELETE", "/requests/{n}/links/1", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/requests/{n}/checklist", {"text": "x"}, (401, 403, 404, 403, 201, 201)),
    ("DELETE", "/requests/{n}/checklist/1", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/requests/{n}/checklist/1/tick", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/requests/{n}/checklist/1/untick", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/requests", NEED, (401, 403, 201, 201, 201, 201)),
    ("POST", "/requests/{n}/comments", {"body": "x"}, (401, 403, 404, 201, 201, 201)),
    ("POST", "/requests/{n}/accept", None, (401, 403, 404, 403, 409, 409)),
    ("POST", "/requests/{n}/assign", {"to": "zhao"}, (401, 403, 404, 403, 409, 409)),
    ("POST", "/requests/{n}/offer", {"unit": "automation", "note": "x"}, (401, 403, 404, 403, 403, 200)),
    ("POST", "/requests/{n}/take", None, (401, 403, 404, 409, 409, 409)),
    ("POST", "/requests/{n}/refuse", {"kind": "other", "note": "x"}, (401, 403, 404, 409, 409, 409)),
    ("POST", "/requests/{n}/recall", None, (401, 403, 404, 409, 409, 409)),
    ("POST", "/requests/{n}/pause", {"kind": "requester"}, (401, 403, 404, 403, 403, 200)),
    ("POST", "/requests/{n}/resume", None, (401, 403, 404, 403, 403, 409)),
    ("POST", "/requests/{n}/deliver", {"note": "x"}, (401, 403, 404, 403, 403, 200)),
    ("POST", "/requests/{n}/confirm", None, (401, 403, 404, 409, 403, 403)),
    ("POST", "/requests/{n}/reopen", {"note": "x"}, (401, 403, 404, 409, 403, 403)),
    ("POST", "/requests/{n}/decline", {"kind": "other", "note": "x"}, (401, 403, 404, 403, 403, 200)),
    ("POST", "/requests/{n}/withdraw", None, (401, 403, 404, 200, 403, 403)),
    ("POST", "/requests/{n}/reprioritise", {"priority": "high", "note": "x"}, (401, 403, 404, 403, 403, 200)),
    ("POST", "/requests/{n}/merge", {"into": "{n}"}, (401, 403, 404, 409, 409, 409)),
    ("POST", "/requests/{n}/separate", {"note": "x"}, (401, 403, 404, 403, 409, 409)),
    ("GET", "/requests/{n}/answer-templates", None, (401, 403, 404, 200, 200, 200)),
    ("GET", "/answer-templates", None, (401, 403, 200, 200, 200, 200)),
    ("GET", "/answer-templates/1", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/answer-templates", TEMPLATE, (401, 403, 403, 403, 403, 201)),
    ("PATCH", "/answer-templates/1", {}, (401, 403, 404, 404, 404, 404)),
    ("POST", "/answer-templates/1/retire", None, (401, 403, 404, 404, 404, 404)),
    ("POST", "/answer-templates/1/restore", None, (401, 403, 404, 404, 404, 404)),
    ("GET", "/units/maintenance/limits", None, (401, 403, 404, 404, 404, 200)),
    ("PUT", "/units/maintenance/limits", LIMITS, (401, 403, 404, 404, 404, 200)),
    ("GET", "/units/maintenance/views", None, (401, 403, 404, 404, 200, 200)),
    ("POST", "/units/maintenance/views", {"name": "x"}, (401, 403, 404, 404, 201, 201)),
    ("DELETE", "/units/maintenance/views/1", None, (401, 403, 404, 404, 404, 404)),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "codes"), TABLE, ids=lambda each: str(each)[:40])
def test_who_may_do_what(now_desk, mei, zhao, method, path, body, codes):
    """Zhao holds the request that Mei asked for."""
    number = now_desk.working(mei, zhao).number
    if body:
        body = {key: number if value == "{n}" else value for key, value in body.items()}
    found = []
    for who in PEOPLE:
        program = program_of(now_desk.people.get(who, mei), *["catalogue:read"] * (who == "wrong scope"))
        program.secret = "" if who == "stranger" else program.secret
        with transaction.atomic():
            more = {"If_Match": "*"} if method in ("PUT", "PATCH") else {}
            answer = program.call(method, path.format(n=number), body, **more)
            transaction.set_rollback(True)
        found.append(answer.status_code)
        assert (answer["Content-Type"] == "application/problem+json") == (answer.status_code >= 400)
    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, codes, strict=True))


def test_every_endpoint_of_the_desk_stands_in_the_table(client):
    known = {(method, path.replace("{n}", "{number}")) for method, path, _body, _codes in TABLE}
    known = {(method, re.sub(r"/1(?=/|$)", "/{pk}", path)) for method, path in known}
    known = {(method, path.replace("/maintenance", "/{code}")) for method, path in known}
    known |= {("POST", "/requests/{number}/attachments"), ("POST", "/uploads")}  # files: a test of their own
    offered = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
        if operation["tags"] == ["Requests"]
    }
    assert offered == known
