"""Does a scale hang together: Cronbach's alpha, McDonald's omega, corrected item-total correlations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Data, Missing, Table, table
from .refusal import refusal, refusing, too_few
from .result import Floats, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha(Result):
    """Alpha with what helps to repair a scale. `if_dropped`: alpha without that question."""

    standardised: float | None = None
    guttman6: float | None = None
    mean_correlation: float | None = None
    if_dropped: Mapping[str, float] = field(default_factory=dict)
    missing: Missing = "listwise"
    items: int = 0

    def facts(self) -> dict[str, Any]:
        """Adds the number of questions."""
        return {**Result.facts(self), "items": self.items}


def covariance(answers: Table, missing: Missing) -> tuple[Floats, int]:
    """Covariance matrix (n−1) and the number of respondents behind it.

    Pairwise: every entry from all who answered both questions; n then counts everybody who answered
    at least one. Refuses constant columns and fewer than two complete respondents.
    """
    used = answers.complete() if missing == "listwise" else answers.answered()
    if used.n < 3:
        raise too_few(used.n, 3)
    used.require_variation()
    if missing == "listwise":
        return np.atleast_2d(np.cov(used.values, rowvar=False)), used.n
    present = ~np.isnan(used.values)
    x = np.where(present, used.values, 0.0)
    seen = present.astype(np.float64)
    pairs = seen.T @ seen
    if pairs.min() < 3:
        raise too_few(int(pairs.min()), 3, "pairs")
    x -= x.sum(0) / seen.sum(0)  # centring first keeps the products small and exact
    x = np.where(present, x, 0.0)
    products, sums = x.T @ x, x.T @ seen
    return (products - sums * sums.T / pairs) / (pairs - 1), used.n


def alpha_of(cov: Floats) -> float:
    """k/(k−1)·(1 − Σs²_i/s²_T) from a covariance (or correlation) matrix."""
    k = cov.shape[0]
    return float(k / (k - 1) * (1 - np.trace(cov) / cov.sum()))


def correlation_of(cov: Floats) -> Floats:
    """Correlations from covariances."""
    sd = np.sqrt(np.diag(cov))
    return np.asarray(cov / np.outer(sd, sd), np.float64)


def _feldt(alpha: float, n: int, k: int, level: float) -> tuple[float, float]:
    from scipy.special import fdtri

    tail = (1 - level) / 2
    df1, df2 = n - 1, (n - 1) * (k - 1)
    return (
        1 - (1 - alpha) * float(fdtri(df1, df2, 1 - tail)),
        1 - (1 - alpha) * float(fdtri(df1, df2, tail)),
    )


@refusing(Alpha, "cronbach alpha", "alpha")
def cronbach_alpha(answers: Data, *, missing: Missing = "listwise", level: float = 0.95) -> Alpha:
    """Internal consistency of the questions of one scale, with Feldt's interval.

    α = k/(k−1)·(1 − Σs²_i/s²_T). Sources: Cronbach 1951, Psychometrika 16, 297–334; Feldt 1965,
    Psychometrika 30, 357–370. Input: respondents × questions, all keyed the same way. `missing` is
    "listwise" or "pairwise" (it moves the third digit, so it is kept in the result).
    Reasons: too_few, constant_column, negative_covariance. Shown from 100.
    """
    given = table(answers, least_columns=2)
    cov, n = covariance(given, missing)
    if cov.sum() <= 1e-12 * np.trace(cov):
        raise refusal(n, "negative_covariance")
    alpha = alpha_of(cov)
    low, high = _feldt(alpha, n, given.k, level)
    corr = correlation_of(cov)
    return Alpha(
        n=n,
        estimate=alpha,
        low=low,
        high=high,
        level=level,
        method="cronbach alpha",
        verdict=gates.verdict("alpha", n),
        kind="alpha",
        standardised=alpha_of(corr) if corr.sum() > 1e-12 else None,
        guttman6=_guttman6(corr),
        mean_correlation=float((corr.sum() - given.k) / (given.k * (given.k - 1))),
        if_dropped=_if_dropped(given.names, cov),
        missing=missing,
        items=given.k,
    )


def _guttman6(corr: Floats) -> float | None:
    """Guttman's λ6 = 1 − Σ(1 − smc_i)/Σr; None when questions determine each other."""
    if np.linalg.cond(corr) > 1e12 or corr.sum() <= 0:
        return None
    residual = 1 / np.diag(np.linalg.inv(corr))
    return float(1 - residual.sum() / corr.sum())


