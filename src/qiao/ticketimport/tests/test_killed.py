"""An import that is killed in the middle: what is there is whole, and the next run brings the rest."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

TICKETS = 6_000
WAIT = 180  # seconds, on a machine that does much else


def qiao(folder, *arguments):
    left_out = ("QIAO_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return subprocess.Popen(
        [sys.executable, "-m", "qiao.cli", *map(str, arguments)],
        env={**environment, "QIAO_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def count(folder, query):
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        return database.execute(query).fetchone()[0]


def records():
    for n in range(TICKETS):
        day, agent = f"2026-03-{1 + n % 28:02}", f"a{n % 9}@x.example"
        times = {"created_at": f"{day}T08:00:00Z", "close_at": f"{day}T10:00:00Z"}
        people = {"owner": agent, "customer": f"c{n % 90}@x.example", "group": f"G{n % 7}"}
        yield {"id": n, "number": f"{n:06}", "title": f"Ticket {n}", "state": "closed", **people, **times}
        said = {"body": f"answer {n}", "internal": True, "created_by": agent}
        yield {"id": n, "ticket_id": n, "created_at": f"{day}T09:00:00Z", **said}


@pytest.mark.slow
def test_a_killed_import_leaves_whole_requests_and_the_next_one_completes_it(tmp_path):
    path = tmp_path / "tickets.json"
    path.write_text("\n".join(map(json.dumps, records())), encoding="utf-8")
    assert qiao(tmp_path, "migrate").wait(WAIT) == 0
    running = qiao(tmp_path, "import-tickets", path, "--from", "zammad")
    until = time.monotonic() + WAIT
    while not count(tmp_path, "SELECT count(*) FROM ticketimport_importedticket"):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait(WAIT)
    there = count(tmp_path, "SELECT count(*) FROM ticketimport_importedticket")
    assert 0 < there < TICKETS, "it was too quick to be killed: make the export longer"
    whole = (
        "SELECT count(*) FROM desk_request r"
        " WHERE hop_count = (SELECT count(*) FROM desk_hop h WHERE h.request_id = r.id)"
        " AND EXISTS (SELECT 1 FROM desk_comment c WHERE c.request_id = r.id)"
        " AND EXISTS (SELECT 1 FROM ledger_event e"
        " WHERE e.subject_id = r.id AND e.kind = 'request.confirmed')"
    )
    assert count(tmp_path, whole) == count(tmp_path, "SELECT count(*) FROM desk_request") == there

    output, errors = qiao(tmp_path, "import-tickets", path, "--from", "zammad").communicate(timeout=WAIT)
    assert b"An earlier import" in output, errors
    assert count(tmp_path, whole) == TICKETS
    assert count(tmp_path, "SELECT count(DISTINCT number) FROM desk_request") == TICKETS
    assert count(tmp_path, "SELECT count(*) FROM desk_comment") == TICKETS
    assert count(tmp_path, "SELECT last FROM desk_numberseries WHERE year = 2026") == TICKETS
