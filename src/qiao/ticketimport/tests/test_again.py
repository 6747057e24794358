"""Importing again: nothing twice, what is new is added, and work done here is never undone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from qiao.catalogue.models import Service
from qiao.desk import actions as desk
from qiao.desk.models import Attachment, Comment, Handoff, Hop, Involvement, NumberSeries, Pause, Request
from qiao.desk.rules import State
from qiao.ledger.models import Event
from qiao.ledger.reads import timeline
from qiao.org.models import Calendar, Person, Unit
from qiao.ticketimport import actions, preset
from qiao.ticketimport.models import ImportedTicket, TicketSource
from qiao.ticketimport.tests.conftest import EXPORTS
from qiao.ticketimport.tests.test_presets import FILES, at, said

pytestmark = pytest.mark.django_db
KINDS = (
    Unit, Person, Calendar, Service, Request, Hop, Pause, Handoff, Involvement, Comment, Attachment, Event,
    ImportedTicket, TicketSource, NumberSeries,
)  # fmt: skip


def everything():
    return {kind.__name__: kind.objects.count() for kind in KINDS}


def write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def tickets(**changes):
    """The tickets of the Zammad export, the first one changed."""
    rows = json.loads((EXPORTS / "zammad-tickets.json").read_text(encoding="utf-8"))
    rows[1] |= changes
    return rows


def closing(day):
    moment = f"2026-03-0{day}T08:00:00.000Z"
    return {"close_at": moment, "updated_at": moment}


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_importing_again_adds_nothing_and_says_so(run, system):
    run(system, *FILES[system])
    before = everything()
    told = json.loads(run(system, *FILES[system], "--json").stdout)
    after = everything()
    assert after.pop("Event") == before.pop("Event") + 1  # that it was imported again is an event itself
    assert after == before
    assert (told["added"], told["grown"], told["comments"], told["files"]) == (0, 0, 0, 0)
    assert told["same"] == ImportedTicket.objects.count()


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_a_dry_run_says_what_would_happen_and_changes_nothing(run, system):
    before = everything()
    rehearsed = json.loads(run(system, *FILES[system], "--dry-run", "--json").stdout)
    assert everything() == before
    real = json.loads(run(system, *FILES[system], "--json").stdout)
    for name in ("added", "comments", "files", "people", "units", "counts"):
        assert rehearsed[name] == real[name], name


def test_new_comments_and_files_are_added_to_what_is_there(run, of, tmp_path):
    run("zammad", *FILES["zammad"])
    new = {
        "id": 99, "ticket_id": 5, "from": "Lin Mei", "body": "Works, thanks", "content_type": "text/plain",
        "internal": False, "created_by": "lin.mei@plant.example", "created_at": "2026-03-02T04:00:00.000Z",
        "attachments": [{"id": 78, "filename": "ok.txt", "data": "b2s=", "preferences": {}}],
    }  # fmt: skip
    more = write(tmp_path / "more.json", [new])
    told = run("zammad", *FILES["zammad"], more).output
    assert "1  requests that were there already and grew" in told
    assert said(of("22005"))[-1] == ("林梅", at(2, 12), "Works, thanks", False)
    assert [each.name for each in of("22005").attachments.all()] == ["jam.txt", "ok.txt"]
    before = everything()
    run("zammad", *FILES["zammad"], more)
    assert {**everything(), "Event": 0} == {**before, "Event": 0}


def test_a_ticket_that_was_closed_over_there_is_closed_here(run, of, tmp_path):
    run("zammad", "zammad-tickets.json")
    closed = tickets(
        state="closed", close_at="2026-03-06T08:00:00.000Z", updated_at="2026-03-06T08:00:00.000Z"
    )
    run("zammad", write(tmp_path / "t.json", closed))
    request = of("22006")
    assert (request.state, request.closed_at, request.waiting_for) == (State.CONFIRMED, at(6, 16), "")
    hop = request.hops.get()
    assert hop.ended_at == at(6, 16)
    assert hop.used_seconds + hop.paused_seconds == (hop.ended_at - hop.started_at).total_seconds()
    assert request.used_seconds == hop.used_seconds
    assert hop.pauses.get().ended_at == at(6, 16)
    assert [event.kind for event in timeline(request)][-2:] == ["request.paused", "request.confirmed"]
    assert timeline(request)[-1].data["changes"]["state"] == ["paused", "confirmed"]


def test_a_ticket_that_went_to_another_group_is_handed_over(run, of, tmp_path):
    run("zammad", "zammad-tickets.json")
    moved = tickets(
        state="open", group="Facility", owner="wu.gang@plant.example", updated_at="2026-03-06T08:00:00.000Z"
    )
    run("zammad", write(tmp_path / "t.json", moved))
    request = of("22006")
    assert (request.state, request.holder_unit.name_en, str(request.holder_person)) == (
        State.WORKING, "Facility", "wu.gang@plant.example",
    )  # fmt: skip
    assert (request.hop_count, request.hops.count(), request.handoffs.count()) == (2, 2, 1)
    assert request.hops.get(ordinal=1).ended_at == request.hops.get(ordinal=2).started_at == at(6, 16)
    assert request.involvements.count() == 2
    desk.deliver(request=request, by=request.holder_person, at=timezone.now(), note="done")


def test_a_group_that_the_export_no_longer_names_is_still_where_it_came_from(run, of, tmp_path):
    first = tickets()[1]
    run("zammad", write(tmp_path / "t.json", [first]))
    run(
        "zammad",
        write(tmp_path / "t.json", [first | {"group": "New name", "updated_at": "2026-03-06T08:00:00Z"}]),
    )
    assert [hop.unit.name_en for hop in of("22006").hops.all()] == ["IT", "New name"]


def test_a_first_answer_that_came_since_is_the_response(run, of, tmp_path):
    run("zammad", "zammad-tickets.json")
    answer = {
        "id": 97, "ticket_id": 7, "body": "The blue one", "internal": False, "from": "He Yu",
        "created_by": "he.yu@plant.example", "created_at": "2026-03-04T02:00:00.000Z",
    }  # fmt: skip
    question = answer | {
        "id": 96,
        "created_by": "guo.peng@plant.example",
        "created_at": "2026-03-04T01:00:00Z",
    }
    run("zammad", "zammad-tickets.json", write(tmp_path / "a.json", [question, answer]))
    assert of("22007").responded_at == at(4, 10)


def test_an_older_export_turns_nothing_back(run, of, tmp_path):
    run("zammad", write(tmp_path / "new.json", tickets(state="closed", **closing(6))))
    told = json.loads(run("zammad", "zammad-tickets.json", "--json").stdout)
    assert (of("22006").state, of("22006").reopened) == (State.CONFIRMED, 0)
    assert (told["grown"], told["same"]) == (0, 3)


def test_what_was_worked_on_here_stays_and_gets_only_the_words(run, of, tmp_path):
    run("zammad", *FILES["zammad"])
    request = of("22006")
    desk.resume(request=request, by=request.holder_person, at=timezone.now())
    closed = tickets(
        state="closed", close_at="2026-03-06T08:00:00.000Z", updated_at="2026-03-06T08:00:00.000Z"
    )
    word = {
        "id": 98, "ticket_id": 6, "from": "He Yu", "body": "Replaced", "internal": False,
        "created_by": "he.yu@plant.example", "created_at": "2026-03-06T07:00:00.000Z",
    }  # fmt: skip
    files = (write(tmp_path / "t.json", closed), "zammad-articles.json", write(tmp_path / "a.json", [word]))
    report = json.loads(run("zammad", *files, "--json").stdout)
    assert report["counts"]["changed_here"] == 1
    request.refresh_from_db()
    assert (request.state, request.closed_at) == (State.WORKING, None)
    assert said(request)[-1][2] == "Replaced"


def test_a_resolved_ticket_that_was_opened_again_is_open_here(run, of, tmp_path):
    rows = tickets(state="closed", **closing(3))
    run("zammad", write(tmp_path / "t.json", rows))
    assert of("22006").state == State.CONFIRMED
    run("zammad", write(tmp_path / "t.json", tickets(state="open", updated_at="2026-03-04T08:00:00.000Z")))
    request = of("22006")
    assert (request.state, request.reopened, request.closed_at, request.delivered_at) == (
        State.WORKING, 1, None, None,
    )  # fmt: skip
    assert request.hops.filter(ended_at=None).count() == 1


def test_two_sources_of_one_system_do_not_mix(run):
    run("zammad", "zammad-tickets.json")
    run("zammad", "zammad-tickets.json", "--name", "plant two")
    assert Request.objects.count() == 6
    assert set(TicketSource.objects.values_list("name", flat=True)) == {"zammad", "plant-two"}


def test_an_interrupted_import_keeps_whole_batches_and_goes_on(run, monkeypatch, tmp_path):
    rows = [
        {"id": n, "number": f"9{n:03}", "title": f"t{n}", "group": "IT", "state": "new", "owner": "-",
         "customer": "a@b.example", "created_at": f"2026-03-02T08:{n:02}:00.000Z"}
        for n in range(10)
    ]  # fmt: skip
    path = write(tmp_path / "t.json", rows)
    monkeypatch.setattr(actions, "TICKETS", 3)
    written = actions._write
    calls = []

    def fails_in_the_third(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        written(*arguments)

    monkeypatch.setattr(actions, "_write", fails_in_the_third)
    run("zammad", path, ok=False)
    assert Request.objects.count() == ImportedTicket.objects.count() == 6
    assert TicketSource.objects.get().finished_at is None
    monkeypatch.setattr(actions, "_write", written)
    report = json.loads(run("zammad", path, "--json").stdout)
    assert (report["added"], report["same"]) == (4, 6)
    assert "resumed" in {each["code"] for each in report["findings"]}
    assert sorted(Request.objects.values_list("number", flat=True)) == [
        f"R-2026-{n:06d}" for n in range(1, 11)
    ]


def test_a_batch_that_fails_leaves_nothing_half_done(run, monkeypatch):
    from qiao.ticketimport import rows

    monkeypatch.setattr(rows, "_request", lambda *_: 1 / 0)
    run("zammad", *FILES["zammad"], ok=False)
    counts = everything()
    assert (counts["Request"], counts["Hop"], counts["Comment"], counts["NumberSeries"]) == (0, 0, 0, 0)


def test_the_newest_of_several_exports_counts(run, of, tmp_path):
    older = write(tmp_path / "old.json", tickets(title="old title", updated_at="2026-03-03T01:30:00.000Z"))
    report = json.loads(run("zammad", "zammad-tickets.json", older, "--json").stdout)
    assert of("22006").title == "Scanner offline"
    assert report["counts"]["twice"] == 3
    assert datetime(2026, 3, 3, tzinfo=UTC) + timedelta(0) < of("22006").raised_at
