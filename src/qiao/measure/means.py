"""Means of ratings, their differences, and the recommendation net score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, per_respondent, vector
from .intervals import wilson
from .refusal import refusal, refusing, too_few
from .result import Floats, Result, t_value, z_value


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertMean(Result):
    """A mean that never travels alone: `distribution` counts respondents per point of the scale."""

    points: int = 5
    sd: float = 0.0
    distribution: Mapping[int, int] = field(default_factory=dict)
    top_two: Result | None = None

    def facts(self) -> dict[str, Any]:
        """Adds the scale and the share of the two best answers."""
        top = self.top_two.estimate if self.top_two is not None else None
        return {**Result.facts(self), "points": self.points, "top": top}


@refusing(LikertMean, "t", "likert")
def likert_mean(
    answers: Column, *, points: int = 5, respondents: ArrayLike | None = None, level: float = 0.95
) -> LikertMean:
    """Mean rating with Student's t interval, beside the distribution and the top-two-box.

    x̄ ± t(n−1)·s/√n, cut at the ends of the scale 1…points. Several answers of one respondent are
    averaged first, so that n counts people. When all agree, s = 0 would claim certainty; then the
    bound assumes the share that could still be unseen (Clopper–Pearson) at the other end.
    Missing answers are left out. Reasons: empty, too_few (2), out_of_range. Shown from 5.
    """
    own = per_respondent(answers, respondents)
    n = own.size
    if n == 0:
        raise refusal(0, "empty")
    if own.min() < 1 or own.max() > points:
        raise refusal(n, "out_of_range", where="1", low=1, high=points)
    if n < 2:
        raise too_few(n, max(2, gates.minimum("score")))
    low, high, sd, method = _scale_interval(own, points, level)
    whole = np.floor(own + 0.5).astype(int)
    return LikertMean(
        n=n,
        estimate=float(own.mean()),
        low=low,
        high=high,
        level=level,
        method=method,
        verdict=gates.verdict("score", n),
        kind="likert",
        points=points,
        sd=sd,
        distribution={p: int((whole == p).sum()) for p in range(1, points + 1)},
        top_two=wilson(int((whole >= points - 1).sum()), n, level=level),
    )


def _scale_interval(own: Floats, points: int, level: float) -> tuple[float, float, float, str]:
    n, mean, sd = own.size, float(own.mean()), float(own.std(ddof=1))
    if sd > 1e-12:
        half = t_value(level, n - 1) * sd / np.sqrt(n)
        return max(1.0, mean - half), min(float(points), mean + half), sd, "t"
    unseen = 1 - ((1 - level) / 2) ** (1 / n)
    return mean - unseen * (mean - 1), mean + unseen * (points - mean), 0.0, "unseen share"


@refusing(Result, "welch t", "difference")
def mean_difference(first: Column, second: Column, *, level: float = 0.95) -> Result:
    """Difference of two independent means, first − second, with Welch's t interval.

    For gap 1 of the three gaps: the provider's belief against the customers' answers.
    Source: Welch 1947, Biometrika 34, 28–35. Units: those of the answers. Missing left out.
    Reasons: too_few (2 on each side), no_variation. Shown from 10 on each side.
    """
    a, b = vector(first), vector(second)
    smaller = min(a.size, b.size)
    if smaller < 2:
        raise too_few(smaller, gates.minimum("comparison"))
    va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
    if va + vb <= 0:
        raise refusal(smaller, "no_variation")
    df = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    half = t_value(level, df) * float(np.sqrt(va + vb))
    difference = float(a.mean() - b.mean())
    return Result(
        n=a.size + b.size,
        estimate=difference,
        low=difference - half,
        high=difference + half,
        level=level,
        method="welch t",
        verdict=gates.verdict("comparison", smaller),
        kind="difference",
    )


def net_score_groups(ratings: Column) -> tuple[int, int, int]:
    """Promoters (9–10), passives (7–8), detractors (0–6) among ratings 0–10; missing left out."""
    given = vector(ratings)
    promoters, detractors = int((given >= 9).sum()), int((given < 7).sum())
    return promoters, given.size - promoters - detractors, detractors


@refusing(Result, "wald", "net_score")
def net_score(
    promoters: float, passives: float, detractors: float, *, adjusted: bool = False, level: float = 0.95
) -> Result:
    """Recommendation net score, 100·(promoters − detractors)/n, in points −100…100.

    SE² = (p + d − (p−d)²)/n. With `adjusted`, or when all answer alike, the interval is taken after
    adding ¾ promoter, 1½ passives, ¾ detractor, which keeps its coverage in small groups.
    Source: Rocks 2016, The American Statistician 70, 365–372 (adjusted Wald).
    Reasons: empty, impossible_count. Shown from 30.
    """
    counts = np.array([promoters, passives, detractors], np.float64)
    n = float(counts.sum())
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise refusal(0, "impossible_count", part=float(counts.min()), whole=n)
    if n == 0:
        raise refusal(0, "empty")
    adjusted = adjusted or bool(counts.max() == n)
    used = counts + np.array([0.75, 1.5, 0.75]) if adjusted else counts
    p, _, d = used / used.sum()
    half = z_value(level) * float(np.sqrt((p + d - (p - d) ** 2) / used.sum()))
    return Result(
        n=int(n),
        estimate=100 * float(counts[0] - counts[2]) / n,
        low=max(-100.0, 100 * (float(p - d) - half)),
        high=min(100.0, 100 * (float(p - d) + half)),
        level=level,
        method="adjusted wald" if adjusted else "wald",
        verdict=gates.verdict("net_score", int(n)),
        kind="net_score",
    )
