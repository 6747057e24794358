"""Speed of `measure`: a million answers, 500 cuts of 10,000 respondents, and what importing it costs.

Run: python -m benchmarks.measure_speed. Times are CPU seconds of this process, because machines are shared;
every answer is checked before it is timed. Beside them the ratio to one sum of a million in the same run.
"""

import os
import subprocess
import sys
import timeit
from collections.abc import Callable
from time import process_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from qiao import measure

MILLION = 1_000_000
PEOPLE, CUTS = 10_000, 500
RNG = np.random.default_rng(20260101)
IMPORT = (
    "import time; t = time.process_time(); from qiao import measure; a = time.process_time() - t; "
    "measure.wilson(8, 10); print(a, time.process_time() - t)"
)


def seconds(ask: Callable[[], object]) -> float:
    """The best CPU time of one call."""
    return min(timeit.Timer(ask, timer=process_time).repeat(5, 1))


def imports() -> tuple[float, float]:
    """CPU seconds of importing the package, and of that and the first Wilson interval; bytecode warm."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = []
    for _ in range(4):
        said = subprocess.run(
            [sys.executable, "-c", IMPORT], env=environment, capture_output=True, text=True, check=True
        ).stdout
        runs.append(tuple(float(part) for part in said.split()))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def organisation() -> dict[str, np.ndarray]:
    """500 cuts as on pages: the whole, divisions, departments, levels, and crossings of them."""
    department, level = RNG.integers(0, 150, PEOPLE), RNG.integers(0, 4, PEOPLE)
    division = department // 15
    cuts = {"all": np.ones(PEOPLE, np.bool_)}
    cuts |= {f"division {d}": division == d for d in range(10)}
    cuts |= {f"department {d}": department == d for d in range(150)}
    cuts |= {f"level {k}": level == k for k in range(4)}
    cuts |= {f"division {d} level {k}": (division == d) & (level == k) for d in range(10) for k in range(4)}
    pairs = [(d, k) for d in range(150) for k in range(4)][: CUTS - len(cuts)]
    return cuts | {f"department {d} level {k}": (department == d) & (level == k) for d, k in pairs}


def anonymity() -> list[tuple[str, float]]:
    """A whole page of 500 figures, and one more figure for a wave that has 500 released."""
    pages = {
        "organisation": organisation(),
        "random": {str(i): RNG.random(PEOPLE) < 0.2 for i in range(CUTS)},
    }
    found = []
    for name, cuts in pages.items():
        page = measure.releasable(cuts)
        assert len(cuts) == CUTS
        assert page.audit is not None
        assert page.audit.safe
        found.append(
            (f"releasable: 500 cuts of 10,000, {name}", seconds(lambda c=cuts: measure.releasable(c)))
        )
    places = {name: np.flatnonzero(mask) for name, mask in pages["random"].items()}
    found.append(
        ("releasable: 500 cuts as lists of positions, random", seconds(lambda: measure.releasable(places)))
    )
    wave = measure.Register()
    measure.releasable(pages["organisation"], wave)
    extra = {"first half": np.arange(PEOPLE) < PEOPLE // 2}
    found.append(
        ("releasable: one cut against a register of 500", seconds(lambda: measure.releasable(extra, wave)))
    )
    return found


def vectors() -> list[tuple[str, float]]:
    """The forms that take arrays, at a million."""
    n = RNG.integers(1, 500, MILLION)
    k = RNG.integers(0, n + 1)
    assert measure.wilson(k, n)[7] == measure.wilson(int(k[7]), int(n[7]))
    answers = RNG.integers(1, 6, (MILLION // 5, 5)).astype(float) + RNG.normal(size=(MILLION // 5, 1))
    holes = np.where(RNG.random(answers.shape) < 0.02, np.nan, answers)
    teams, rating = RNG.integers(0, 500, MILLION), RNG.integers(1, 6, MILLION)
    who = RNG.integers(0, 300_000, MILLION)
    time, done = RNG.exponential(5, MILLION).round(2), RNG.random(MILLION) < 0.8
    return [
        ("wilson: 1,000,000 shares", seconds(lambda: measure.wilson(k, n))),
        (
            "newcombe_many: 1,000,000 differences",
            seconds(lambda: measure.newcombe_many(k, n, k[::-1], n[::-1])),
        ),
        ("likert_mean: 1,000,000 answers", seconds(lambda: measure.likert_mean(rating))),
        ("likert_mean: of 300,000 people", seconds(lambda: measure.likert_mean(rating, respondents=who))),
        ("cronbach_alpha: 1,000,000 answers, listwise", seconds(lambda: measure.cronbach_alpha(holes))),
        (
            "cronbach_alpha: 1,000,000 answers, pairwise",
            seconds(lambda: measure.cronbach_alpha(holes, missing="pairwise")),
        ),
        ("icc: 1,000,000 answers, 500 departments", seconds(lambda: measure.icc(rating, teams))),
        ("shrink: 1,000,000 answers, 500 departments", seconds(lambda: measure.shrink(rating, teams))),
        ("kaplan_meier: 1,000,000 cases", seconds(lambda: measure.kaplan_meier(time, done))),
    ]


def main() -> None:
    """Prints the table."""
    numbers = RNG.normal(size=MILLION)
    unit = seconds(lambda: numbers.sum())
    first, both = imports()
    rows = [
        ("from qiao import measure", first),
        ("… and the first interval (numpy)", both),
        *vectors(),
        *anonymity(),
    ]
    lines = ["| What | CPU, ms | × one sum of a million |", "|---|---|---|"]
    lines += [f"| {what} | {1000 * took:.1f} | {took / unit:.0f} |" for what, took in rows]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