def _if_dropped(names: tuple[str, ...], cov: Floats) -> dict[str, float]:
    if len(names) < 3:
        return {}
    kept = [np.delete(np.delete(cov, i, 0), i, 1) for i in range(len(names))]
    return {name: alpha_of(c) for name, c in zip(names, kept, strict=True) if c.sum() > 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Omega(Result):
    """Omega with the loading of every question on the one factor (standardised)."""

    loadings: Mapping[str, float] = field(default_factory=dict)


@refusing(Omega, "mcdonald omega, one factor ML", "omega")
def mcdonald_omega(answers: Data, *, missing: Missing = "listwise", level: float = 0.95) -> Omega:
    """Reliability from a one-factor model: ω = (Σλ)²/((Σλ)² + Σθ), fitted by maximum likelihood.

    Source: McDonald 1999, Test Theory, ch. 6. The interval is a delta-method one on the
    standardised loadings' likelihood. Reasons: too_few, constant_column, unidentified (fewer than
    three questions), improper_solution (a question without error of its own). Shown from 100.
    """
    from .factors import one_factor

    given = table(answers, least_columns=3)
    cov, n = covariance(given, missing)
    loadings, unique, se = one_factor(cov, n)
    common = float(loadings.sum()) ** 2
    omega = common / (common + float(unique.sum()))
    half = se * _z(level)
    return Omega(
        n=n,
        estimate=omega,
        low=max(0.0, omega - half),
        high=min(1.0, omega + half),
        level=level,
        method="mcdonald omega, one factor ML",
        verdict=gates.verdict("omega", n),
        kind="omega",
        loadings=dict(zip(given.names, map(float, loadings / np.sqrt(np.diag(cov))), strict=True)),
    )


def _z(level: float) -> float:
    from .result import z_value

    return z_value(level)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTotal(Result):
    """`correlations` of each question with the sum of the others; `weak` are those below .30."""

    correlations: Mapping[str, float] = field(default_factory=dict)
    weak: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Adds the weak questions by name."""
        names = ", ".join(f"“{name}”" for name in self.weak)
        return {**Result.facts(self), "weak": len(self.weak), "names": names or "–"}


@refusing(ItemTotal, "corrected item-total", "item_total")
def item_total(answers: Data, *, missing: Missing = "listwise", least: float = 0.30) -> ItemTotal:
    """Corrected item-total correlations; `estimate` is the smallest of them.

    r(x_i, Σ_{j≠i} x_j), from the covariance matrix. Source: Nunnally & Bernstein 1994, Psychometric
    Theory, ch. 8. Reasons: too_few, constant_column, no_variation. Shown from 100; ≥ .30 is wanted.
    """
    given = table(answers, least_columns=2)
    cov, n = covariance(given, missing)
    variance, rows = np.diag(cov), cov.sum(axis=0)
    rest_variance = cov.sum() - 2 * rows + variance
    if rest_variance.min() <= 1e-12 * variance.max():
        raise refusal(n, "no_variation")
    found = (rows - variance) / np.sqrt(variance * rest_variance)
    return ItemTotal(
        n=n,
        estimate=float(found.min()),
        method="corrected item-total",
        verdict=gates.verdict("alpha", n),
        kind="item_total",
        correlations=dict(zip(given.names, map(float, found), strict=True)),
        weak=tuple(name for name, r in zip(given.names, found, strict=True) if r < least),
    )
