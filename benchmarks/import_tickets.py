"""How fast the tickets of another service desk are imported, end to end, and in how much memory.

    python -m benchmarks.import_tickets [--tickets 2000]

One ``qiao import-tickets`` in a process and a database of its own, start-up included; then the same export
once more, which must bring nothing, and ``qiao check-clocks``, which must find no difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.import_log import speed_of_this_machine

START = datetime(2022, 1, 3, 8, tzinfo=UTC)
STATES = ("closed",) * 8 + ("open", "pending reminder")


def records(many: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Tickets with two to four articles, from 900 customers to 60 agents in 12 groups."""
    chance = random.Random(seed)
    for n in range(1, many + 1):
        at = START + timedelta(minutes=17 * n)
        agent, state = f"agent{chance.randrange(60)}@plant.example", chance.choice(STATES)
        ended = {"close_at": stamp(at + timedelta(days=3))} if state == "closed" else {}
        people = {"owner": agent, "customer": f"c{chance.randrange(900)}@plant.example"}
        yield {
            "id": n,
            "number": f"{20000 + n}",
            "title": f"Machine {n % 97} stands still",
            "group": f"Group {n % 12}",
            "state": state,
            "priority": "3 high" if n % 9 == 0 else "2 normal",
            "created_at": stamp(at),
            "first_response_at": stamp(at + timedelta(hours=1)),
            **people,
            **ended,
        }
        for k in range(chance.choice((2, 3, 4))):
            yield {
                "id": n * 10 + k,
                "ticket_id": n,
                "body": f"What was seen, tried and found, part {k}. " * 5,
                "internal": k == 2,
                "created_by": people["customer"] if k == 0 else agent,
                "created_at": stamp(at + timedelta(hours=2 * k)),
            }


def stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def run(arguments: list[str], environment: dict[str, str]) -> tuple[str, float, float, int]:
    """What one command printed, its seconds by the clock and of CPU, and its memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "qiao.cli", *arguments], env=environment, stdout=subprocess.PIPE
    )
    output = process.stdout.read().decode() if process.stdout else ""
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"qiao {arguments[0]} failed: {output[-500:]}")
    return output, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main() -> None:
    """Writes the export, imports it twice, counts the clocks again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tickets", type=int, default=2_000)
    many = parser.parse_args().tickets
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as folder:
        path = Path(folder) / "tickets.json"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records(many))
        data = Path(folder) / "data"
        environment = {**os.environ, "QIAO_DATA": str(data), "PYTHONDONTWRITEBYTECODE": ""}
        run(["migrate"], environment)
        again = ["import-tickets", str(path), "--from", "zammad", "--json"]
        for wanted in ("added", "same"):
            before = speed_of_this_machine()
            output, wall, cpu, memory = run(again, environment)
            told = json.loads(output)
            if told[wanted] != many:
                raise SystemExit(f"{wanted}: {told[wanted]} of {many}")
            print(
                f"{many:,} tickets, {told['comments']:,} comments, {wanted}: {wall:.0f} s wall,"
                f" {cpu:.0f} s CPU,"
                f" {many / cpu:,.0f}/s CPU, {memory} MB (machine {before:.0f} M additions/s)",
                flush=True,
            )
        size = (data / "qiao.sqlite3").stat().st_size // 2**20
        print(f"database {size} MB, export {path.stat().st_size // 2**20} MB", flush=True)
        said, wall, cpu, memory = run(["check-clocks"], environment)
        print(f"{said.strip().splitlines()[-1]} ({cpu:.0f} s CPU, {memory} MB)")


if __name__ == "__main__":
    main()
