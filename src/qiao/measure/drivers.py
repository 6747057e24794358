"""What goes along with the overall score. Association, not cause (关联,非因果)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from . import gates
from .answers import Column, Data, Table, same_length, table, vector
from .gates import Verdict
from .refusal import refusal, refusing, too_few
from .result import Floats, Result, t_value, z_value

CAPTION = {"en": "association, not cause", "zh-Hans": "关联，非因果"}
MOST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers(Result):
    """`estimate` is R²; `weights` split it over the questions (they add up to R²)."""

    weights: Mapping[str, Result] = field(default_factory=dict)
    vif: Mapping[str, float] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Adds the question with the largest weight."""
        order = sorted(self.weights, key=lambda name: -(self.weights[name].estimate or 0))
        return {**Result.facts(self), "first": order[0] if order else "–"}


@dataclass(frozen=True, slots=True)
class _Joined:
    names: tuple[str, ...]
    x: Floats
    y: Floats
    corr: Floats  # of x and, last, y

    @property
    def n(self) -> int:
        return int(self.y.size)


def _join(outcome: Column, predictors: Data) -> _Joined:
    """Complete respondents only (listwise); refuses constants, collinearity and too few."""
    given, y = table(predictors), vector(outcome, clean=False)
    same_length(y, given.values)
    both = Table((*given.names, "outcome"), np.column_stack([given.values, y])).complete()
    if both.n < given.k + 3:
        raise too_few(both.n, gates.minimum("drivers"))
    both.require_variation()
    corr = np.asarray(np.corrcoef(both.values, rowvar=False))
    if given.k > 1 and np.linalg.eigvalsh(corr[:-1, :-1])[0] < 1e-10:
        raise refusal(both.n, "collinear", columns=", ".join(given.names))
    return _Joined(given.names, both.values[:, :-1], both.values[:, -1], corr)


