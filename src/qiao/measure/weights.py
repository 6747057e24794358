"""Who did not answer: weights, bounds that assume nothing, and weighted means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Column, same_length, vector
from .refusal import refusal, refusing, too_few
from .result import Floats, Result, t_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Result):
    """`weights` per group; `estimate` is n_eff, the number of equal answers they are worth."""

    weights: Mapping[str, float] = field(default_factory=dict)
    trimmed: tuple[str, ...] = ()
    response_rate: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Adds the response rate."""
        return {**Result.facts(self), "rate": self.response_rate}


@refusing(Weights, "post-stratification", "weights")
def nonresponse_weights(population: Mapping[str, float], respondents: Mapping[str, int]) -> Weights:
    """Weights that give every group the share it has among all who were asked.

    w_h = (N_h/N)/(n_h/n), trimmed at 5 × the median weight of the respondents and rescaled to mean 1;
    n_eff = (Σw)²/Σw². Source: Kish 1965, Survey Sampling, ch. 11. Units: dimensionless.
    Reasons: empty, impossible_count (more answers than people), missing_group. Shown from 5.

    >>> w = nonresponse_weights({"day": 60, "night": 40}, {"day": 10, "night": 20})
    >>> {name: round(value, 2) for name, value in w.weights.items()}, round(w.estimate, 2)
    ({'day': 1.8, 'night': 0.6}, 22.73)
    """
    names = [name for name, size in population.items() if size > 0]
    size = np.array([population[name] for name in names], np.float64)
    n_h = np.array([respondents.get(name, 0) for name in names], np.float64)
    _check_groups(names, size, n_h, respondents)
    n = int(n_h.sum())
    raw = (size / size.sum()) / (n_h / n)
    ceiling = 5 * float(np.median(np.repeat(raw, n_h.astype(int))))
    cut = np.minimum(raw, ceiling)
    final = cut * n / float((cut * n_h).sum())
    return Weights(
        n=n,
        estimate=float((final * n_h).sum() ** 2 / (final**2 * n_h).sum()),
        method="post-stratification",
        verdict=gates.verdict("score", n),
        kind="weights",
        weights=dict(zip(names, map(float, final), strict=True)),
        trimmed=tuple(name for name, w in zip(names, raw, strict=True) if w > ceiling),
        response_rate=n / float(size.sum()),
    )


def _check_groups(names: list[str], size: Floats, n_h: Floats, respondents: Mapping[str, int]) -> None:
    if not names or n_h.sum() == 0:
        raise refusal(0, "empty")
    n = int(n_h.sum())
    strangers = [name for name, count in respondents.items() if count > 0 and name not in names]
    if strangers:
        raise refusal(n, "impossible_count", part=respondents[strangers[0]], whole=0)
    for name, whole, part in zip(names, size, n_h, strict=True):
        if part > whole or part < 0:
            raise refusal(n, "impossible_count", part=part, whole=whole)
        if part == 0:
            raise refusal(n, "missing_group", group=name)


@refusing(Result, "weighted t", "weighted")
def weighted_mean(values: Column, weights: Column, *, level: float = 0.95) -> Result:
    """Weighted mean with a linearised (sandwich) standard error and t(n_eff − 1).

    x̄_w = Σwx/Σw; SE² = n/(n−1)·Σw²(x−x̄_w)²/(Σw)². Source: Cochran 1977, Sampling Techniques, ch. 6.
    Missing values are left out with their weights. Reasons: bad_weights, too_few (2). Shown from 5.
    """
    x, w = vector(values, clean=False), vector(weights, clean=False)
    same_length(x, w)
    keep = ~np.isnan(x)
    x, w = x[keep], w[keep]
    if not np.isfinite(w).all() or (w < 0).any() or w.sum() <= 0:
        raise refusal(x.size, "bad_weights")
    if (w > 0).sum() < 2:
        raise too_few(int((w > 0).sum()), gates.minimum("score"))
    n, mean = x.size, float((w * x).sum() / w.sum())
    se = float(np.sqrt(n / (n - 1) * (w**2 * (x - mean) ** 2).sum()) / w.sum())
    n_eff = float(w.sum() ** 2 / (w**2).sum())
    half = t_value(level, max(n_eff - 1, 1.0)) * se
    return Result(
        n=n,
        estimate=mean,
        low=mean - half,
        high=mean + half,
        level=level,
        method="weighted t",
        verdict=gates.verdict("score", n),
        kind="weighted",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds(Result):
    """`low`…`high` hold whatever those who did not answer would have said."""

    response_rate: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Adds the response rate."""
        return {**Result.facts(self), "rate": self.response_rate}


@refusing(Bounds, "manski bounds", "manski")
def manski(successes: float, respondents: float, population: float) -> Bounds:
    """Bounds of a share without any assumption about the silent: [r·p, r·p + 1 − r].

    r = respondents/population, p = successes/respondents. No sampling error: level is 1.
    Source: Manski 1989, Journal of Human Resources 24, 343–360. Reasons: empty, impossible_count.
    """
    if population == 0 or respondents == 0:
        raise refusal(0, "empty")
    if not 0 <= successes <= respondents <= population:
        raise refusal(int(max(respondents, 0)), "impossible_count", part=successes, whole=population)
    rate = respondents / population
    low = successes / population
    return Bounds(
        n=int(respondents),
        estimate=successes / respondents,
        low=low,
        high=low + 1 - rate,
        level=1.0,
        method="manski bounds",
        verdict=gates.verdict("score", int(respondents)),
        kind="manski",
        response_rate=rate,
    )
