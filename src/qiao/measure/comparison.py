"""Difference in differences: what changed here beyond what changed where nothing was done."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, same_length, vector
from .gates import Verdict
from .means import mean_difference
from .refusal import refusal, refusing, too_few
from .result import Bools, Floats, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferences(Result):
    """`estimate` is the extra change of the treated; `pre_trend` the difference of slopes before."""

    p: float = 1.0
    treated: int = 0
    control: int = 0
    pre_trend: Result | None = None

    @property
    def parallel(self) -> bool | None:
        """Whether the slopes before were compatible; None when there are too few points to say."""
        trend = self.pre_trend
        if trend is None or trend.low is None or trend.high is None:
            return None
        return trend.low <= 0 <= trend.high

    def facts(self) -> dict[str, Any]:
        """Adds the number of units on both sides."""
        return {**Result.facts(self), "treated": self.treated, "control": self.control}


@refusing(DifferenceInDifferences, "difference in differences", "did")
def difference_in_differences(
    values: Column,
    units: ArrayLike,
    times: Column,
    *,
    treated: Collection[object],
    start: float,
    respondents: ArrayLike | None = None,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """Change of treated units minus change of the others, from rows (value, unit, time).

    Every unit is first collapsed to mean after − mean before, which keeps serial correlation from
    faking certainty; then Welch's t over units, or below 10 units an exact permutation test whose
    interval collects the effects it does not reject. Source: Bertrand, Duflo & Mullainathan 2004,
    Quarterly Journal of Economics 119, 249–275. Units without both times are left out; rows with a
    missing value too. Reasons: no_comparison, too_few (2 units a side), no_variation.
    Shown from 10 respondents on each side (rows where `respondents` is not given).
    """
    y, clock, index, labels, who = _rows(values, units, times, respondents)
    change, whole = _collapse(y, index, clock >= start, labels.size)
    side = np.isin(labels, np.array(list(treated)))
    if not (whole & side).any() or not (whole & ~side).any():
        raise refusal(y.size, "no_comparison")
    ours, others = change[whole & side], change[whole & ~side]
    if min(ours.size, others.size) < 2:
        raise too_few(min(ours.size, others.size), 2, "departments")
    smaller = min(np.unique(who[side[index] == which]).size for which in (True, False))
    verdict = gates.verdict("comparison", int(smaller))
    estimate, low, high, p, method = _compare(ours, others, level)
    verdict = _too_few_units(ours.size + others.size) if low is None and verdict else verdict
    return DifferenceInDifferences(
        n=int(np.unique(who).size),
        estimate=estimate,
        low=low,
        high=high,
        level=level,
        method=method,
        verdict=verdict,
        kind="did",
        p=p,
        treated=ours.size,
        control=others.size,
        pre_trend=_pre_trend(y, clock, index, side, start, level),
    )


def _rows(
    values: Column, units: ArrayLike, times: Column, respondents: ArrayLike | None
) -> tuple[Floats, Floats, Any, Any, Any]:
    """Rows with a value and a time: value, time, place of the unit among the labels, labels, respondent."""
    y, clock, names = vector(values, clean=False), vector(times, clean=False), np.asarray(units).ravel()
    who = np.arange(y.size) if respondents is None else np.asarray(respondents).ravel()
    same_length(y, clock, names, who)
    keep = ~(np.isnan(y) | np.isnan(clock))
    labels, index = np.unique(names[keep], return_inverse=True)
    return y[keep], clock[keep], index, labels, who[keep]


def _too_few_units(have: int) -> Verdict:
    need = gates.minimum("permutation_below")
    return too_few(have, max(need, have + 1), "departments").verdict


def _collapse(y: Floats, index: Any, after: Bools, count: int) -> tuple[Floats, Bools]:
    sums = [np.bincount(index[after == late], y[after == late], count) for late in (False, True)]
    seen = [np.bincount(index[after == late], minlength=count) for late in (False, True)]
    whole = (seen[0] > 0) & (seen[1] > 0)
    means = [total / np.maximum(size, 1) for total, size in zip(sums, seen, strict=True)]
    return np.asarray(means[1] - means[0]), np.asarray(whole)


Compared = tuple[float, float | None, float | None, float, str]


def _compare(ours: Floats, others: Floats, level: float) -> Compared:
    if ours.size + others.size >= gates.minimum("permutation_below"):
        from scipy.stats import ttest_ind

        found = mean_difference(ours, others, level=level)
        if found.estimate is None:
            raise refusal(ours.size + others.size, "no_variation")
        p = float(ttest_ind(ours, others, equal_var=False).pvalue)
        return found.estimate, found.low, found.high, p, "difference in differences, welch t"
    estimate = float(ours.mean() - others.mean())
    masks = _assignments(ours.size, others.size)
    pooled = np.concatenate([ours, others])
    low, high = _inverted(pooled, masks, ours.size, estimate, level)
    p = _permutation_p(pooled, masks, ours.size, 0.0)
    return estimate, low, high, p, "difference in differences, exact permutation"


def _assignments(a: int, b: int) -> Bools:
    """Every way to choose which units were treated (below 10 units at most 126)."""
    rows = np.zeros((comb(a + b, a), a + b), np.bool_)
    for row, chosen in enumerate(combinations(range(a + b), a)):
        rows[row, list(chosen)] = True
    return rows


def _permutation_p(pooled: Floats, masks: Bools, a: int, effect: float) -> float:
    """Two-sided p of "the effect is `effect`": how many assignments differ at least as much."""
    shifted = pooled - effect * (np.arange(pooled.size) < a)
    ours = masks @ shifted
    difference = ours / a - (shifted.sum() - ours) / (pooled.size - a)
    observed = abs(float(shifted[:a].mean() - shifted[a:].mean()))
    return float((np.abs(difference) >= observed - 1e-9 * (1 + observed)).mean())


def _inverted(
    pooled: Floats, masks: Bools, a: int, estimate: float, level: float
) -> tuple[float | None, float | None]:
    """Bounds of the effects that the permutation test does not reject; None when it can reject none."""
    reach = 20 * float(np.ptp(pooled)) + 1e-9
    if _permutation_p(pooled, masks, a, estimate + reach) > 1 - level:
        return None, None
    bounds = []
    for direction in (-1.0, 1.0):
        inside, outside = 0.0, reach
        for _ in range(60):
            middle = (inside + outside) / 2
            kept = _permutation_p(pooled, masks, a, estimate + direction * middle) > 1 - level
            inside, outside = (middle, outside) if kept else (inside, middle)
        bounds.append(estimate + direction * outside)
    return bounds[0], bounds[1]


def _pre_trend(
    y: Floats, clock: Floats, index: Any, side: Bools, start: float, level: float
) -> Result | None:
    """Difference of the units' slopes before the start, or None with fewer than 3 times or 2 units a side."""
    slopes: dict[bool, list[float]] = {True: [], False: []}
    for unit in range(side.size):
        rows = (index == unit) & (clock < start)
        if np.unique(clock[rows]).size >= 3:
            slopes[bool(side[unit])].append(float(np.polyfit(clock[rows], y[rows], 1)[0]))
    found = mean_difference(slopes[True], slopes[False], level=level)
    return found if found.estimate is not None else None
