"""Tickets and their parts on their way: files may tell them in any order, and need not fit into memory.

A temporary SQLite file that belongs to this module alone holds what was read; it is no part of the product's
database and leaves nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qiao.eventlog import LogError
from qiao.ticketimport.neutral import Part, Place, Ticket, pack_ticket, packed, unpack_ticket, unpacked

CACHE_KIB = 32 * 1024
_TABLES = """
    CREATE TABLE ticket (key TEXT PRIMARY KEY, ref TEXT, created INTEGER, updated INTEGER, doc TEXT)
        WITHOUT ROWID;
    CREATE TABLE part (seq INTEGER PRIMARY KEY, owner TEXT, file INTEGER, row INTEGER, doc TEXT);
    CREATE TABLE problem (seq INTEGER PRIMARY KEY, code TEXT, file INTEGER, row INTEGER, params TEXT);
"""
_INDICES = """
    CREATE INDEX part_owner ON part (owner, seq);
    CREATE INDEX ticket_created ON ticket (created, key);
    CREATE INDEX ticket_ref ON ticket (ref);
"""


class Spill:
    """Use as a context. Fill first, then ``seal``, then read."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="qiao-tickets-")
        self._db = sqlite3.connect(Path(self._folder.name) / "tickets.sqlite", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "temp_store=FILE"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        try:
            self._db.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise LogError("disk_full", folder=tempfile.gettempdir()) from error

    def keep(self, ticket: Ticket) -> bool:
        """Takes a ticket in; False when it was there already (the one changed last stays)."""
        document = json.dumps(pack_ticket(ticket), ensure_ascii=False)
        values = (ticket.key, ticket.ref, ticket.created, ticket.updated or 0, document)
        row = self._db.execute("SELECT updated FROM ticket WHERE key = ?", (ticket.key,)).fetchone()
        if row is None or row[0] <= values[3]:
            self._write("INSERT OR REPLACE INTO ticket VALUES (?, ?, ?, ?, ?)", values)
        return row is None

    def keep_part(self, by: str, owner: str, part: Part) -> None:
        """Takes in what belongs to a ticket that may come later. ``by``: "key" or "ref"."""
        document = json.dumps(packed(part), ensure_ascii=False)
        self._write(
            "INSERT INTO part (owner, file, row, doc) VALUES (?, ?, ?, ?)",
            (f"{by}:{owner}", part.place.file, part.place.row, document),
        )

    def keep_problem(self, code: str, place: Place, params: str) -> None:
        """Takes in where something was odd."""
        self._write(
            "INSERT INTO problem (code, file, row, params) VALUES (?, ?, ?, ?)", (code, *place, params)
        )

    def seal(self) -> None:
        """Everything has been read."""
        self._db.executescript(_INDICES)

    def count(self) -> int:
        """How many tickets there are."""
        return int(self._db.execute("SELECT count(*) FROM ticket").fetchone()[0])

    def tickets(self) -> Iterator[Ticket]:
        """Every ticket with its parts, in order of creation."""
        rows = self._db.cursor().execute("SELECT doc FROM ticket ORDER BY created, key")
        for (document,) in rows:
            ticket = unpack_ticket(json.loads(document))
            ticket.parts += self._parts(ticket)
            yield ticket

    def _parts(self, ticket: Ticket) -> list[Part]:
        rows = self._db.execute(
            "SELECT doc FROM part WHERE owner IN (?, ?) ORDER BY seq",
            (f"key:{ticket.key}", f"ref:{ticket.ref}"),
        )
        return [unpacked(json.loads(document)) for (document,) in rows]

    def orphans(self) -> Iterator[tuple[str, Place]]:
        """What belongs to tickets that are not there: the name of the ticket, and the place."""
        rows = self._db.cursor().execute(
            "SELECT substr(owner, 5), file, row FROM part WHERE owner NOT IN"
            " (SELECT 'key:' || key FROM ticket UNION ALL SELECT 'ref:' || ref FROM ticket) ORDER BY seq"
        )
        for owner, file, row in rows:
            yield owner, Place(file, row)

    def problems(self, code: str, limit: int) -> Iterator[tuple[str, int, int, str]]:
        """Kept places, in the order of the files."""
        where = "WHERE code = ?" if code else "WHERE ?1 = ''"
        yield from self._db.execute(
            f"SELECT code, file, row, params FROM problem {where} ORDER BY file, row, seq LIMIT ?",  # noqa: S608
            (code, limit),
        )
