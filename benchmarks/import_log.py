"""How fast logs are imported, end to end, and in how much memory.

    python benchmarks/import_log.py [--events 200000] [--real FOLDER]

Each import is one ``qiao import-log`` in a process and a database of its own, start-up included. With
``DATABASE_URL`` set (``python -m tools.postgresql python benchmarks/import_log.py``) that database is used.
The counts of every report are checked before a time is printed.
"""

from __future__ import annotations

import argparse
import csv
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
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import psycopg

FIELDS = ("case id", "activity", "timestamp", "resource", "team", "product", "priority", "site", "machine")
STEPS = ("Queued", "Accepted", "In progress", "Wait", "In progress", "Resolved", "Closed")
START = datetime(2024, 1, 1, tzinfo=UTC)
LOOP = 3_000_000


def events(many: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Cases of about five events that travel between 60 teams; events of a case lie scattered."""
    chance = random.Random(seed)
    waiting: list[tuple[str, ...]] = []
    case = made = 0
    while made < many:
        case += 1
        at = START + timedelta(minutes=case * 3)
        team = chance.randrange(60)
        for step in STEPS[: chance.choice((3, 4, 5, 6, 7))]:
            at += timedelta(seconds=chance.randrange(30, 90_000))
            team = chance.randrange(60) if chance.random() < 0.2 else team
            person = f"Person {team * 8 + chance.randrange(8)}"
            about = (
                f"Product {case % 300}",
                "High" if case % 9 == 0 else "Medium",
                f"Site {case % 4}",
                f"M{case % 97}",
            )
            waiting.append((f"C-{case:07}", step, at.isoformat(), person, f"Team {team}", *about))
        if len(waiting) > 2000:
            chance.shuffle(waiting)
            yield from waiting[: many - made]
            made += len(waiting)
            waiting = []


def write_csv(path: Path, many: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([FIELDS, *events(many)])
    return path


def write_xes(path: Path, many: int) -> Path:
    """The same events, those of a case together as XES wants them."""
    with path.open("w", encoding="utf-8") as file:
        file.write("<log>\n")
        last = ""
        for case, *rest in sorted(events(many)):
            if case != last:
                file.write("</trace>\n" if last else "")
                file.write(f"<trace><string key='concept:name' value='{case}'/>\n")
                last = case
            keys = ("concept:name", "time:timestamp", "org:resource", "org:group", *FIELDS[5:])
            values = "".join(xes_value(key, value) for key, value in zip(keys, rest, strict=True))
            file.write(f"<event>\n{values}</event>\n")
        file.write("</trace>\n</log>\n")
    return path


def xes_value(key: str, value: str) -> str:
    kind = "date" if key.startswith("time") else "string"
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>\n"


def speed_of_this_machine() -> float:
    """Millions of additions in a second of CPU just now: a shared machine is slower even in CPU time."""
    start, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return LOOP / (time.process_time() - start) / 1e6


def postgresql() -> dict[str, str]:
    """A fresh database on the server of DATABASE_URL, when there is one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return {}
    name = f"qiao_bench_{time.time_ns()}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}


def run(path: Path, name: str) -> None:
    """Imports one file into a fresh database and prints what it took."""
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as folder:
        environment = {**os.environ, "QIAO_DATA": folder, "PYTHONDONTWRITEBYTECODE": "", **postgresql()}
        qiao = [sys.executable, "-m", "qiao.cli"]
        subprocess.run([*qiao, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        before = speed_of_this_machine()
        start = time.perf_counter()
        process = subprocess.Popen(
            [*qiao, "import-log", str(path), "--json", "--name", name],
            env=environment,
            stdout=subprocess.PIPE,
        )
        output = process.stdout.read() if process.stdout else b""
        _pid, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{path.name}: the import failed")
    report = json.loads(output)
    events_, cpu = report["events"], used.ru_utime + used.ru_stime
    print(
        f"{path.name:<46} {events_:>8,} events {report['cases']:>7,} cases{wall:6.2f} s wall {cpu:6.2f} s CPU"
        f" {events_ / wall:>7,.0f}/s wall {events_ / cpu:>7,.0f}/s CPU {used.ru_maxrss // 1024:>5} MB"
        f" (machine {before:.0f} M additions/s)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--real", type=Path, help="folder with the four real logs")
    wanted = parser.parse_args()
    for path in sorted(wanted.real.glob("*/*.gz")) if wanted.real else ():
        if path.name.endswith((".xes.gz", ".csv.gz")) and "message" not in path.name:
            run(path, path.name.split(".")[0] + path.name.split(".")[1])
    with tempfile.TemporaryDirectory(prefix="qiao-bench-logs-") as folder:
        for many in (wanted.events // 4, wanted.events, wanted.events * 2):
            run(write_csv(Path(folder) / f"synthetic-{many}.csv", many), f"csv{many}")
        run(write_xes(Path(folder) / f"synthetic-{wanted.events}.xes", wanted.events), "xes")


if __name__ == "__main__":
    main()
