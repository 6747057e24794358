"""Imports for programs: upload, try, import, report; administrators only."""

import pytest

from qiao.desk.models import Request
from qiao.desk.tests.programs import program_of
from qiao.imports import running
from qiao.imports.models import Import
from qiao.imports.tests.conftest import log_file, ticket_file

pytestmark = pytest.mark.django_db(transaction=True)
SCOPES = ("imports:read", "imports:write")


def send(program, **said):
    headers = {"Authorization": f"Bearer {program.secret}", "Accept-Language": "en"}
    return program.post("/api/v1/imports", said, headers=headers)


def test_only_administrators(desk, upload, mei):
    made = upload()
    hers = program_of(mei, *SCOPES)
    assert hers.ask("/imports").json()["items"] == []
    assert hers.ask(f"/imports/{made.pk}").status_code == 404
    assert hers.do(f"/imports/{made.pk}/import").status_code == 404
    assert send(hers, system="log", files=log_file()).status_code == 403


def test_a_program_uploads_tries_and_imports(desk, admin):
    program = program_of(admin, *SCOPES)
    made = send(program, system="log", title="Press", files=log_file())
    assert made.status_code == 201, made.content
    path = f"/imports/{made.json()['id']}"
    assert made["Location"].endswith(path)
    assert program.do(f"{path}/rehearse").json()["state"] == "asked"
    assert program.do(f"{path}/import").json()["code"] == "import_busy"
    running.work(lambda: False)
    report = program.ask(f"{path}/report").json()
    assert (report["of"], report["figures"]["cases"], Request.objects.count()) == ("rehearse", 2, 0)
    program.do(f"{path}/import")
    running.work(lambda: False)
    shown = program.ask(path).json()
    assert (shown["state"], shown["unit"]) == ("done", "log-press")
    assert program.ask(f"{path}/report").json()["figures"]["added"] == 2
    assert program.do(f"{path}/import").json()["code"] == "import_over"


def test_tickets_report_their_problems(desk, admin):
    program = program_of(admin, *SCOPES)
    made = send(program, system="zammad", files=[ticket_file()])
    path = f"/imports/{made.json()['id']}"
    program.do(f"{path}/rehearse")
    running.work(lambda: False)
    report = program.ask(f"{path}/report").json()
    assert report["counts"]["guessed_state"] == 1
    assert any("tickets.json, row 2" in each["where"] for each in report["problems"])
    assert program.call("DELETE", path).status_code == 204
    assert program.ask(path).status_code == 404


def test_a_mapping_comes_with_the_file(desk, admin):
    program = program_of(admin, *SCOPES)
    log = '{"team": "", "steps": {"Wait": "work"}}'
    made = send(program, system="log", files=log_file(), mapping=log).json()
    kept = Import.objects.get(pk=made["id"])
    assert kept.options["mapping"]["steps"] == {"Wait": "work"}
    made = send(program, system="zammad", files=[ticket_file()], mapping='[states]\nodd = "close"')
    assert made.status_code == 201
    for system, text in (("log", "no json"), ("zammad", '[states]\nodd = "fly"'), ("zammad", "= 1")):
        files = log_file() if system == "log" else ticket_file()
        answer = send(program, system=system, files=files, mapping=text)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "mapping")


def test_what_is_refused_says_why(desk, admin):
    program = program_of(admin, *SCOPES)
    two = send(program, system="log", files=[log_file(), log_file()])
    assert (two.status_code, two.json()["code"]) == (409, "import_one_file")
    stop = program.do(f"/imports/{send(program, system='log', files=log_file()).json()['id']}/stop")
    assert stop.json()["code"] == "import_not_busy"
