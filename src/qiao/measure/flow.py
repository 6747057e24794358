"""Hand-offs and promises of requests: definitions once, for one case at a time.

Large event logs are counted by `eventlog` with the same definitions.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .intervals import wilson
from .refusal import refusal, refusing
from .result import Result


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one case through departments, consecutive events of the same one collapsed."""

    departments: tuple[Hashable, ...]
    handovers: int
    ping_pong: bool
    bounces: int
    oscillation: bool
    revisit: bool
    reopened: bool
    first_assignment_resolution: bool


def path(departments: Iterable[Hashable], *, resolved: bool = True, reopened: bool = False) -> Path:
    """Hand-overs = length − 1; ping-pong c_i = c_(i+2); oscillation A→B→A→B; revisit any twice.

    `bounces` counts every ping-pong; first-assignment resolution is resolved without a hand-over and
    not reopened. A return tagged "information missing" is counted apart by the caller.

    >>> way = path(["A", "A", "B", "A", "B", "C"])
    >>> way.handovers, way.ping_pong, way.oscillation, way.bounces
    (4, True, True, 2)
    """
    way = tuple(name for name, _ in groupby(departments))
    back = [way[i] == way[i + 2] for i in range(len(way) - 2)]
    handovers = max(0, len(way) - 1)
    return Path(
        departments=way,
        handovers=handovers,
        ping_pong=any(back),
        bounces=sum(back),
        oscillation=any(a and b for a, b in pairwise(back)),
        revisit=len(set(way)) < len(way),
        reopened=reopened,
        first_assignment_resolution=resolved and not reopened and len(way) == 1,
    )


def handover_of_work(paths: Iterable[Sequence[Hashable]]) -> dict[tuple[Hashable, Hashable], float]:
    """Share of all hand-overs that go i → j, self-loops excluded; empty when there is none.

    Source: van der Aalst, Reijers & Song 2005, Computer Supported Cooperative Work 14, 549–593.
    """
    counts: Counter[tuple[Hashable, Hashable]] = Counter()
    for departments in paths:
        counts.update((a, b) for a, b in pairwise(departments) if a != b)
    total = counts.total()
    return {pair: count / total for pair, count in counts.items()}


@refusing(Result, "touch time over all time", "flow_efficiency")
def flow_efficiency(touch: float, wait: float, *, n: int, logged: bool = False) -> Result:
    """Touch/(touch + wait). Without logged work it is only 处理状态占比, the share in state "working".

    Units: both times alike; share 0–1. n cases. Reasons: empty, out_of_range. Shown from 5.
    """
    from . import gates

    if touch < 0 or wait < 0:
        raise refusal(n, "out_of_range", where="time", low=0, high="∞")
    if n <= 0 or touch + wait == 0:
        raise refusal(max(n, 0), "empty")
    return Result(
        n=n,
        estimate=touch / (touch + wait),
        method="touch time over all time",
        verdict=gates.verdict("score", n),
        kind="flow_efficiency" if logged else "working_state",
    )


@refusing(Result, "wilson", "attainment")
def attainment(met: int, closed: int, breached_open: int = 0, *, level: float = 0.95) -> Result:
    """Promises kept: met/(closed + open and already breached), Wilson.

    Open requests past their promise count as not kept, so that leaving work undone never looks good.
    Ask twice, with and without pauses. Reasons: empty, impossible_count. Shown from 5.
    """
    if breached_open < 0 or met > closed:
        raise refusal(max(closed, 0), "impossible_count", part=met, whole=closed)
    found = wilson(met, closed + breached_open, level=level)
    if found.estimate is None and found.reason is not None:
        raise refusal(found.n, found.reason.code, **found.reason.params)
    return Result(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        level=level,
        method="wilson",
        verdict=found.verdict,
        kind="attainment",
    )
