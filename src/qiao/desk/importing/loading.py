"""Rows into tables faster than model instances allow: what bulk_create does, without an object per row.

An import writes three to four rows per event; building a model instance and preparing each of its fields
one by one costs more than all the rest together. Here the statement is made once per table (on SQLite by
Django's own compiler, on PostgreSQL as COPY), and the values arrive ready for the database. A test compares
what is written with bulk_create.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from json import encoder
from typing import Any

from django.db import connection, models
from django.db.models import Max
from django.db.models.sql import InsertQuery

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (SQLite keeps moments in UTC without saying so)

Row = tuple[Any, ...]


@lru_cache(maxsize=8192)
def moment(at: int) -> datetime:
    """Microseconds since 1970 UTC as a moment."""
    return EPOCH + timedelta(microseconds=at)


@lru_cache(maxsize=8192)
def stamp(at: int | None) -> Any:
    """Microseconds since 1970 UTC as the database keeps a moment."""
    if at is None:
        return None
    if _on_sqlite():
        return str(NAIVE_EPOCH + timedelta(microseconds=at))  # as its adapter does, faster
    return connection.ops.adapt_datetimefield_value(moment(at))


@cache
def _on_sqlite() -> bool:
    """Asked once: the way to the connection leads through the thread's storage, a million times over."""
    return connection.vendor == "sqlite"


def _unknown(value: object) -> Any:
    raise TypeError(f"no JSON for {type(value).__name__}")


# What JSONEncoder makes anew for every value: half of the work for documents as small as these.
_encoded = encoder.c_make_encoder(  # type: ignore[attr-defined]  # the stubs know the class alone
    None, _unknown, encoder.encode_basestring, None, ": ", ", ", False, False, True
)


def document(value: Any) -> str:
    """A JSON value as text, which both databases take."""
    return "".join(_encoded(value, 0))


class Table:
    """One table and the columns that rows bring; the rest has its default, the database's or the model's."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        fields: list[models.Field[Any, Any]] = list(model._meta.concrete_fields)
        named = {field.attname: field for field in fields}
        given = [named[column] for column in columns]
        rest = [field for field in fields if field not in given and not field.primary_key]
        filled = [field for field in rest if field.db_default is models.NOT_PROVIDED]
        self._model = model
        self._defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in filled)
        self._insert = _insert(model, [*given, *filled])
        self._copy = _copy(model, [*given, *filled])

    def insert(self, rows: Sequence[Row]) -> None:
        """Writes rows of values in the order of the columns; moments as ``stamp``, JSON as ``document``."""
        complete = [row + self._defaults for row in rows]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(self._insert, complete)
                return
            with cursor.copy(self._copy) as copy:
                for row in complete:
                    copy.write_row(row)

    def reserve(self, many: int) -> range | list[int]:
        """Primary keys that nobody else will get, for ``many`` rows of this transaction."""
        if connection.vendor == "sqlite":  # the only writer until the transaction ends
            last = self._model._default_manager.aggregate(last=Max("pk"))["last"] or 0
            return range(last + 1, last + 1 + many)
        with connection.cursor() as cursor:
            table = self._model._meta.db_table
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, many]
            )
            return [number for (number,) in cursor.fetchall()]


def _insert(model: type[models.Model], fields: Sequence[models.Field[Any, Any]]) -> str:
    """The INSERT of one row as Django writes it."""
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    ((statement, _values),) = query.get_compiler(connection=connection).as_sql()
    return str(statement)


def _copy(model: type[models.Model], fields: Sequence[models.Field[Any, Any]]) -> str:
    """PostgreSQL's own way to take many rows; what has a default in the database keeps it."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    return f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN"
