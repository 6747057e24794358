"""From upload to requests: tried, imported, stopped in the middle, gone on with, never twice."""

import errno
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from qiao.desk.models import Request
from qiao.desk.reads.accounts import checked
from qiao.eventlog.tests.logs import HEADER, PRESS
from qiao.imports import actions, course, running, store, telling
from qiao.imports.models import Import
from qiao.imports.rules import LAPSE, Job, Kind, State, System
from qiao.imports.tests.conftest import SAID, TICKETS, log_file, ticket_file, zipped
from qiao.ledger.models import Event
from qiao.logimport import actions as log_actions
from qiao.logimport.models import ImportedCase
from qiao.ticketimport import actions as ticket_actions

pytestmark = pytest.mark.django_db(transaction=True)
MANY = [(f"C-{n:03}", *row[1:]) for n in range(20) for row in PRESS[:2]]


@pytest.fixture
def often(monkeypatch):
    """Small batches, and a sign of life at every step."""
    monkeypatch.setattr(course, "EVERY", 0.0)
    monkeypatch.setattr(course, "BREATH", 0.0)
    monkeypatch.setattr(log_actions, "CASES", 1)
    monkeypatch.setattr(ticket_actions, "TICKETS", 1)


def kinds():
    told = Event.objects.filter(kind__startswith="imports.").order_by("id")
    return list(told.values_list("kind", flat=True))


def test_a_log_is_tried_without_any_change_and_then_imported(desk, upload, carry_out, own_folder):
    made = upload(title="Press shop")
    assert [each["role"] for each in made.guess["choices"]][:3] == ["case", "time", "activity"]
    made = carry_out(made, Job.REHEARSE)
    assert (made.stands, made.report["figures"]["cases"], Request.objects.count()) == (State.REHEARSED, 2, 0)
    assert ["Wait", "pause", 1] in made.report["steps"]
    made = carry_out(made)
    assert (made.stands, made.report["added"], made.report["there"]) == (State.DONE, 2, 0)
    assert (made.root.code, made.root.leader.number) == ("log-press-shop", "admin")
    assert Request.objects.filter(holder_unit__parent=made.root).count() == 2
    assert (made.folder, list((own_folder / "imports").iterdir())) == ("", [])
    assert kinds() == [Kind.UPLOADED, Kind.STARTED, Kind.FINISHED, Kind.STARTED, Kind.FINISHED]
    assert [each for part in checked() for each in part.differences] == []


def test_the_same_log_again_brings_nothing_twice(desk, upload, carry_out):
    carry_out(upload(title="Press"))
    again = carry_out(upload(title="Press"))
    assert (again.report["added"], again.report["there"], Request.objects.count()) == (0, 2, 2)


def test_tickets_with_attachments_are_tried_and_imported(desk, upload, carry_out):
    archive = zipped(**{"5/leak.txt": b"wet floor"})
    made = upload(ticket_file(), system=System.ZAMMAD, archive=archive)
    made = carry_out(made, Job.REHEARSE)
    assert made.report["figures"] | {"people": 0, "units": 0} == {
        **dict.fromkeys(made.report["figures"], 0),
        "added": 3,
        "files": 1,
    }
    assert made.report["words"]["states"] == {"odd": "work"}
    assert any("odd" in each.text for each in telling.problems(made))
    made = carry_out(made)
    assert (made.stands, made.root.code) == (State.DONE, "tickets-zammad")
    (attachment,) = Request.objects.get(title="Ticket 1").attachments.all()
    assert attachment.name == "leak.txt"
    assert [each for part in checked() for each in part.differences] == []


def test_what_was_chosen_for_a_word_counts(desk, upload, carry_out):
    made = upload(ticket_file(), system=System.ZAMMAD, words={"states": {"odd": "close"}})
    carry_out(made)
    assert Request.objects.get(title="Ticket 2").state == "confirmed"


def test_a_mapping_that_was_chosen_counts(desk, upload, carry_out):
    mapping = {"case": "Case", "activity": ["Activity"], "time": "Time", "team": ""}
    columns = {name.lower(): name for name in HEADER}
    given = {
        role: [columns.get(c.lower(), c) for c in v] if isinstance(v, list) else v
        for role, v in mapping.items()
    }
    given |= {"case": HEADER[0], "activity": [HEADER[1]], "time": HEADER[2]}
    made = carry_out(upload(mapping=given), Job.REHEARSE)
    assert made.report["figures"]["teams"] == 0


