"""Factor analysis: do the questions measure the dimensions they were written for?

numpy, scipy and statsmodels have no confirmatory model, so the maximum-likelihood fit of a simple
structure (every question on one factor, factors correlated) is here; exploration calls statsmodels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Data, table
from .refusal import refusal, refusing, too_few
from .reliability import correlation_of, covariance
from .result import Floats, Ints, Result

HEYWOOD = 1e-4  # a question with less error variance than this share of its own is an improper solution


@dataclass(frozen=True, slots=True)
class Fitted:
    """A simple-structure model in the units of the covariance matrix: Σ = ΛΦΛ' + Θ, diag(Φ) = 1."""

    owner: Ints
    loadings: Floats
    unique: Floats
    phi: Floats
    discrepancy: float

    def pattern(self) -> Floats:
        """Λ, questions × factors."""
        full = np.zeros((self.owner.size, self.phi.shape[0]))
        full[np.arange(self.owner.size), self.owner] = self.loadings
        return full

    def implied(self) -> Floats:
        """Σ, the covariances the model implies."""
        pattern = self.pattern()
        return np.asarray(pattern @ self.phi @ pattern.T + np.diag(self.unique))


def fit_simple_structure(cov: Floats, owner: Ints, n: int, names: Sequence[str]) -> Fitted:
    """ML fit: minimise log|Σ| + tr(SΣ⁻¹) − log|S| − p (Jöreskog 1969, Psychometrika 34, 183–202).

    Fitted on correlations (the discrepancy does not depend on units), then scaled back. Refuses
    collinear questions, and solutions with a negative error variance or a correlation of ±1.
    """
    from scipy.optimize import minimize

    corr = correlation_of(cov)
    eigen = np.linalg.eigvalsh(corr)
    if eigen[0] < 1e-10:
        vector = np.linalg.eigh(corr)[1][:, 0]
        tied = [name for name, v in zip(names, vector, strict=True) if abs(v) > 1e-4]
        raise refusal(n, "collinear", columns=", ".join(tied))
    k, m = owner.size, int(owner.max()) + 1
    rows, cols = np.tril_indices(m, -1)
    start = np.concatenate(
        [0.7 * _first_signs(corr, owner), np.full(k, np.log(0.5)), np.full(rows.size, 0.2)]
    )
    # BFGS and not L-BFGS-B: the latter's threaded linear algebra is slow for problems this small.
    found = minimize(_discrepancy, start, (corr, owner, m), "BFGS", jac=True, options={"gtol": 1e-9})
    loadings, unique, phi = _unpack(found.x, k, m)
    if unique.min() < HEYWOOD:
        raise refusal(n, "improper_solution", where=names[int(unique.argmin())])
    if m > 1 and (np.abs(phi[rows, cols]).max() > 0.9999 or np.linalg.eigvalsh(phi)[0] <= 0):
        raise refusal(n, "improper_solution", where="r = 1")
    if not np.isfinite(found.fun) or np.abs(found.jac).max() > 1e-4:
        raise refusal(n, "no_convergence")
    sd = np.sqrt(np.diag(cov))
    return Fitted(owner, loadings * sd, unique * sd**2, phi, max(0.0, float(found.fun)))


def _first_signs(corr: Floats, owner: Ints) -> Floats:
    """Start on the side of the block's own main direction, so reversed questions do not trap the fit."""
    signs = np.ones(owner.size)
    for factor in range(int(owner.max()) + 1):
        block = np.flatnonzero(owner == factor)
        main = np.linalg.eigh(corr[np.ix_(block, block)])[1][:, -1]
        signs[block] = np.where(main * np.sign(main.sum() or 1.0) < 0, -1.0, 1.0)
    return signs


def _unpack(x: Floats, k: int, m: int) -> tuple[Floats, Floats, Floats]:
    """Loadings, error variances (kept as logarithms) and factor correlations (as inverse tanh)."""
    phi = np.eye(m)
    rows, cols = np.tril_indices(m, -1)
    phi[rows, cols] = phi[cols, rows] = np.tanh(x[2 * k :])
    return x[:k], np.exp(np.clip(x[k : 2 * k], -40, 40)), phi


def _discrepancy(x: Floats, corr: Floats, owner: Ints, m: int) -> tuple[float, Floats]:
    k = owner.size
    loadings, unique, phi = _unpack(x, k, m)
    pattern = np.zeros((k, m))
    pattern[np.arange(k), owner] = loadings
    sigma = pattern @ phi @ pattern.T + np.diag(unique)
    sign, logdet = np.linalg.slogdet(sigma)
    if sign <= 0 or not np.isfinite(logdet):
        return 1e10, np.zeros_like(x)
    inverse = np.linalg.inv(sigma)
    value = logdet + np.trace(corr @ inverse) - np.linalg.slogdet(corr)[1] - k
    slope = inverse @ (sigma - corr) @ inverse
    by_loading = 2 * (slope @ pattern @ phi)[np.arange(k), owner]
    rows, cols = np.tril_indices(m, -1)
    by_phi = 2 * (pattern.T @ slope @ pattern)[rows, cols] * (1 - phi[rows, cols] ** 2)
    return float(value), np.concatenate([by_loading, np.diag(slope) * unique, by_phi])


