"""The ledger is append-only, ordered and never loses an event to a reader."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from qiao.ledger.actions import follow, record
from qiao.ledger.models import Event, Position
from qiao.ledger.reads import stream, timeline
from qiao.ledger.tests.conftest import settle

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def numbered(db):
    """A subject with a numeric key: an earlier event will do."""
    with transaction.atomic():
        return record("made", subject=_Numbered(), at=AT)


class _Numbered(Event):
    """Stands for any row with a numeric key."""

    class Meta:
        proxy = True
        app_label = "ledger"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pk = self.pk or 7


@pytest.mark.django_db
def test_what_was_recorded_can_be_read_back_in_order():
    with transaction.atomic():
        for kind in ("raised", "accepted", "delivered"):
            record(kind, subject=_Numbered(), at=AT, note="", reason="because")
    story = timeline(_Numbered())
    assert [event.kind for event in story] == ["raised", "accepted", "delivered"]
    assert story[0].data == {"reason": "because"}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_history(numbered, change):
    rows = Event.objects.filter(pk=numbered.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(kind="never happened") if change == "update" else rows.delete()
    assert Event.objects.get(pk=numbered.pk).kind == "made"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record("made", subject=_Numbered(), at=AT)


@pytest.mark.django_db
def test_a_follower_goes_on_where_it_stopped(numbered):
    with transaction.atomic():
        for n in range(5):
            record("step", subject=_Numbered(), at=AT, n=n)
    seen = []
    if connection.vendor == "postgresql":
        pytest.skip(
            "inside the test's own open transaction nothing is settled on PostgreSQL; see the next test"
        )
    assert follow("mail", seen.extend, limit=4) == 4
    assert follow("mail", seen.extend, limit=4) == 2
    assert follow("mail", seen.extend, limit=4) == 0
    assert [event.data.get("n") for event in seen] == [None, 0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_not_skipped():
    """A slow writer takes its place first and commits last; the reader looks in between."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: a later event cannot commit before an earlier one")
    appended, may_commit = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            record("slow", subject=_Numbered(), at=AT)
            appended.set()
            may_commit.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    appended.wait(10)
    with transaction.atomic():
        record("quick", subject=_Numbered(), at=AT)
    first = list(stream())
    may_commit.set()
    writer.join()
    settle()
    later = list(stream(first[-1].position if first else None))
    assert [event.kind for event in first + later] == ["slow", "quick"]


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_keeps_the_bookmark():
    with transaction.atomic():
        record("step", subject=_Numbered(), at=AT)
    settle()

    def fail(events):
        raise OSError("no network")

    with pytest.raises(OSError):
        follow("mail", fail)
    seen = []
    assert follow("mail", seen.extend) == 1


def test_positions_are_ordered_and_survive_being_written_down():
    positions = [Position(2, 1), Position(1, 9), Position(1, 10)]
    assert sorted(positions) == [Position(1, 9), Position(1, 10), Position(2, 1)]
    assert [Position.parse(str(position)) for position in positions] == positions
    with pytest.raises(ValueError):
        Position.parse("yesterday")