def test_stopped_in_the_middle_it_keeps_whole_requests_and_goes_on(
    desk, upload, carry_out, admin, often, monkeypatch
):
    made = upload(log_file(MANY), title="many")
    stop_after(monkeypatch, 5, lambda: actions.stop(upload=fresh(made), by=admin, at=timezone.now()))
    made = carry_out(made)
    assert (made.stands, ImportedCase.objects.count()) == (State.STOPPED, 5)
    assert Kind.STOPPED in kinds()
    assert made.folder, "its files are still there"
    monkeypatch.undo()
    made = carry_out(made)
    assert (made.stands, made.report["added"], Request.objects.count()) == (State.DONE, 15, 20)


def stop_after(monkeypatch, many, do):
    """Calls ``do`` once after so many batches."""
    wrote = course.Course.wrote
    seen = []

    def counted(self, n):
        seen.append(n)
        if len(seen) == many:
            do()
        wrote(self, n)

    monkeypatch.setattr(course.Course, "wrote", counted)


def fresh(made):
    return Import.objects.get(pk=made.pk)


@pytest.mark.parametrize("system", [System.LOG, System.ZAMMAD])
def test_when_the_server_stops_it_waits_and_goes_on_with_the_next_one(
    desk, upload, carry_out, often, monkeypatch, system
):
    told = []
    stop_after(monkeypatch, 2, lambda: told.append(1))
    made = upload(log_file(MANY) if system.is_log else ticket_file(), system=system)
    made = carry_out(made, stopping=lambda: bool(told))
    assert made.stands is State.ASKED
    assert Request.objects.count() == 2
    assert running.waiting(at=timezone.now())
    told.clear()
    running.work(lambda: False)
    assert fresh(made).stands is State.DONE
    assert Request.objects.count() == (20 if system.is_log else 3)
    assert not running.waiting(at=timezone.now())


def test_whoever_was_killed_is_followed_by_the_next_after_a_while(desk, upload, admin):
    made = upload()
    at = timezone.now()
    actions.begin(upload=made, job=Job.IMPORT, by=admin, at=at)
    mine = actions.claim(at=at)
    assert not running.waiting(at=at + LAPSE / 2)
    assert actions.claim(at=at + LAPSE / 2) is None
    late = at + LAPSE + timedelta(seconds=1)
    assert running.waiting(at=late)
    other = actions.claim(at=late)
    assert (other.pk, other.token != mine.token) == (mine.pk, True)
    assert actions.beat(upload=mine, phase=course.Phase.READING, done=1, total=2, at=late) is None
    assert not actions.finish(upload=mine, report={}, root=None, at=late)


def test_one_after_the_other(desk, upload, admin):
    first, second = upload(title="a"), upload(title="b")
    at = timezone.now()
    for made in (first, second):
        actions.begin(upload=made, job=Job.REHEARSE, by=admin, at=at)
    assert actions.claim(at=at).pk == first.pk
    assert actions.claim(at=at) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left"),
        (OperationalError("database or disk is full"), "no space left"),
        (ValueError("odd"), "nobody had thought of"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_can_be_begun_again(
    desk, upload, carry_out, monkeypatch, error, said
):
    def fail(*_args, **_more):
        raise error

    made = upload()
    with monkeypatch.context() as broken:
        broken.setattr(log_actions, "import_log", fail)
        made = carry_out(made)
    assert made.stands is State.FAILED
    assert said in telling.trouble(made)
    assert carry_out(made).stands is State.DONE


def test_a_damaged_export_and_a_wrong_one_say_so(desk, upload, carry_out):
    made = upload(ticket_file([SAID]), system=System.ZAMMAD)
    made = carry_out(made)
    assert "no ticket of this system" in telling.trouble(made)
    assert [each.left_out for each in telling.problems(made)] == [True]
    made = upload(ticket_file(TICKETS), system=System.ZAMMAD, refuse_unknown=True)
    assert "unknown here" in telling.trouble(carry_out(made))
    assert Request.objects.count() == 0


def test_forgotten_files_go_after_two_weeks_and_strays_after_a_while(desk, upload, own_folder):
    made = upload()
    now = timezone.now()
    stray = own_folder / "imports" / "stray"
    stray.mkdir()
    assert actions.sweep(at=now) == 0
    assert actions.sweep(at=now + timedelta(days=15)) == 2
    assert fresh(made).folder == ""
    assert not store.place(made.folder).exists()
    assert not stray.exists()
