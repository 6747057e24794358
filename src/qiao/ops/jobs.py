"""What the database needs from time to time."""

from datetime import datetime, timedelta

from django.db import connection

OFTEN = timedelta(hours=1)
_done: datetime | None = None


def statistics(*, at: datetime) -> None:
    """At the start and once an hour."""
    global _done
    if _done is None or at - _done >= OFTEN:
        _done = at
        sample_tables()


def sample_tables() -> None:
    """Tells SQLite how its tables are filled, from samples: a few milliseconds.

    Without that it guesses in which order to join, and on large tables guesses wrong by a factor of ten.
    PostgreSQL does it by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


ticks = [statistics]
