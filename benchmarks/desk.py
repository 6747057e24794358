"""Pages of the desk at a thousand to a million requests with history, on both databases.

Run: ``python -m benchmarks.desk [--sizes 1000,10000] [--database sqlite|postgresql] [--rounds 40]``.
Processor time of the server for one request through all of its middleware, beside a bare Django view of
fifty joined rows that is asked in turn with it. Status and content are checked before anything is timed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks._desk.table import table
from tools import postgresql

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks" / "desk.md"
SIZES = "1000,10000,100000,1000000"
DATABASES = ("sqlite", "postgresql")
JUDGED = "## What was aimed at"
HEAD = """# The desk at a thousand to a million requests

Made by `python -m benchmarks.desk` ({machine}).

Each cell is the processor time of a page as a multiple of a bare Django view that reads fifty joined rows and
draws them as a plain table: the same process, the same minutes, asked in turn ({rounds} times each); medians.
Milliseconds are of a busy machine and only say how large the multiples are; those of PostgreSQL's own process
come from the kernel's ticks. "Growth" compares the multiples of the largest and the smallest size.

The organisation has 101 units and 400 people. Everyday stories are played by the real actions and copied over
departments and weeks ({open} of a hundred are open); on top stands, the same at every size, what the measured
person sees: the head of a department with 50 rows in each list, more than 25 requests in every column of the
board, five hand-offs to answer, and a request with three hops, two pauses and four comments.
"""


@contextmanager
def address(database: str, folder: str) -> Iterator[str]:
    """The address of an empty database."""
    if database == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    with postgresql.server() as uri:
        name = f"qiao_bench_{os.getpid()}"
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield postgresql.database(uri, name)
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measured(module: str, database: str, sizes: str, rounds: int) -> list[dict[str, Any]]:
    """The JSON lines that ``module`` prints, run in a process and on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as folder, address(database, folder) as url:
        settings = {
            "QIAO_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "qiao.settings",
            "QIAO_API_CALLS_PER_MINUTE": "1000000",
        }
        done = subprocess.run(
            [sys.executable, "-m", module, sizes, str(rounds)],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def main() -> None:
    """Measures, prints the tables, and keeps them when everything was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--rounds", type=int, default=40)
    chosen = parser.parse_args()
    told = {
        each: table(measured("benchmarks._desk.run", each, chosen.sizes, chosen.rounds))
        for each in chosen.database or DATABASES
    }
    text = "\n".join(f"## {name}\n\n{rows}" for name, rows in told.items())
    print(text)
    if chosen.sizes == SIZES and not chosen.database:
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        head = HEAD.format(machine=machine, rounds=chosen.rounds, open=3)
        PAGE.write_text(f"{head}\n{text}\n{judgement()}", encoding="utf-8")


def judgement() -> str:
    """What somebody wrote below the tables: it is theirs, and stays until they change it."""
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    _, mark, words = old.partition(JUDGED)
    return mark + words


if __name__ == "__main__":
    main()
