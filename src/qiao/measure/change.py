"""Did it change? Paired comparison, regression to the mean, and the five verdicts on an action."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from . import gates
from .answers import Column, same_length, vector
from .reasons import chinese
from .refusal import refusal, refusing, too_few
from .result import Result, t_value

Judgement = Literal["not enough", "no change", "maybe better", "better", "worse"]
WORDS: dict[Judgement, tuple[str, str]] = {
    "not enough": ("not enough data", "数据不足"),
    "no change": ("no change seen", "未见变化"),
    "maybe better": ("possibly better", "可能改善"),
    "better": ("better (with a comparison)", "改善（有对照）"),
    "worse": ("worse", "变差"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired(Result):
    """Mean change after − before; d_z per SD of the changes, g_av per average SD, small-sample corrected."""

    t: float = 0.0
    df: int = 0
    p: float = 1.0
    d_z: float = 0.0
    g_av: float | None = None


@refusing(Paired, "paired t", "paired")
def paired(before: Column, after: Column, *, level: float = 0.95) -> Paired:
    """Mean change of the same respondents with a t interval.

    d_z = Δ̄/s_Δ; g_av = Δ̄/√((s₁²+s₂²)/2)·(1−3/(4(n−1)−1)). Source: Lakens 2013, Frontiers in
    Psychology 4, 863. Pairs with a missing side are left out. Units: those of the answers.
    Reasons: too_few (2), no_variation (all changed by the same). Shown from 10 pairs.
    """
    from scipy.special import stdtr

    a, b = vector(before, clean=False), vector(after, clean=False)
    same_length(a, b)
    keep = ~(np.isnan(a) | np.isnan(b))
    a, b = vector(a[keep]), vector(b[keep])
    n = a.size
    if n < 2:
        raise too_few(n, gates.minimum("comparison"), "pairs")
    change = b - a
    sd, mean = float(change.std(ddof=1)), float(change.mean())
    if sd <= 1e-12 * max(1.0, float(np.abs(change).max())):
        raise refusal(n, "no_variation")
    t = mean / (sd / np.sqrt(n))
    half = t_value(level, n - 1) * sd / np.sqrt(n)
    pooled = float(np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2))
    return Paired(
        n=n,
        estimate=mean,
        low=mean - half,
        high=mean + half,
        level=level,
        method="paired t",
        verdict=gates.verdict("comparison", n),
        kind="paired",
        t=float(t),
        df=n - 1,
        p=2 * float(stdtr(n - 1, -abs(t))),
        d_z=mean / sd,
        g_av=mean / pooled * (1 - 3 / (4 * (n - 1) - 1)) if pooled > 0 else None,
    )


@dataclass(frozen=True, slots=True)
class Return:
    """What the worst units show now and would show next time, without any action (distance from the mean)."""

    observed: float
    expected: float

    @property
    def by_itself(self) -> float:
        """The improvement nobody caused."""
        return self.expected - self.observed


def regression_to_mean(share: float, *, between: float, within: float, n: float) -> Return:
    """How the worst `share` of teams moves on its own: τ = between, σ = within, n respondents each.

    Observed −φ(z)/share·√(τ²+σ²/n), expected λ times that, λ = τ²/(τ²+σ²/n). Source: Davis 1976,
    American Journal of Epidemiology 104, 493–498. Raises ValueError for impossible arguments.

    >>> move = regression_to_mean(0.10, between=0.2, within=0.8, n=8)
    >>> round(move.observed, 2), round(move.expected, 2)
    (-0.61, -0.2)
    """
    if not 0 < share < 1 or between < 0 or within < 0 or n <= 0 or between + within == 0:
        raise ValueError("share in (0, 1), spreads not negative and not both zero, n positive")
    normal = NormalDist()
    total = between**2 + within**2 / n
    observed = -normal.pdf(normal.inv_cdf(share)) / share * total**0.5
    return Return(observed, observed * between**2 / total)


def judge(
    change: Result,
    *,
    worthwhile: float,
    comparison: bool,
    higher_is_better: bool = True,
    counter_worsened: bool = False,
) -> Judgement:
    """The verdict on an action, from the interval of its change.

    "better" needs the whole interval beyond 0 and beyond the worthwhile change fixed beforehand
    (`worthwhile` > 0, in the direction of better), a comparison group (or a shrunken baseline), and
    no counter-measure that worsened. Raises ValueError for a worthwhile change that is not positive.
    """
    if worthwhile <= 0:
        raise ValueError("the worthwhile change is fixed beforehand and positive")
    if not change.verdict.enough or change.low is None or change.high is None:
        return "not enough"
    low, high = (change.low, change.high) if higher_is_better else (-change.high, -change.low)
    if high < 0:
        return "worse"
    if low <= 0:
        return "no change"
    if low >= worthwhile and comparison and not counter_worsened:
        return "better"
    return "maybe better"


def judgement_text(judgement: Judgement, language: str = "en") -> str:
    """The verdict in words: 数据不足 · 未见变化 · 可能改善 · 改善(有对照) · 变差."""
    return WORDS[judgement][chinese(language)]
