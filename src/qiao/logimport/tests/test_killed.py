"""An import that is killed in the middle: what is there is whole, and the next run brings the rest."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from qiao.eventlog.tests.logs import write_csv

CASES = 15_000
WAIT = 120  # seconds, on a machine that does much else


def qiao(folder, *arguments, **options):
    left_out = ("QIAO_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return subprocess.Popen(
        [sys.executable, "-m", "qiao.cli", *map(str, arguments)],
        env={**environment, "QIAO_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def count(folder, query):
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        return database.execute(query).fetchone()[0]


@pytest.mark.slow
def test_a_killed_import_leaves_whole_requests_and_the_next_one_completes_it(tmp_path):
    log = write_csv(
        tmp_path / "long.csv",
        [
            (
                f"c{case:05}",
                activity,
                f"2026-03-{1 + case % 28:02}T0{hour}:00:00Z",
                "Tao",
                "AB"[(case + hour) % 2],
            )
            for case in range(CASES)
            for hour, activity in enumerate(("Accepted", "Accepted", "Closed"))
        ],
    )
    assert qiao(tmp_path, "migrate").wait(WAIT) == 0
    running = qiao(tmp_path, "import-log", log)
    until = time.monotonic() + WAIT
    while not count(tmp_path, "SELECT count(*) FROM logimport_importedcase"):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait(WAIT)
    there = count(tmp_path, "SELECT count(*) FROM logimport_importedcase")
    assert 0 < there < CASES, "it was too quick to be killed: make the log longer"
    whole = (
        "SELECT count(*) FROM desk_request r"
        " WHERE hop_count = (SELECT count(*) FROM desk_hop h WHERE h.request_id = r.id)"
    )
    assert count(tmp_path, whole) == count(tmp_path, "SELECT count(*) FROM desk_request") == there

    output, errors = qiao(tmp_path, "import-log", log).communicate(timeout=WAIT)
    assert b"An earlier import of this log had been interrupted" in output, errors
    assert count(tmp_path, whole) == CASES
    assert count(tmp_path, "SELECT count(DISTINCT number) FROM desk_request") == CASES
    assert count(tmp_path, "SELECT last FROM desk_numberseries WHERE year = 2026") == CASES
    assert count(tmp_path, "SELECT count(*) FROM desk_handoff") == 2 * CASES
