"""Writing one row, or changing some on a condition. Only actions call this."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.db.models.expressions import DatabaseDefault

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)
Columns = tuple[str, ...]


def insert(row: M, *, unless_there: bool = False) -> M:
    """Writes a new row and gives it its id. What the database fills by itself is left to it.

    ``unless_there``: a row that breaks a unique constraint is left out, without an error and without an id.
    """
    here = transaction.get_connection()
    fields = [each for each in row._meta.concrete_fields if not _left_out(row, each)]
    values = [each.get_db_prep_save(each.pre_save(row, add=True), here) for each in fields]
    sql = _insert(type(row), tuple(each.column for each in fields), unless_there)
    with here.cursor() as cursor:
        cursor.execute(sql, values)
        given = cursor.fetchone()
    if given is not None:
        row.pk = given[0]
        row._state.adding, row._state.db = False, here.alias
    return row


def _left_out(row: models.Model, field: models.Field[Any, Any]) -> bool:
    value = getattr(row, field.attname)
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


def write(row: models.Model, *names: str) -> None:
    """Writes the named fields of a row that is there."""
    update(type(row), {"pk": row.pk}, {name: _value(row, name) for name in names})


def _value(row: models.Model, name: str) -> Any:
    return getattr(row, _field(type(row), name).attname)


def update(model: type[models.Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
    """Changes the rows whose fields are as ``where`` says (None: empty). Returns how many there were.

    Fields by their names; a row that is pointed at may be given itself or by its id.
    """
    empty = tuple(name for name, value in where.items() if value is None)
    asked = {name: value for name, value in where.items() if value is not None}
    sql, here = _update(model, tuple(values), tuple(asked), empty), transaction.get_connection()
    params = [_prepared(model, name, value, here) for name, value in (*values.items(), *asked.items())]
    with here.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _prepared(model: type[models.Model], name: str, value: Any, here: BaseDatabaseWrapper) -> Any:
    plain = value.pk if isinstance(value, models.Model) else value
    return _field(model, name).get_db_prep_save(plain, here)


@lru_cache(maxsize=1024)
def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


# Both databases quote names and mark values alike.
@lru_cache(maxsize=512)
def _insert(model: type[models.Model], columns: Columns, unless_there: bool) -> str:
    names, marks = ", ".join(f'"{each}"' for each in columns), ", ".join(["%s"] * len(columns))
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    table, given = model._meta.db_table, _field(model, "pk").column
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks}){conflict} RETURNING "{given}"'  # noqa: S608


@lru_cache(maxsize=512)
def _update(model: type[models.Model], names: Columns, where: Columns, empty: Columns) -> str:
    def column(name: str) -> str:
        return f'"{_field(model, name).column}"'

    changed = ", ".join(f"{column(name)} = %s" for name in names)
    asked = [f"{column(name)} = %s" for name in where] + [f"{column(name)} IS NULL" for name in empty]
    return f'UPDATE "{model._meta.db_table}" SET {changed} WHERE {" AND ".join(asked)}'  # noqa: S608
