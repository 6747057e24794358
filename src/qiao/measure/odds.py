"""Drivers of a yes or no: solved or not, kept or not. Association, not cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Column, Data, Table, same_length, table, vector
from .refusal import refusal, refusing, too_few
from .result import Bools, Floats, Result, z_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic(Result):
    """`estimate` is McFadden's R²; `odds` the odds ratio per point of each question."""

    odds: Mapping[str, Result] = field(default_factory=dict)


@refusing(Logistic, "logistic regression", "logistic")
def logistic_regression(outcome: Column, predictors: Data, *, level: float = 0.95) -> Logistic:
    """Odds ratios of a yes (1) or no (0) by the questions, with Wald intervals (statsmodels Logit).

    Source: Hosmer, Lemeshow & Sturdivant 2013, Applied Logistic Regression, ch. 1–3. Listwise. When the
    questions tell yes from no without exception no odds ratio exists: perfect_separation, found by
    linear programming (Konis 2007) and not by a failing fit. Other reasons: out_of_range, too_few,
    constant_column, collinear. Shown from max(100, 15 per question).
    """
    import statsmodels.api as sm

    given, y = table(predictors), vector(outcome, clean=False)
    same_length(y, given.values)
    both = Table((*given.names, "outcome"), np.column_stack([given.values, y])).complete()
    if both.n < given.k + 3:
        raise too_few(both.n, gates.minimum("drivers"))
    x, y = both.values[:, :-1], both.values[:, -1]
    if not np.isin(y, (0.0, 1.0)).all():
        raise refusal(both.n, "out_of_range", where="0/1", low=0, high=1)
    both.require_variation()
    centred = (x - x.mean(axis=0)) / x.std(axis=0)
    if np.linalg.matrix_rank(centred, tol=1e-8 * np.sqrt(both.n)) < given.k:
        raise refusal(both.n, "collinear", columns=", ".join(given.names))
    design = sm.add_constant(centred)
    if separated(design, y > 0):
        raise refusal(both.n, "perfect_separation")
    fit = sm.Logit(y, design).fit(disp=False, maxiter=100)
    if not fit.mle_retvals["converged"]:
        raise refusal(both.n, "no_convergence")
    need = gates.minimum("drivers_per_predictor") * given.k
    common: dict[str, Any] = {"n": both.n, "level": level, "method": "logistic regression"}
    common["verdict"] = gates.verdict("drivers", both.n, at_least=need)
    slope, se = fit.params[1:] / x.std(axis=0), fit.bse[1:] / x.std(axis=0)
    half = z_value(level) * se
    odds = {
        name: Result(estimate=np.exp(b), low=np.exp(b - h), high=np.exp(b + h), kind="odds", **common)
        for name, b, h in zip(given.names, slope, half, strict=True)
    }
    return Logistic(estimate=float(fit.prsquared), kind="logistic", odds=odds, **common)


def separated(design: Floats, yes: Bools) -> bool:
    """Whether some combination of the columns puts all yes on one side of all no (or on the line).

    Maximise Σ s_i·x_i·β with s_i·x_i·β ≥ 0 and |β| ≤ 1, s = ±1: above 0 exactly when separated.
    """
    from scipy.optimize import linprog

    signed = np.where(yes, 1.0, -1.0)[:, None] * design
    scaled = signed / np.abs(design).max()
    found = linprog(-scaled.sum(axis=0), A_ub=-scaled, b_ub=np.zeros(len(scaled)), bounds=(-1, 1))
    return bool(found.status == 0 and -found.fun > 1e-7)
