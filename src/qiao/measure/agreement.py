"""Do the people of a department agree enough to speak of "the department's" score?"""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, per_respondent
from .grouped import one_way
from .refusal import refusal, refusing, too_few
from .result import Floats, Result, z_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Icc(Result):
    """`estimate` is ICC(1); `icc2` the reliability of the departments' means."""

    icc2: float | None = None
    departments: int = 0
    f: float = 0.0
    p: float = 1.0
    raters_needed: int | None = None

    def facts(self) -> dict[str, Any]:
        """Adds departments, ICC(2) and the respondents each department needs."""
        enough = self.icc2 is not None and self.icc2 >= 0.70
        needed = self.raters_needed if self.raters_needed is not None else "∞"
        extra = {
            "departments": self.departments,
            "icc2": self.icc2,
            "needed": needed,
            "variant": "yes" if enough else "no",
        }
        return {**Result.facts(self), **extra}


@refusing(Icc, "one-way random effects", "icc")
def icc(values: Column, groups: ArrayLike, *, level: float = 0.95) -> Icc:
    """Intraclass correlations of respondents within departments.

    ICC(1) = (MSB−MSW)/(MSB+(n0−1)MSW), ICC(2) = (MSB−MSW)/MSB, n0 = (N−Σn²/N)/(J−1); interval of
    ICC(1) from the F distribution with n0 (exact when balanced). Sources: Shrout & Fleiss 1979,
    Psychological Bulletin 86, 420–428; Bliese 2000. Negative estimates are kept: they say "none".
    Reasons: too_few, no_variation, perfect_fit. Shown from 8 departments.
    """
    from scipy.special import fdtrc, fdtri

    layout = one_way(values, groups)
    z_value(level)
    if layout.within <= 0:
        raise refusal(layout.n, "perfect_fit")
    df1, df2, n0 = layout.groups - 1, layout.n - layout.groups, layout.n0
    f, tail = layout.between / layout.within, (1 - level) / 2
    low, middle, high = (
        (ratio - 1) / (ratio + n0 - 1)
        for ratio in (f / float(fdtri(df1, df2, 1 - tail)), f, f / float(fdtri(df1, df2, tail)))
    )
    return Icc(
        n=layout.n,
        estimate=middle,
        low=low,
        high=high,
        level=level,
        method="one-way random effects",
        verdict=gates.verdict("icc", layout.groups),
        kind="icc",
        icc2=(layout.between - layout.within) / layout.between if layout.between > 0 else None,
        departments=layout.groups,
        f=f,
        p=float(fdtrc(df1, df2, f)),
        raters_needed=raters_needed(middle) if 0 < middle < 1 else None,
    )


def raters_needed(rho: float, *, reliability: float = 0.70) -> int:
    """Respondents per department for ICC(2) = reliability, to be told before any ranking.

    n = r(1−ρ)/((1−r)ρ), rounded up (Spearman–Brown). Raises ValueError unless both lie in (0, 1).

    >>> [raters_needed(rho) for rho in (0.05, 0.10, 0.20)]
    [45, 21, 10]
    """
    if not (0 < rho < 1 and 0 < reliability < 1):
        raise ValueError("rho and reliability lie between 0 and 1")
    return ceil(reliability * (1 - rho) / ((1 - reliability) * rho) - 1e-9)


@refusing(Result, "r_wg uniform null", "r_wg")
def r_wg(
    ratings: Column, *, points: int = 5, respondents: ArrayLike | None = None, level: float = 0.95
) -> Result:
    """Agreement within one department: 1 − s²/σ²_E with σ²_E = (A²−1)/12, the evenly spread answers.

    1 is full agreement, 0 as scattered as chance, below 0 two camps. Interval of the variance after
    Bonett 2006, Computational Statistics & Data Analysis 50, 775–782; when all agree, the share that
    could still be unseen is put at the other end. Source: James, Demaree & Wolf 1984, Journal of
    Applied Psychology 69, 85–98. Reasons: empty, too_few (5), out_of_range. Shown from 5.
    """
    own = per_respondent(ratings, respondents)
    n = own.size
    if n == 0:
        raise refusal(0, "empty")
    if own.min() < 1 or own.max() > points:
        raise refusal(n, "out_of_range", where="1", low=1, high=points)
    if n < 5:
        raise too_few(n, gates.minimum("score"))
    chance, variance = (points**2 - 1) / 12, float(own.var(ddof=1))
    smallest, largest = _variance_bounds(own, points, level)
    return Result(
        n=n,
        estimate=1 - variance / chance,
        low=1 - max(largest, variance) / chance,
        high=1 - min(smallest, variance) / chance,
        level=level,
        method="r_wg uniform null",
        verdict=gates.verdict("score", n),
        kind="r_wg",
    )


def _variance_bounds(own: Floats, points: int, level: float) -> tuple[float, float]:
    """Bounds of the variance of ratings 1…points; never above what the scale allows."""
    n, z = own.size, z_value(level)
    most, variance = (points - 1) ** 2 / 4, float(own.var(ddof=1))
    if variance <= 1e-12:
        unseen = min(0.5, 1 - ((1 - level) / 2) ** (1 / n))
        return 0.0, unseen * (1 - unseen) * (points - 1) ** 2
    cut = int(n / (2 * np.sqrt(n - 4)))
    middle = float(np.sort(own)[cut : n - cut].mean()) if n > 2 * cut else float(np.median(own))
    kurtosis = n * float(((own - middle) ** 4).sum()) / float(((own - own.mean()) ** 2).sum()) ** 2
    small = n / (n - z) if n > z else 1.0
    half = z * small * float(np.sqrt(max(kurtosis - (n - 3) / n, 1e-9) / (n - 1)))
    return small * variance * float(np.exp(-half)), min(most, small * variance * float(np.exp(half)))
