"""What the database needs from time to time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from qiao.ops import jobs, packages

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def sampled(monkeypatch):
    """How often the tables were looked at."""
    times = []
    monkeypatch.setattr(jobs, "_done", None)
    monkeypatch.setattr(jobs, "sample_tables", lambda: times.append(1))
    return times


def test_tables_are_looked_at_when_it_starts_and_once_an_hour(sampled):
    for minutes in (0, 1, 59, 60, 61):
        jobs.statistics(at=NOON + timedelta(minutes=minutes))
    assert len(sampled) == 2


def test_the_ticks_know_of_it():
    assert jobs.statistics in packages.ticks()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does it by itself")
def test_sqlite_knows_afterwards_how_its_tables_are_filled(db):
    jobs.sample_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1")
        assert cursor.fetchone()[0] > 0
