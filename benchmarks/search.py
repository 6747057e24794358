"""Search at 10,000, 100,000 and a million requests, on both databases, asked by three people.

Run: ``python -m benchmarks.search [--sizes 10000,100000] [--database sqlite|postgresql] [--rounds 20]``.
"""

import argparse
import os
import platform
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.desk import DATABASES, measured

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks" / "search.md"
SIZES = "10000,100000,1000000"
HEAD = """# Search at {sizes} requests

Made by `python -m benchmarks.search` ({machine}).

Milliseconds by the clock on the wall from the question to the rows of the answer, the database's own
process included: median / 95th percentile of {rounds} askings each. The text of every request names a thing,
a trouble, an English sentence and a machine of its own; a common word stands in one of twelve requests.
Whoever leads everything sees all but the confidential ones; the head of a department a twentieth; a member
of a team what the team touched. The aim is a median below 100 ms at a million.
"""


def table(measured: list[dict[str, Any]]) -> str:
    """A row for each question and asker, a column for each size."""
    sizes = sorted({each["size"] for each in measured})
    rows: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for each in measured:
        rows[each["what"], each["who"]][each["size"]] = f"{each['p50']:.0f} / {each['p95']:.0f}"
    head = ["Asked", "By", *(f"{size:,}" for size in sizes)]
    lines = [head, ["---"] * 2 + ["---:"] * len(sizes)]
    lines += [[what, who, *(cells[size] for size in sizes)] for (what, who), cells in rows.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Measures, prints the tables, and keeps them when everything was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    told = {
        each: table(measured("benchmarks._desk.searching", each, chosen.sizes, chosen.rounds))
        for each in chosen.database or DATABASES
    }
    text = "\n".join(f"## {name}\n\n{rows}" for name, rows in told.items())
    print(text)
    if chosen.sizes == SIZES and not chosen.database:
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        sizes = ", ".join(f"{int(size):,}" for size in chosen.sizes.split(","))
        PAGE.write_text(
            f"{HEAD.format(sizes=sizes, machine=machine, rounds=chosen.rounds)}\n{text}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
