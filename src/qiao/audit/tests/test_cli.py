"""`qiao export-events`."""

import json

import pytest
from click.testing import CliRunner

from qiao.audit.cli import export_events
from qiao.desk import actions

# What is not committed is not settled on PostgreSQL.
pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    def run(*arguments):
        return CliRunner().invoke(export_events, [str(each) for each in arguments])

    return run


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_everything_is_written_to_a_file_and_what_is_confidential_only_on_request(
    desk, mei, wu, run, tmp_path
):
    desk.working(by=mei, holder=wu)
    desk.raised(by=mei, service=desk.secret)
    out = tmp_path / "events.jsonl"
    result = run("--out", out)
    assert result.exit_code == 0, result.output
    assert [line["kind"] for line in lines(out)] == ["request.raised", "request.accepted", "request.raised"]
    assert lines(out)[2]["withheld"] is True
    assert "actor" not in lines(out)[2]
    assert run("--out", out, "--confidential").exit_code == 0
    assert lines(out)[2]["actor"]["number"] == "mei"


def test_only_a_kind_and_only_since_a_time(desk, mei, wu, run, tmp_path):
    request = desk.working(by=mei, holder=wu)
    desk.later(days=1)
    actions.comment(request=request, by=wu, at=desk.now, body="来了")
    out = tmp_path / "events.jsonl"
    run("--out", out, "--kind", "request.accepted")
    assert [line["kind"] for line in lines(out)] == ["request.accepted"]
    run("--out", out, "--kind", "request", "--since", "2026-03-03")
    assert [line["kind"] for line in lines(out)] == ["request.commented"]
    run("--out", out, "--until", "2026-03-03")
    assert [line["kind"] for line in lines(out)] == ["request.raised", "request.accepted"]


def test_it_goes_on_behind_the_last_position_of_another_file(desk, mei, wu, run, tmp_path):
    request = desk.working(by=mei, holder=wu)
    out = tmp_path / "events.jsonl"
    run("--out", out)
    last = lines(out)[-1]["position"]
    actions.comment(request=request, by=wu, at=desk.now, body="来了")
    run("--out", out, "--after", last)
    assert [line["kind"] for line in lines(out)] == ["request.commented"]


@pytest.mark.parametrize("arguments", [["--after", "yesterday"], ["--out", "/nowhere/events.jsonl"]])
def test_what_cannot_be_is_said_in_one_sentence(db, run, arguments):
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")


def test_without_a_file_the_lines_go_to_the_output(desk, mei, run):
    desk.raised(by=mei)
    assert json.loads(run().output)["kind"] == "request.raised"
