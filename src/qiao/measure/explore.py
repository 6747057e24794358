"""How many dimensions are in the answers, without a theory: parallel analysis and principal axes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from . import gates
from .answers import Data, table
from .refusal import refusal, refusing, too_few
from .reliability import correlation_of, covariance
from .result import Floats, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration(Result):
    """`estimate` is the number of factors; `loadings` question → one loading per factor."""

    loadings: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    eigenvalues: tuple[float, ...] = ()
    by_chance: tuple[float, ...] = ()


@refusing(Exploration, "principal axes, oblimin", "exploration")
def explore_factors(answers: Data, factors: int | None = None, *, seed: int = 1) -> Exploration:
    """Exploratory factor analysis; the number of factors by parallel analysis unless given.

    A factor counts while its eigenvalue exceeds the 95th percentile of 200 random data sets of the
    same size (Horn 1965, Psychometrika 30, 179–185). Extraction and rotation by statsmodels.
    Listwise. Reasons: too_few, constant_column, collinear. Shown from 200.
    """
    given = table(answers, least_columns=3)
    cov, n = covariance(given, "listwise")
    if n <= given.k:
        raise too_few(n, gates.minimum("factor_analysis"))
    corr = correlation_of(cov)
    eigen = np.linalg.eigvalsh(corr)[::-1]
    if eigen[-1] < 1e-10:
        raise refusal(n, "collinear", columns=", ".join(given.names))
    chance = _chance_eigenvalues(n, given.k, seed)
    above = eigen > chance
    count = factors or max(1, int(np.argmin(above)) if not above.all() else given.k // 2)
    loadings = _principal_axes(corr, count, n)
    rows = zip(given.names, loadings, strict=True)
    return Exploration(
        n=n,
        estimate=float(count),
        method="principal axes, oblimin",
        verdict=gates.verdict("factor_analysis", n),
        kind="exploration",
        loadings={name: tuple(map(float, row)) for name, row in rows},
        eigenvalues=tuple(map(float, eigen)),
        by_chance=tuple(map(float, chance)),
    )


def _chance_eigenvalues(n: int, k: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    drawn = [np.linalg.eigvalsh(np.corrcoef(rng.standard_normal((n, k)), rowvar=False)) for _ in range(200)]
    return np.asarray(np.quantile(np.array(drawn)[:, ::-1], 0.95, axis=0))


def _principal_axes(corr: Floats, count: int, n: int) -> Floats:
    from statsmodels.multivariate.factor import Factor

    fitted = Factor(corr=corr, n_factor=count, method="pa", nobs=n).fit()
    if count > 1:
        fitted.rotate("oblimin")
    loadings = np.asarray(fitted.loadings, np.float64)
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return np.asarray(loadings * signs)
