"""The four real logs: where they are, how each is read, and what is known about them (FACTS.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400


def folder() -> Path:
    """Where the real data sets lie: named by QIAO_TEST_DATA, or beside the checkout."""
    return Path(os.environ.get("QIAO_TEST_DATA") or ROOT.parent / "shared" / "data")


@dataclass(frozen=True)
class Fact:
    """One figure of FACTS.md: ``key`` as the report calls it."""

    key: str
    value: float
    text: str
    tolerance: float = 0.0


@dataclass(frozen=True)
class RealLog:
    """One file with the mapping that its facts presuppose; ``guessed`` when the guess finds it by itself."""

    name: str
    file: str
    facts: tuple[Fact, ...]
    options: tuple[str, ...] = ()
    deadline: bool = False
    more: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return folder() / self.file


def _facts(days: float | None, **figures: float) -> tuple[Fact, ...]:
    found = [Fact(key, value, f"{value:,.0f}") for key, value in figures.items()]
    if days is not None:
        found.append(Fact("median_duration_s", days * DAY, f"{days} d", tolerance=0.00005 * DAY))
    return tuple(found)


CLOSED = _facts(
    82.0222, cases=1487, events=6660, activities=7, resources=585, teams=324, handoffs=655,
    cases_without_handoff=1207, bounces=186, cases_with_bounce=107,
)  # fmt: skip
OPEN = _facts(
    1.7308, cases=819, events=2351, activities=5, teams=187, handoffs=221, cases_without_handoff=718,
    bounces=54, cases_with_bounce=31,
)  # fmt: skip
HELPDESK = _facts(
    39.8592, cases=4580, events=21348, activities=14, resources=22, teams=22, handoffs=8648,
    cases_without_handoff=3, bounces=306, cases_with_bounce=269,
)  # fmt: skip
WORKGROUPS = _facts(
    39.8592, cases=4580, events=21348, activities=14, teams=4, handoffs=11, cases_without_handoff=4575
)
RECEIPT = (
    *_facts(None, cases=1434, events=8577, activities=27, resources=48, teams=10),
    Fact("median_duration_s", 2868.58, "2,868.58 s", tolerance=0.005),
)
# The last event stands after the deadline in 92 cases.
LATE = {"late": 92, "with_deadline": 1434}

LOGS = (
    RealLog(
        "BPI 2013 closed problems, XES",
        "bpi2013_closed_problems/BPI_Challenge_2013_closed_problems.xes.gz",
        CLOSED,
    ),
    RealLog(
        "BPI 2013 closed problems, CSV", "bpi2013_closed_problems/VINST_cases_closed_problems.csv.gz", CLOSED
    ),
    RealLog("BPI 2013 open problems, CSV", "bpi2013_open_problems/VINST_cases_open_problems.csv.gz", OPEN),
    RealLog("Italian help desk, CSV", "helpdesk_it/helpdesk_finale.csv.gz", HELPDESK),
    RealLog("Italian help desk, XES", "helpdesk_it/helpdesk.xes.gz", HELPDESK),
    RealLog(
        "Italian help desk by workgroup, CSV",
        "helpdesk_it/helpdesk_finale.csv.gz",
        WORKGROUPS,
        ("--team", "workgroup"),
        more={"cases_with_handoff": 5},
    ),
    RealLog("Receipt phase (WABO), CSV", "receipt_wabo/receipt.csv.gz", RECEIPT, more=LATE),
    RealLog("Receipt phase (WABO), XES", "receipt_wabo/receipt.xes.gz", RECEIPT, more=LATE),
)
