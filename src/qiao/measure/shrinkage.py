"""Small departments' means, drawn towards the whole by as much as their smallness deserves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column
from .grouped import OneWay, one_way
from .refusal import refusing, too_few
from .result import Floats, Result, t_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunken(Result):
    """One department: `estimate` is the shrunken mean, `raw` the plain one, `weight` its λ."""

    raw: float = 0.0
    weight: float = 0.0
    p_below: float | None = None

    def facts(self) -> dict[str, Any]:
        """Adds the plain mean and the probability of being below the target."""
        return {**Result.facts(self), "raw": self.raw, "p_below": self.p_below}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrinkage(Result):
    """`estimate` is the overall mean μ; `departments` hold one result each, in the order of names."""

    tau2: float = 0.0
    sigma2: float = 0.0
    departments: Mapping[str, Shrunken] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Adds how many departments stand out."""
        apart = sum(_apart(d, self.estimate) for d in self.departments.values())
        return {**Result.facts(self), "departments": len(self.departments), "apart": apart}


def _apart(one: Shrunken, mean: float | None) -> bool:
    if mean is None or one.low is None or one.high is None:
        return False
    return not one.low <= mean <= one.high


@refusing(Shrinkage, "empirical Bayes", "shrinkage")
def shrink(
    values: Column, groups: ArrayLike, *, target: float | None = None, level: float = 0.95
) -> Shrinkage:
    """Shrunken means of departments: θ̃ = μ + λ(ȳ−μ), λ = τ²/(τ²+σ²/n).

    τ² = max(0, (MSB−MSW)/n0), σ² = MSW (equal to REML when balanced), μ weighted by 1/(τ²+σ²/n).
    Intervals after Morris 1983, JASA 78, 47–55, with t(J−1): they include that μ and τ² are estimated. With a
    `target`, `p_below` is the probability of lying below it. Never a ranking.
    Reasons: too_few (4 departments), no_variation. Shown from 8 departments (each from 5 answers).
    """
    layout = one_way(values, groups)
    if layout.groups < 4:
        raise too_few(layout.groups, gates.minimum("shrinkage"), "departments")
    tau2 = max(0.0, (layout.between - layout.within) / layout.n0)
    noise = np.maximum(layout.within, 1e-300) / layout.sizes
    trust = tau2 / (tau2 + noise)
    weights = 1 / (tau2 + noise)
    mean = float((weights * layout.means).sum() / weights.sum())
    centre = mean + trust * (layout.means - mean)
    spread = np.sqrt(_morris_variance(layout, noise, trust, mean))
    half = t_value(level, layout.groups - 1) / np.sqrt(weights.sum())
    return Shrinkage(
        n=layout.n,
        estimate=mean,
        low=mean - float(half),
        high=mean + float(half),
        level=level,
        method="empirical Bayes",
        verdict=gates.verdict("shrinkage", layout.groups),
        kind="shrinkage",
        tau2=tau2,
        sigma2=layout.within,
        departments=_each(layout, centre, spread, trust, target, level),
    )


def _morris_variance(layout: OneWay, noise: Floats, trust: Floats, mean: float) -> Floats:
    k = layout.groups
    pull = 1 - trust
    own = noise * (1 - (k - 1) / k * pull)
    unsure = 2 / max(k - 3, 1) * pull**2 * (layout.means - mean) ** 2
    return np.asarray(own + unsure)


def _each(
    layout: OneWay, centre: Floats, spread: Floats, trust: Floats, target: float | None, level: float
) -> dict[str, Shrunken]:
    wide, found = t_value(level, layout.groups - 1), {}
    enough = gates.verdict("shrinkage", layout.groups)
    for i, name in enumerate(layout.names):
        n, middle, sd = int(layout.sizes[i]), float(centre[i]), float(spread[i])
        below = None if target is None else NormalDist(middle, max(sd, 1e-12)).cdf(target)
        found[name] = Shrunken(
            n=n,
            estimate=middle,
            low=middle - wide * sd,
            high=middle + wide * sd,
            level=level,
            method="empirical Bayes",
            verdict=gates.verdict("score", n) if enough else enough,
            kind="shrunken",
            raw=float(layout.means[i]),
            weight=float(trust[i]),
            p_below=below,
        )
    return found


def expected_range(groups: int, n: int, sd: float) -> float:
    """Largest minus smallest mean to expect among equal groups of n by chance alone.

    sd/√n · ∫ 1 − Φ^k − (1−Φ)^k. Source: Tippett 1925, Biometrika 17, 364–387. Units: those of sd.
    Raises ValueError for fewer than two groups, n < 1 or a negative sd.

    >>> round(expected_range(12, n=8, sd=0.8), 2)
    0.92
    """
    from scipy.special import ndtr

    if groups < 2 or n < 1 or sd < 0:
        raise ValueError("at least two groups, n ≥ 1 and sd ≥ 0")
    grid = np.linspace(-12, 12, 24001)
    phi = ndtr(grid)
    width = np.trapezoid(1 - phi**groups - (1 - phi) ** groups, grid)
    return float(width * sd / np.sqrt(n))
