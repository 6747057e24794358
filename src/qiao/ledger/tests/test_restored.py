"""A dump restored into a younger PostgreSQL cluster: no reader waits, misses or repeats anything."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from qiao.ledger import triggers
from qiao.ledger.actions import follow, mend_restored, record
from qiao.ledger.models import Bookmark, Event
from qiao.ledger.tests.conftest import settle
from qiao.ledger.tests.test_ledger import AT, _Numbered

FAR = 10**12
pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such numbers")


def tell(*kinds):
    for kind in kinds:
        with transaction.atomic():
            record(kind, subject=_Numbered(), at=AT)
    settle()


def read(reader, limit=1000):
    kinds = []
    follow(reader, lambda events: kinds.extend(event.kind for event in events), limit=limit)
    return kinds


def restored_elsewhere():
    """As if the numbers came from a cluster that has seen far more transactions."""
    with triggers.suspended(connection):
        Event.objects.update(transaction=F("transaction") + FAR)
    Bookmark.objects.update(transaction=F("transaction") + FAR)


@on_postgresql
def test_every_reader_goes_on_where_it_was_and_new_events_come_last():
    tell("one", "two", "three", "four")
    assert read("quick") == ["one", "two", "three", "four"]
    assert read("slow", limit=2) == ["one", "two"]
    restored_elsewhere()
    tell("five")
    assert read("slow") == []
    assert mend_restored() == 4
    assert read("slow") == ["three", "four", "five"]
    assert read("quick") == ["five"]
    assert read("new") == ["one", "two", "three", "four", "five"]
    assert mend_restored() == 0


@on_postgresql
def test_the_order_stays_that_of_the_transactions_also_after_a_second_restore():
    tell("one", "two", "three")
    with triggers.suspended(connection):  # ids that were given in another order than their transactions
        Event.objects.filter(kind="one").update(transaction=F("transaction") + 100)
    wanted = ["two", "three", "one"]
    for _ in range(2):
        restored_elsewhere()
        assert mend_restored() == 3
        assert list(Event.objects.order_by("transaction", "id").values_list("kind", flat=True)) == wanted
    assert read("new") == wanted


@on_postgresql
def test_history_is_closed_again_afterwards():
    tell("one")
    restored_elsewhere()
    mend_restored()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.update(kind="never happened")


def test_where_nothing_was_restored_nothing_is_touched():
    tell("one", "two")
    read("quick", limit=1)
    before = list(Event.objects.values_list("id", "transaction")), list(Bookmark.objects.values_list())
    assert mend_restored() == 0
    assert (
        list(Event.objects.values_list("id", "transaction")),
        list(Bookmark.objects.values_list()),
    ) == before