def one_factor(cov: Floats, n: int) -> tuple[Floats, Floats, float]:
    """Loadings and error variances of one factor, and the standard error of omega (delta method)."""
    names = [str(index + 1) for index in range(cov.shape[0])]
    model = fit_simple_structure(cov, np.zeros(cov.shape[0], np.int64), n, names)
    k, lam, theta = cov.shape[0], model.loadings, model.unique
    inverse = np.linalg.inv(model.implied())
    slopes = np.zeros((2 * k, k, k))
    for i in range(k):
        slopes[i, i, :] = lam
        slopes[i, :, i] += lam
        slopes[k + i, i, i] = 1
    turned = np.einsum("ab,pbc->pac", inverse, slopes)
    information = n / 2 * np.einsum("pab,qba->pq", turned, turned)
    total, error = float(lam.sum()), float(theta.sum())
    whole = total**2 + error
    gradient = np.concatenate([np.full(k, 2 * total * error / whole**2), np.full(k, -(total**2) / whole**2)])
    return lam, theta, float(np.sqrt(gradient @ np.linalg.solve(information, gradient)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorModel(Result):
    """A confirmatory model. `estimate` is RMSEA with its 90 % interval; the rest are the usual indices."""

    chi2: float = 0.0
    df: int = 0
    p: float = 1.0
    cfi: float = 0.0
    tli: float = 0.0
    srmr: float = 0.0
    aic: float = 0.0
    bic: float = 0.0
    baseline_chi2: float = 0.0
    baseline_df: int = 0
    loadings: Mapping[str, float] = field(default_factory=dict)
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Hu & Bentler 1999: CFI ≥ .95 and SRMR ≤ .08 and RMSEA ≤ .06."""
        return self.estimate is not None and self.cfi >= 0.95 and self.srmr <= 0.08 and self.estimate <= 0.06

    def facts(self) -> dict[str, Any]:
        """Adds whether the model fits."""
        return {**Result.facts(self), "variant": "fits" if self.fits else "misfits"}


@refusing(FactorModel, "confirmatory ML", "factor_model")
def factor_analysis(answers: Data, scales: Mapping[str, Sequence[str]]) -> FactorModel:
    """Confirmatory factor analysis: every question on its own scale, scales correlated, ML.

    χ² = n·F, RMSEA with 90 % interval, CFI, TLI, SRMR, AIC, BIC as lavaan prints them. Loadings and
    correlations are standardised. Source: Bollen 1989, Structural Equations, ch. 7. Listwise.
    Reasons: too_few, constant_column, collinear, unidentified, improper_solution. Shown from 200.
    """
    columns = [name for members in scales.values() for name in members]
    _check_scales(scales, columns)
    chosen = table(answers, columns=columns)
    owner = np.repeat(np.arange(len(scales)), [len(members) for members in scales.values()]).astype(np.int64)
    cov, n = covariance(chosen, "listwise")
    if n <= len(columns):
        raise too_few(n, gates.minimum("factor_analysis"))
    cov = cov * (n - 1) / n
    return _report(fit_simple_structure(cov, owner, n, columns), cov, n, list(scales), columns)


def _check_scales(scales: Mapping[str, Sequence[str]], columns: list[str]) -> None:
    for name in columns:
        if columns.count(name) > 1:
            raise refusal(0, "duplicate", what=name)
    small = [name for name, members in scales.items() if len(members) < (3 if len(scales) == 1 else 2)]
    if small or not scales:
        raise refusal(0, "unidentified", where=", ".join(small) or "0")


def _report(model: Fitted, cov: Floats, n: int, factors: list[str], columns: list[str]) -> FactorModel:
    k, m = len(columns), len(factors)
    parameters = 2 * k + m * (m - 1) // 2
    df, base_df = k * (k + 1) // 2 - parameters, k * (k - 1) // 2
    corr = correlation_of(cov)
    chi2, base = n * model.discrepancy, -n * float(np.linalg.slogdet(corr)[1])
    rmsea, low, high, p = _rmsea(chi2, df, n)
    excess, base_excess = max(chi2 - df, 0.0), max(base - base_df, chi2 - df, 1e-12)
    sd = np.sqrt(np.diag(cov))
    residual = ((cov - model.implied()) / np.outer(sd, sd))[np.tril_indices(k)]
    minus_two_l = n * (k * np.log(2 * np.pi) + float(np.linalg.slogdet(model.implied())[1]) + k)
    # At the ML solution tr(SΣ⁻¹) = k for this model, which is what the last + k stands for.
    ratio = (base / base_df - chi2 / df) / (base / base_df - 1) if df else 1.0
    rows, cols = np.tril_indices(m, -1)
    pairs = zip(rows, cols, strict=True)
    return FactorModel(
        n=n,
        estimate=rmsea,
        low=low,
        high=high,
        level=0.90,
        method="confirmatory ML",
        verdict=gates.verdict("factor_analysis", n),
        kind="factor_model",
        chi2=chi2,
        df=df,
        p=p,
        cfi=1 - excess / base_excess,
        tli=ratio,
        srmr=float(np.sqrt((residual**2).mean())),
        aic=float(minus_two_l + 2 * parameters),
        bic=float(minus_two_l + parameters * np.log(n)),
        baseline_chi2=base,
        baseline_df=base_df,
        loadings=dict(zip(columns, map(float, model.loadings / sd), strict=True)),
        correlations={(factors[c], factors[r]): float(model.phi[r, c]) for r, c in pairs},
    )


def _rmsea(chi2: float, df: int, n: int) -> tuple[float, float, float, float]:
    from scipy.optimize import brentq
    from scipy.special import chdtrc, chndtr

    if df == 0:
        return 0.0, 0.0, 0.0, 1.0

    def noncentrality(target: float) -> float:
        if chndtr(chi2, df, 0) <= target:
            return 0.0
        top = chi2 + 10 * np.sqrt(chi2 + 1) + 50
        return float(brentq(lambda nc: float(chndtr(chi2, df, nc)) - target, 0, top))

    def scaled(excess: float) -> float:
        return float(np.sqrt(max(excess, 0.0) / (df * n)))

    low, high = scaled(noncentrality(0.95)), scaled(noncentrality(0.05))
    return scaled(chi2 - df), low, high, float(chdtrc(df, chi2))
