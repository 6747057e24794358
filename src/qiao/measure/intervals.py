"""Intervals for shares, their differences, and upper bounds of quantiles."""

from math import ceil, log
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, vector
from .refusal import refusal, refusing, too_few
from .result import Bools, Floats, Result, Results, z_value


def _wilson_bounds(k: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    share = k / n
    shrink = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    # At 0 and n the formula gives exactly 0 and 1; rounding must not move them.
    low = np.where(k == 0, 0.0, np.maximum(middle - half, 0.0))
    high = np.where(k == n, 1.0, np.minimum(middle + half, 1.0))
    return low, high


@overload
def wilson(successes: int, n: int, *, level: float = 0.95, gate: str = "score") -> Result: ...
@overload
def wilson(successes: ArrayLike, n: ArrayLike, *, level: float = 0.95, gate: str = "score") -> Results: ...
def wilson(
    successes: ArrayLike, n: ArrayLike, *, level: float = 0.95, gate: str = "score"
) -> Result | Results:
    """Share with the Wilson score interval; two numbers give a Result, arrays give Results.

    (p̂ + z²/2n ± z√(p̂q̂/n + z²/4n²)) / (1 + z²/n). Source: Wilson 1927, JASA 22, 209–212.
    Units: share 0–1. Reasons: empty (n = 0), impossible_count. Shown from the gate `gate` (score: 5).

    >>> share = wilson(8, 10)
    >>> round(share.low, 3), round(share.high, 3)
    (0.49, 0.943)
    """
    z = z_value(level)
    if np.ndim(successes) == 0 and np.ndim(n) == 0:
        return _wilson_one(float(np.asarray(successes)), float(np.asarray(n)), level=level, gate=gate)
    k, total = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(n, np.float64))
    valid: Bools = (total > 0) & (k >= 0) & (k <= total) & np.isfinite(total)
    safe_n = np.where(valid, total, 1.0)
    safe_k = np.where(valid, k, 0.0)
    low, high = _wilson_bounds(safe_k, safe_n, z)
    counts = np.where(np.isfinite(total), total, 0).astype(np.int64)
    return Results(
        n=counts,
        estimate=safe_k / safe_n,
        low=np.where(valid, low, 0.0),
        high=np.where(valid, high, 0.0),
        level=level,
        method="wilson",
        enough=valid & (counts >= gates.minimum(gate)),
        valid=valid,
        verdict=gates.verdict(gate, int(counts[valid].min()) if valid.any() else 0),
        kind="share",
        gate=gate,
    )


def _check_count(k: float, n: float) -> None:
    finite = np.isfinite(k) and np.isfinite(n)
    if finite and n == k == 0:
        raise refusal(0, "empty")
    if not finite or n <= 0 or not 0 <= k <= n:
        raise refusal(int(n) if finite and n > 0 else 0, "impossible_count", part=k, whole=n)


@refusing(Result, "wilson", "share")
def _wilson_one(k: float, n: float, *, level: float, gate: str) -> Result:
    _check_count(k, n)
    low, high = _wilson_bounds(np.asarray(k), np.asarray(n), z_value(level))
    return Result(
        n=int(n),
        estimate=k / n,
        low=float(low),
        high=float(high),
        level=level,
        method="wilson",
        verdict=gates.verdict(gate, int(n)),
        kind="share",
    )


@refusing(Result, "newcombe hybrid score", "share_difference")
def newcombe(k1: float, n1: float, k2: float, n2: float, *, level: float = 0.95) -> Result:
    """Difference of two independent shares p1 − p2 with Newcombe's hybrid score interval.

    Δ − √((p1−l1)² + (u2−p2)²), Δ + √((u1−p1)² + (p2−l2)²) with Wilson bounds l, u.
    Source: Newcombe 1998, Statistics in Medicine 17, 873–890, method 10. Units: share −1…1.
    Reasons: empty, impossible_count; shown from 10 on each side (gate "comparison").

    >>> gap = newcombe(56, 70, 48, 80)
    >>> round(gap.low, 4), round(gap.high, 4)
    (0.0524, 0.3339)
    """
    _check_count(k1, n1)
    _check_count(k2, n2)
    k, n = np.array([k1, k2], np.float64), np.array([n1, n2], np.float64)
    low, high = _wilson_bounds(k, n, z_value(level))
    p = k / n
    difference = float(p[0] - p[1])
    below = float(np.hypot(p[0] - low[0], high[1] - p[1]))
    above = float(np.hypot(high[0] - p[0], p[1] - low[1]))
    return Result(
        n=int(n.sum()),
        estimate=difference,
        low=difference - below,
        high=difference + above,
        level=level,
        method="newcombe hybrid score",
        verdict=gates.verdict("comparison", int(n.min())),
        kind="share_difference",
    )


def newcombe_many(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> Results:
    """`newcombe` for arrays: differences of many pairs of shares at once (formula as there)."""
    one, other = wilson(np.atleast_1d(k1), n1, level=level), wilson(np.atleast_1d(k2), n2, level=level)
    valid = one.valid & other.valid
    difference = np.where(valid, one.estimate - other.estimate, 0.0)
    below = np.hypot(one.estimate - one.low, other.high - other.estimate)
    above = np.hypot(one.high - one.estimate, other.estimate - other.low)
    smaller = np.minimum(one.n, other.n)
    return Results(
        n=one.n + other.n,
        estimate=difference,
        low=np.where(valid, difference - below, 0.0),
        high=np.where(valid, difference + above, 0.0),
        level=level,
        method="newcombe hybrid score",
        enough=valid & (smaller >= gates.minimum("comparison")),
        valid=valid,
        verdict=gates.verdict("comparison", int(smaller[valid].min()) if valid.any() else 0),
        kind="share_difference",
        gate="comparison",
        judged=smaller,
    )


@refusing(Result, "order statistic", "quantile_bound")
def quantile_bound(values: Column, share: float = 0.85, *, level: float = 0.95) -> Result:
    """Distribution-free upper bound of a quantile: "85 % are done within this, and 95 % sure of it".

    The smallest order statistic x(r) with P(Bin(n, share) ≤ r−1) ≥ level; estimate is the sample
    quantile, high the bound. Source: Conover 1999, Practical Nonparametric Statistics, ch. 3.2.
    Units: those of the values. Needs n ≥ ln(1−level)/ln(share): 19 for P85, 59 for P95.
    """
    from scipy.special import bdtr

    if not 0 < share < 1:
        raise ValueError("share lies between 0 and 1")
    z_value(level)
    ordered = np.sort(vector(values))
    need = ceil(log(1 - level) / log(share) - 1e-9)
    name = {0.85: "p85", 0.95: "p95"}.get(share)
    if not ordered.size:
        raise refusal(0, "empty")
    if ordered.size < need:
        raise too_few(ordered.size, need, "cases")
    covered = bdtr(np.arange(ordered.size), ordered.size, share) >= level
    verdict = gates.verdict(name or "score", ordered.size, at_least=need)
    return Result(
        n=ordered.size,
        estimate=float(np.quantile(ordered, share)),
        low=None,
        high=float(ordered[int(np.argmax(covered))]),
        level=level,
        method="order statistic",
        verdict=verdict,
        kind="quantile_bound",
    )
