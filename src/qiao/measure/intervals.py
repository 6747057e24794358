"""Intervals for shares, differences of shares, means and the recommendation net score."""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from . import gates
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

    >>> wilson(8, 10).low.__round__(3), wilson(8, 10).high.__round__(3)
    (0.49, 0.943)
    """
    z = z_value(level)
    if np.ndim(successes) == 0 and np.ndim(n) == 0:
        return _wilson_one(float(np.asarray(successes)), float(np.asarray(n)), z, level, gate)
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
    )


def _wilson_one(k: float, n: float, z: float, level: float, gate: str) -> Result:
    finite = np.isfinite(k) and np.isfinite(n)
    if not finite or n <= 0 or not 0 <= k <= n:
        count = int(n) if finite and n > 0 else 0
        broken = gates.refuse(
            count, "empty" if finite and n == k == 0 else "impossible_count", part=k, whole=n
        )
        return Result(n=count, estimate=None, level=level, method="wilson", verdict=broken, kind="share")
    low, high = _wilson_bounds(np.asarray(k), np.asarray(n), z)
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
