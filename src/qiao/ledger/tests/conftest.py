"""Here the ledger is what it is; everywhere else a test's own transaction counts as settled."""

from time import monotonic, sleep

import pytest
from django.db import connection

from qiao.ledger.models import OldestRunning

TRUE = OldestRunning.as_postgresql


@pytest.fixture(autouse=True)
def _what_is_settled_is_asked(monkeypatch):
    monkeypatch.setattr(OldestRunning, "as_postgresql", TRUE)


def settle(within=60.0):
    """Waits until every transaction has ended that began before now: other tests run beside this one."""
    if connection.vendor != "postgresql":
        return
    last = _number("pg_current_xact_id()")
    end = monotonic() + within
    while _number("pg_snapshot_xmin(pg_current_snapshot())") <= last:
        assert monotonic() < end, "some other transaction does not end"
        sleep(0.02)


def _number(expression):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}::text::bigint")
        return cursor.fetchone()[0]
