"""Composite scores for an appraisal: against a standard, with an interval, and no false precision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Column, same_length, table, vector
from .refusal import refusal, refusing
from .result import Floats, Result, z_value

SATISFACTION_LIMIT = 0.30
RANKS_MAY_MOVE = 2


def score_against(value: float, *, zero: float, full: float) -> float:
    """0–100 against a standard agreed beforehand: 0 at `zero`, 100 at `full`, straight between.

    `full` may be below `zero` (days, errors). Raises ValueError when they are equal.

    >>> score_against(6, zero=10, full=2)
    50.0
    """
    if zero == full:
        raise ValueError("the standard needs two different points")
    return float(min(100.0, max(0.0, 100 * (value - zero) / (full - zero))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Result):
    """`shares` are the normalised weights. Reward looks at `low`, sanction at `high`."""

    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def reward_basis(self) -> float | None:
        """The lower bound: what is certain enough to be rewarded."""
        return self.low if self.verdict else None

    @property
    def sanction_basis(self) -> float | None:
        """The upper bound: only what even the benefit of the doubt leaves is held against anybody."""
        return self.high if self.verdict else None


@refusing(Composite, "weighted mean", "composite")
def composite(
    indicators: Mapping[str, tuple[float, float]],
    weights: Mapping[str, float],
    *,
    n: int,
    satisfaction: Sequence[str] = (),
    level: float = 0.95,
) -> Composite:
    """Weighted mean of indicators (score 0–100, standard error) with the interval from Σw²SE².

    `n` is the number of respondents behind the thinnest indicator, `satisfaction` names those that
    rest on opinion: together at most 30 %. Source: Nardo et al. 2008, OECD Handbook on Composite
    Indicators. Reasons: empty, bad_weights, out_of_range, satisfaction_share. Shown from 5.
    """
    if not indicators:
        raise refusal(0, "empty")
    w = np.array([weights.get(name, -1.0) for name in indicators])
    if (w < 0).any() or not np.isfinite(w).all() or w.sum() <= 0 or len(weights) != len(indicators):
        raise refusal(n, "bad_weights")
    w = w / w.sum()
    shares = dict(zip(indicators, map(float, w), strict=True))
    share = sum(shares[name] for name in satisfaction)
    if share > SATISFACTION_LIMIT + 1e-9:
        raise refusal(n, "satisfaction_share", limit=SATISFACTION_LIMIT, share=share)
    scores = np.array([pair[0] for pair in indicators.values()], np.float64)
    errors = np.array([pair[1] for pair in indicators.values()], np.float64)
    if not np.isfinite(errors).all() or (errors < 0).any():
        raise refusal(n, "not_a_number", where="SE")
    for name, score in zip(indicators, scores, strict=True):
        if not 0 <= score <= 100:
            raise refusal(n, "out_of_range", where=name, low=0, high=100)
    middle = float(w @ scores)
    half = z_value(level) * float(np.sqrt((w**2 * errors**2).sum()))
    return Composite(
        n=n,
        estimate=middle,
        low=max(0.0, middle - half),
        high=min(100.0, middle + half),
        level=level,
        method="weighted mean",
        verdict=gates.verdict("score", n),
        kind="composite",
        shares=shares,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStability(Result):
    """`estimate` is the largest move of any rank; more than 2 and only `bands` may be shown."""

    ranks: tuple[int, ...] = ()
    rank_low: tuple[int, ...] = ()
    rank_high: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()
    bands_only: bool = True

    def facts(self) -> dict[str, Any]:
        """Adds whether only bands may be shown."""
        variant = "bands" if self.bands_only else "ranks"
        return {**Result.facts(self), "variant": variant, "units": len(self.ranks)}


@refusing(RankStability, "Dirichlet weights", "rank_stability")
def rank_stability(
    scores: Column,
    weights: Column,
    *,
    concentration: float = 50.0,
    draws: int = 2000,
    seed: int = 1,
    level: float = 0.95,
) -> RankStability:
    """Do ranks survive other weights? Units × indicators, weights drawn from Dirichlet(c·w).

    A rank's range is its central `level` of the draws; if any leaves its own rank by more than 2,
    `bands_only` is True (band 1 the upper third, 3 the lower). c = 50 shakes a weight of .25 by about
    .06. Source: Saisana, Saltelli & Tarantola 2005, Journal of the Royal Statistical Society A 168,
    307–323. Reasons: too_few, not_a_number, bad_weights. Shown from 8 departments (gate "shrinkage").
    """
    given = table(scores)
    w = vector(weights, clean=False)
    if not np.isfinite(given.values).all():
        raise refusal(given.n, "not_a_number", where="scores")
    same_length(w, given.values.T)
    if (w <= 0).any() or not np.isfinite(w).all() or concentration <= 0:
        raise refusal(given.n, "bad_weights")
    w = w / w.sum()
    drawn = np.random.default_rng(seed).dirichlet(concentration * w, draws)
    ranks = _ranks(given.values @ drawn.T)
    own = _ranks((given.values @ w)[:, None])[:, 0]
    low = np.quantile(ranks, (1 - level) / 2, axis=1, method="lower")
    high = np.quantile(ranks, (1 + level) / 2, axis=1, method="higher")
    move = float(np.maximum(own - low, high - own).max())
    bands = np.minimum(3, 1 + 3 * (own - 1) // max(given.n, 1))
    return RankStability(
        n=given.n,
        estimate=move,
        level=level,
        method="Dirichlet weights",
        verdict=gates.verdict("shrinkage", given.n),
        kind="rank_stability",
        ranks=tuple(int(r) for r in own),
        rank_low=tuple(int(r) for r in low),
        rank_high=tuple(int(r) for r in high),
        bands=tuple(int(b) for b in bands),
        bands_only=move > RANKS_MAY_MOVE,
    )


def _ranks(columns: Floats) -> Floats:
    """Rank 1 is the highest; equal scores share the better rank."""
    ordered = -np.sort(-columns, axis=0)
    found = np.empty_like(columns)
    for j in range(columns.shape[1]):
        found[:, j] = 1 + np.searchsorted(-ordered[:, j], -columns[:, j], side="left")
    return found
