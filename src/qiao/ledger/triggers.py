"""What makes the ledger append-only in the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "the ledger is append-only"
SQLITE = [
    f"CREATE TRIGGER ledger_no_{verb} BEFORE {verb.upper()} ON ledger_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger_event "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
]
DROP = {
    "sqlite": ["DROP TRIGGER IF EXISTS ledger_no_update", "DROP TRIGGER IF EXISTS ledger_no_delete"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS ledger_no_change ON ledger_event",
        "DROP TRIGGER IF EXISTS ledger_no_truncate ON ledger_event",
    ],
}


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor.connection, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor.connection, DROP[schema_editor.connection.vendor])


@contextmanager
def suspended(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For emptying a test database between tests, and for the numbers of restored events."""
    _run(connection, DROP[connection.vendor])
    try:
        yield
    finally:
        _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
