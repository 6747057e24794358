"""Many writers at once, and a server that is killed in the middle: nothing answered is lost or half done."""

import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.ops.clients import Visitor, Written, hammer
from tests.ops.conftest import ON_POSTGRESQL, postgresql_database
from tests.serving import Server, qiao

SMALL = ("--people", "60", "--months", "1")
SERVICE = "IT-HELP"
# On PostgreSQL five are enough: there it is the database that keeps what was answered, and it is not killed.
KILLS = 5 if ON_POSTGRESQL else 20
# Places in the list of the cast: first the one of the IT service desk, who may accept.
PLACES = (5, 0, 1, 2, 3, 4, 6, 7, 8, 5)

HALF_DONE = {
    "a request without its first event": """
        SELECT number FROM desk_request WHERE id NOT IN (SELECT subject_id FROM ledger_event
        WHERE subject_type = 'desk.request' AND kind = 'request.raised')""",
    "an event without its request": """
        SELECT id FROM ledger_event WHERE subject_type = 'desk.request'
        AND subject_id NOT IN (SELECT id FROM desk_request)""",
    "a number of hops that is not so": """
        SELECT number FROM desk_request WHERE hop_count <> (SELECT count(*) FROM desk_hop h
        WHERE h.request_id = desk_request.id)""",
    "a hop that runs or not against the state": """
        SELECT number, state FROM desk_request
        WHERE (state IN ('approval', 'offered', 'working', 'paused')) <> EXISTS (
        SELECT 1 FROM desk_hop h WHERE h.request_id = desk_request.id AND h.ended_at IS NULL)""",
    "an acceptance that the ledger does not know": """
        SELECT number FROM desk_request WHERE responded_at IS NOT NULL AND id NOT IN (SELECT subject_id
        FROM ledger_event WHERE kind IN ('request.accepted', 'request.taken', 'request.commented'))""",
    "a comment that the ledger does not know": """
        SELECT id FROM desk_comment WHERE id NOT IN (SELECT CAST(data ->> 'comment' AS INTEGER)
        FROM ledger_event WHERE kind = 'request.commented')""",
    "a number that was given and not used": """
        SELECT year, last FROM desk_numberseries WHERE last <> (SELECT count(*) FROM desk_request
        WHERE number LIKE 'R-' || year || '-%')""",
}
DAMAGED = {
    "a broken reference": "PRAGMA foreign_key_check",
    "a damaged page": "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
}


@dataclass(frozen=True)
class Installation:
    """A folder with its settings, and a way to ask its database without the product."""

    folder: Path
    address: str = ""

    @property
    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.address, "QIAO_SECRET_KEY": "s" * 40} if self.address else {}

    def rows(self, sql: str) -> list[tuple]:
        if self.address:
            with psycopg.connect(self.address) as database:
                return database.execute(sql).fetchall()
        with closing(sqlite3.connect(self.folder / "qiao.sqlite3")) as database:
            return database.execute(sql).fetchall()

    def column(self, sql: str) -> set[object]:
        return {value for (value,) in self.rows(sql)}

    def half_done(self) -> dict[str, list[tuple]]:
        """Rows that contradict each other, by what is wrong with them."""
        asked = HALF_DONE if self.address else HALF_DONE | DAMAGED
        found = {what: self.rows(sql) for what, sql in asked.items()}
        return {what: lines for what, lines in found.items() if lines}

    def lost(self, written: Written) -> dict[str, list[object]]:
        """What was answered for and is not there."""
        said = "SELECT r.number, c.body FROM desk_comment c JOIN desk_request r ON r.id = c.request_id"
        accepted = "SELECT number FROM desk_request WHERE responded_at IS NOT NULL"
        there = {
            "requests": (written.raised, self.column("SELECT number FROM desk_request")),
            "comments": (written.comments, set(self.rows(said))),
            "acceptances": (written.accepted, self.column(accepted)),
        }
        found = {what: [each for each in told if each not in kept] for what, (told, kept) in there.items()}
        return {what: missing for what, missing in found.items() if missing}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The sample on the database that the suite is run for."""
    folder = tmp_path_factory.mktemp("load")
    with postgresql_database() if ON_POSTGRESQL else nullcontext("") as address:
        made = Installation(folder, address)
        for command in (("prepare",), ("sample", *SMALL)):
            done = qiao(*command, folder=folder, **made.settings)
            assert done.returncode == 0, done.stderr
        yield made


def all_at_once(port: int, written: Written, *, people: int, rounds: int) -> list[threading.Thread]:
    """As many threads as people, each signed in and writing."""
    visitors = [Visitor(port).enter(place) for place in PLACES[:people]]
    threads = [
        threading.Thread(target=hammer, args=(visitor, SERVICE, written), kwargs={"rounds": rounds})
        for visitor in visitors
    ]
    for thread in threads:
        thread.start()
    return threads


def everything_below(pid: int) -> list[int]:
    """A process and all its descendants."""
    out = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in out.splitlines()]
    found = [pid]
    for each in found:
        found += [child for child, parent in parents if parent == each]
    return found


def kill(server: Server) -> None:
    """Supervisor, web server, workers and ticker at once, without a word."""
    for pid in everything_below(server.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait(30)


@pytest.mark.slow
def test_killed_under_load_time_and_again_nothing_answered_is_lost_or_half_done(installation):
    written, chance = Written(), random.Random(20261123)
    for left in reversed(range(KILLS)):
        server, before = Server(installation.folder, extra=installation.settings).start(), len(written.raised)
        threads = all_at_once(server.port, written, people=4, rounds=1000)
        limit = time.monotonic() + 60
        # However slow the machine is, something of each kind is answered before the last of them.
        while (len(written.raised) == before or not (left or written.accepted)) and time.monotonic() < limit:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.05, 0.8))
        kill(server)
        for thread in threads:
            thread.join(90)
        assert len(written.raised) > before, "killed before anything was written: that proves nothing"
        assert installation.lost(written) == {}
        assert installation.half_done() == {}
    assert written.odd == []
    assert written.accepted
    counted = qiao("check-clocks", folder=installation.folder, **installation.settings)
    assert counted.returncode == 0, counted.stdout[-2000:] + counted.stderr[-2000:]


def test_ten_writers_at_once_are_all_served(installation):
    written = Written()
    server = Server(installation.folder, extra=installation.settings).start()
    try:
        for thread in all_at_once(server.port, written, people=10, rounds=12):
            thread.join(240)
    finally:
        server.stop()
    assert written.odd == []
    assert len(written.raised) == len(set(written.raised)) == 120
    assert len(written.comments) == 120
    assert installation.lost(written) == {}
    assert installation.half_done() == {}
    assert "Traceback" not in server.log
    assert "locked" not in server.log
