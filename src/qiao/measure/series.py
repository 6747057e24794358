"""Before and after in time: interrupted time series and CUSUM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Column, vector
from .charts import D2
from .refusal import Refusal, refusal, refusing, too_few
from .result import Floats, Result, t_value

LEAST = 4  # points on each side that the four coefficients need at the very least


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption(Result):
    """`estimate` is the change of level at the date (β2); always approximate (近似).

    `placebo` maps every earlier date that was tried to its t value; `placebo_share` tells how often a
    date at which nothing happened looks at least as impressive.
    """

    slope_change: Result | None = None
    rho: float = 0.0
    t: float = 0.0
    p: float = 1.0
    placebo: Mapping[int, float] = field(default_factory=dict)
    placebo_share: float | None = None
    approximate: bool = True

    def facts(self) -> dict[str, Any]:
        """Adds the placebo share."""
        share = self.placebo_share
        return {**Result.facts(self), "placebo": 0.0 if share is None else share}


def _design(n: int, start: int) -> Floats:
    time = np.arange(n, dtype=np.float64)
    after = (time >= start).astype(np.float64)
    return np.column_stack([np.ones(n), time, after, (time - start) * after])


def _gls(y: Floats, x: Floats) -> tuple[Floats, Floats, float, float]:
    """Coefficients, standard errors, ρ and degrees of freedom of a GLS fit with AR(1) errors.

    Whitened by Prais & Winsten 1954, then statsmodels OLS: the same as GLS with the full matrix. Two
    cautions, without which short series claim too much: a negative ρ̂ is not used to narrow the
    interval, and n counts only as n(1−ρ)/(1+ρ) independent points in the degrees of freedom.
    """
    import statsmodels.api as sm

    n = y.size
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if float(residual @ residual) <= 1e-18 * float(y @ y + 1e-300):
        raise refusal(n, "perfect_fit")
    rho = float(residual[1:] @ residual[:-1] / (residual @ residual))
    # Residuals of a fitted line alternate too readily: the estimate is too small by about this much.
    rho = float(np.clip(rho + (4 + 4 * rho) / n, -0.95, 0.95))
    used = max(rho, 0.0)
    fit = sm.OLS(_whitened(y, used), _whitened(x, used)).fit()
    df = max(2.0, n * (1 - used) / (1 + used) - 4)
    return np.asarray(fit.params), np.asarray(fit.bse), rho, df


def _whitened(values: Floats, rho: float) -> Floats:
    """Without its AR(1) correlation; the first point is kept, scaled by √(1−ρ²)."""
    first = np.sqrt(1 - rho**2) * values[:1]
    return np.concatenate([first, values[1:] - rho * values[:-1]])


@refusing(Interruption, "AR(1) GLS, approximate", "interruption")
def interrupted_time_series(values: Column, start: int, *, level: float = 0.95) -> Interruption:
    """Change of level and of slope at a date fixed in advance; index `start` is the first point after.

    y = β0 + β1·t + β2·D + β3·(t−T0)·D, AR(1) errors, ρ̂ + (4+4ρ̂)/n. Source: Wagner et
    al. 2002, Journal of Clinical Pharmacy and Therapeutics 27, 299–309; Huitema & McKean 1991.
    Missing points are refused (not_a_number). Reasons: too_few (4 + 4), perfect_fit.
    Shown from 8 + 8 points (provisional until 12 + 12).
    """
    from scipy.special import stdtr

    y = vector(values, clean=False)
    if not np.isfinite(y).all():
        raise refusal(y.size, "not_a_number", where="values")
    smaller = min(start, y.size - start)
    if smaller < LEAST:
        need = gates.minimum("interrupted_series")
        raise too_few(max(smaller, 0), need, "points")
    beta, se, rho, df = _gls(y, _design(y.size, start))
    half = t_value(level, df) * se
    t = float(beta[2] / se[2])
    placebo = _placebo(y[:start])
    common: dict[str, Any] = {
        "n": y.size,
        "level": level,
        "method": "AR(1) GLS, approximate",
        "verdict": gates.verdict("interrupted_series", smaller),
    }
    slope = Result(
        estimate=beta[3], low=beta[3] - half[3], high=beta[3] + half[3], kind="slope_change", **common
    )
    tries = [abs(value) >= abs(t) for value in placebo.values()]
    return Interruption(
        estimate=beta[2],
        low=beta[2] - half[2],
        high=beta[2] + half[2],
        kind="interruption",
        slope_change=slope,
        rho=rho,
        t=t,
        p=2 * float(stdtr(df, -abs(t))),
        placebo=placebo,
        placebo_share=sum(tries) / len(tries) if tries else None,
        **common,
    )


def _placebo(before: Floats) -> dict[int, float]:
    """t of the level change at every date of the time before, when nothing was done."""
    found = {}
    for start in range(LEAST, before.size - LEAST + 1):
        try:
            beta, se, _, _ = _gls(before, _design(before.size, start))
        except Refusal:
            continue
        found[start] = float(beta[2] / se[2])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum(Result):
    """`estimate` is the target; sums in units of the values. `signal` the first point over H, or None.

    `began` is the point at which the sum that gave the signal left zero: when the change set in.
    """

    up: tuple[float, ...] = ()
    down: tuple[float, ...] = ()
    limit: float = 0.0
    signal: int | None = None
    began: int | None = None
    side: str | None = None

    def facts(self) -> dict[str, Any]:
        """Adds where the change began, counted from 1."""
        began = None if self.began is None else self.began + 1
        return {**Result.facts(self), "began": began, "changed": self.signal is not None, "side": self.side}


@refusing(Cusum, "tabular CUSUM", "cusum")
def cusum(
    values: Column,
    *,
    target: float | None = None,
    sigma: float | None = None,
    baseline: int | None = None,
    k: float = 0.5,
    h: float = 5.0,
) -> Cusum:
    """Tabular CUSUM with K = k·σ and H = h·σ: small lasting changes that a chart overlooks.

    C⁺_i = max(0, C⁺ + x − target − K), C⁻_i = max(0, C⁻ + target − K − x). Target: the mean, σ:
    mR̄/1.128, both of the `baseline` (all points unless given). Source: Montgomery 2013, ch. 9.
    Reasons: too_few (3), no_variation, not_a_number. Shown from 12 points.
    """
    x = vector(values, clean=False)
    if not np.isfinite(x).all():
        raise refusal(x.size, "not_a_number", where="values")
    base = x if baseline is None else x[:baseline]
    if base.size < 3:
        raise too_few(base.size, gates.minimum("xmr"), "points")
    centre = float(base.mean()) if target is None else float(target)
    spread = float(np.abs(np.diff(base)).mean()) / D2 if sigma is None else float(sigma)
    if not spread > 0:
        raise refusal(x.size, "no_variation")
    up, down = _sums(x - centre, k * spread), _sums(centre - x, k * spread)
    over = (up > h * spread) | (down > h * spread)
    signal = int(np.argmax(over)) if over.any() else None
    sums = up if signal is not None and up[signal] > h * spread else down
    began = None if signal is None else int(np.flatnonzero(np.append(0.0, sums[:signal]) == 0)[-1])
    side = None if signal is None else ("above" if sums is up else "below")
    return Cusum(
        n=x.size,
        estimate=centre,
        method="tabular CUSUM",
        verdict=gates.verdict("xmr", x.size),
        kind="cusum" if signal is not None else "cusum_quiet",
        up=tuple(map(float, up)),
        down=tuple(map(float, down)),
        limit=h * spread,
        signal=signal,
        began=began,
        side=side,
    )


def _sums(excess: Floats, allowance: float) -> Floats:
    total, found = 0.0, []
    for value in excess:
        total = max(0.0, total + float(value) - allowance)
        found.append(total)
    return np.array(found)