def johnson_weights(corr: Floats) -> Floats:
    """Relative weights from correlation matrices (…, p+1, p+1) whose last variable is the outcome.

    Λ = R_xx^½, β = Λ⁻¹r_xy, ε = Λ²β² elementwise. Source: Johnson 2000, Multivariate Behavioral
    Research 35, 1–19.
    """
    eigen, vectors = np.linalg.eigh(corr[..., :-1, :-1])
    root = np.sqrt(np.maximum(eigen, 1e-12))
    half = (vectors * root[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    inverse = (vectors / root[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    beta = (inverse @ corr[..., :-1, -1:])[..., 0]
    return np.asarray((half**2 @ (beta**2)[..., None])[..., 0])


def lmg_weights(corr: Floats) -> Floats:
    """Shapley (LMG) shares of R²: each question's gain averaged over all orders of entry.

    Source: Lindeman, Merenda & Gold 1980; Grömping 2007, The American Statistician 61, 139–147.
    """
    p = corr.shape[0] - 1
    gain = np.zeros(1 << p)
    for size in range(1, p + 1):
        sets = np.array(list(combinations(range(p), size)))
        blocks = corr[sets[:, :, None], sets[:, None, :]]
        towards = corr[sets, p]
        solved = np.linalg.solve(blocks, towards[..., None])[..., 0]
        gain[(1 << sets).sum(axis=1)] = (solved * towards).sum(axis=1)
    masks = np.arange(1 << p)
    sizes = np.bitwise_count(masks).astype(int)
    share = np.array([1 / (p * comb(p - 1, size)) if size < p else 0.0 for size in range(p + 1)])
    weights = np.zeros(p)
    for i in range(p):
        without = masks[(masks >> i) & 1 == 0]
        weights[i] = (share[sizes[without]] * (gain[without | (1 << i)] - gain[without])).sum()
    return weights


def _resampled(joined: _Joined, times: int, seed: int) -> Floats:
    """Correlation matrices of bootstrap samples of respondents; degenerate draws are left out."""
    rng = np.random.default_rng(seed)
    data, found = np.column_stack([joined.x, joined.y]), []
    for _ in range(times):
        drawn = data[rng.integers(0, joined.n, joined.n)]
        corr = np.corrcoef(drawn, rowvar=False)
        if np.isfinite(corr).all():
            found.append(corr)
    if len(found) < times / 2:
        raise too_few(joined.n, gates.minimum("drivers"))
    return np.array(found)


def _verdict(joined: _Joined) -> Verdict:
    each = gates.minimum("drivers_per_predictor")
    return gates.verdict("drivers", joined.n, at_least=each * len(joined.names))


def r2_interval(r2: float, n: int, p: int, level: float) -> tuple[float, float]:
    """Interval of the population's R² when the questions are random, as in a survey.

    Inverts the exact distribution (Fisher 1928): given χ² with n−1 degrees, F = R²/(1−R²)·(n−p−1)/p is
    noncentral with ρ²/(1−ρ²)·χ²; the χ² is integrated out. Above n = 2000 the large-sample form around
    the adjusted R² (Olkin & Finn 1995, Psychological Bulletin 118, 155–164). Never excludes R² itself.
    """
    z_value(level)
    if not 0 < r2 < 1 - 1e-12 or n > 2000:
        se = np.sqrt(4 * r2 * (1 - r2) ** 2 * (n - p - 1) ** 2 / ((n**2 - 1) * (n + 3)))
        middle = 1 - (1 - r2) * (n - 1) / (n - p - 1)
        half = z_value(level) * float(se)
        return max(0.0, min(r2, middle - half)), min(1.0, max(r2, middle + half))
    tails = (1 + level) / 2, (1 - level) / 2
    low, high = (_rho2_at(r2, n, p, tail) for tail in tails)
    return min(low, r2), max(high, r2)


def _rho2_at(r2: float, n: int, p: int, tail: float) -> float:
    """The ρ² under which an R² up to this one has probability `tail`; 0 when no ρ² has."""
    from scipy.optimize import brentq
    from scipy.special import gammaincinv, ncfdtr

    nodes, weights = np.polynomial.legendre.leggauss(24)
    chi2 = 2 * gammaincinv((n - 1) / 2, (nodes + 1) / 2)
    f = r2 / (1 - r2) * (n - p - 1) / p

    def excess(rho2: float) -> float:
        # scipy gives NaN where the probability is too small to be told from 0.
        below = np.nan_to_num(ncfdtr(p, n - p - 1, rho2 / (1 - rho2) * chi2, f))
        return float(weights @ below) / 2 - tail

    return float(brentq(excess, 0.0, 1 - 1e-9)) if excess(0.0) > 0 > excess(1 - 1e-9) else 0.0


def _drivers(joined: _Joined, weights: Floats, draws: Floats, level: float, method: str) -> Drivers:
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(draws, tails, axis=0)
    # Resampled R² is too large by as much as R² itself was; take the same off the bounds.
    bias = draws.mean(axis=0) - weights
    low, high = np.maximum(low - bias, 0.0), np.maximum(high - bias, weights)
    verdict, r2 = _verdict(joined), float(weights.sum())
    r2_low, r2_high = r2_interval(r2, joined.n, len(joined.names), level)
    common: dict[str, Any] = {"n": joined.n, "level": level, "method": method, "verdict": verdict}
    each = {
        name: Result(estimate=float(w), low=float(a), high=float(b), kind="driver", **common)
        for name, w, a, b in zip(joined.names, weights, low, high, strict=True)
    }
    inverse = np.diag(np.linalg.inv(joined.corr[:-1, :-1]))
    vif = dict(zip(joined.names, map(float, inverse), strict=True))
    return Drivers(estimate=r2, low=r2_low, high=r2_high, kind="drivers", weights=each, vif=vif, **common)


@refusing(Drivers, "johnson relative weights", "drivers")
def relative_weights(
    outcome: Column, predictors: Data, *, resamples: int = 1000, seed: int = 1, level: float = 0.95
) -> Drivers:
    """Johnson's relative weights with bootstrap intervals; they add up to R². See `johnson_weights`.

    Listwise. Reasons: too_few, constant_column, collinear. Shown from max(100, 15 per question).
    Caption every display with CAPTION: association, not cause.
    """
    joined = _join(outcome, predictors)
    draws = johnson_weights(_resampled(joined, resamples, seed))
    return _drivers(joined, johnson_weights(joined.corr), draws, level, "johnson relative weights")


@refusing(Drivers, "LMG (Shapley) shares", "drivers")
def shapley_r2(
    outcome: Column, predictors: Data, *, resamples: int = 200, seed: int = 1, level: float = 0.95
) -> Drivers:
    """Shapley (LMG) shares of R² with bootstrap intervals, to stand beside the relative weights.

    Exact over all subsets, therefore at most 15 questions (too_many). Otherwise as `relative_weights`.
    """
    joined = _join(outcome, predictors)
    if len(joined.names) > MOST:
        raise refusal(joined.n, "too_many", limit=MOST, unit="items", have=len(joined.names))
    draws = np.array([lmg_weights(corr) for corr in _resampled(joined, resamples, seed)])
    return _drivers(joined, lmg_weights(joined.corr), draws, level, "LMG (Shapley) shares")


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression(Result):
    """Ordinary least squares by statsmodels; `estimate` is R², `coefficients` include "intercept"."""

    coefficients: Mapping[str, Result] = field(default_factory=dict)
    standard_errors: Mapping[str, float] = field(default_factory=dict)
    p_values: Mapping[str, float] = field(default_factory=dict)
    adjusted_r2: float = 0.0
    residual_sd: float = 0.0
    f: float = 0.0
    f_p: float = 1.0


@refusing(Regression, "ordinary least squares", "drivers_plain")
def regression(outcome: Column, predictors: Data, *, level: float = 0.95) -> Regression:
    """Linear regression of the outcome on the questions, listwise, with t intervals (statsmodels OLS).

    Reasons: too_few, constant_column, collinear, perfect_fit. Shown as `relative_weights`.
    """
    import statsmodels.api as sm

    joined = _join(outcome, predictors)
    p = len(joined.names)
    fit = sm.OLS(joined.y, sm.add_constant(joined.x)).fit()
    if fit.ssr <= 1e-18 * float((joined.y**2).sum()):
        raise refusal(joined.n, "perfect_fit")
    names, half = ("intercept", *joined.names), t_value(level, fit.df_resid) * fit.bse
    low, high = r2_interval(float(fit.rsquared), joined.n, p, level)
    common: dict[str, Any] = {"n": joined.n, "level": level, "verdict": _verdict(joined)}
    common["method"] = "ordinary least squares"
    each = {
        name: Result(estimate=float(b), low=float(b - h), high=float(b + h), **common)
        for name, b, h in zip(names, fit.params, half, strict=True)
    }
    return Regression(
        estimate=float(fit.rsquared),
        low=low,
        high=high,
        kind="drivers_plain",
        coefficients=each,
        standard_errors=dict(zip(names, map(float, fit.bse), strict=True)),
        p_values=dict(zip(names, map(float, fit.pvalues), strict=True)),
        adjusted_r2=float(fit.rsquared_adj),
        residual_sd=float(np.sqrt(fit.mse_resid)),
        f=float(fit.fvalue),
        f_p=float(fit.f_pvalue),
        **common,
    )
