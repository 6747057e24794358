"""Strict and lenient raters: scores of targets after taking out who happened to rate them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, same_length, vector
from .refusal import refusal, refusing, too_few
from .result import Floats, Ints, Result, t_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Result):
    """One rated person or unit: `estimate` adjusted for severity, `raw` the plain mean beside it."""

    raw: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Adds the plain mean."""
        return {**Result.facts(self), "raw": self.raw}


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterModel(Result):
    """`estimate` is the share of variance due to the targets; `severity` > 0 means a lenient rater."""

    targets: Mapping[str, Target] = field(default_factory=dict)
    severity: Mapping[str, float] = field(default_factory=dict)
    variance_targets: float = 0.0
    variance_raters: float = 0.0
    variance_rest: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Adds how many raters and targets."""
        return {**Result.facts(self), "raters": len(self.severity), "targets": len(self.targets)}


@dataclass(frozen=True, slots=True)
class _Design:
    """Sums of the crossed design; y is centred so that nearly exact fits keep their digits."""

    y: Floats
    product: Floats  # Z'Z
    towards: Floats  # Z'y
    ones: Floats  # Z'1
    targets: int
    raters: int
    centre: float


@refusing(RaterModel, "crossed random effects, REML", "raters")
def crossed_raters(
    ratings: Column, raters: ArrayLike, targets: ArrayLike, *, level: float = 0.95
) -> RaterModel:
    """Crossed random effects y = μ + target + rater + rest by REML; adjusted beside raw.

    Variance ratios by profiled REML over Henderson's equations, because statsmodels' MixedLM neither
    crosses factors in feasible time nor reaches the boundary (no rest, no severity). Source: Searle,
    Casella & McCulloch 1992, Variance Components, ch. 6–7. Only for a connected rater–target graph.
    When target and rater explain the ratings without any remainder, the exact additive solution (mean
    severity 0) is returned without an interval. Missing ratings are left out.
    Reasons: too_few (2 raters, 2 targets), disconnected, no_variation.
    Intervals with t(targets − 1), for the variances are estimated. Each target is shown from 5 raters.
    """
    y, who, whom = vector(ratings, clean=False), np.asarray(raters).ravel(), np.asarray(targets).ravel()
    same_length(y, who, whom)
    keep = ~np.isnan(y)
    y, who, whom = vector(y[keep]), who[keep], whom[keep]
    rater_names, rater = np.unique(who, return_inverse=True)
    target_names, target = np.unique(whom, return_inverse=True)
    _check(y, rater, target, rater_names.size, target_names.size)
    design = _design(y, rater, target)
    if (exact := _exact(design)) is not None:
        return _exact_model(exact, design, y, rater, target, list(map(str, rater_names)), target_names)
    ratio_t, ratio_r = _reml(design)
    mean, effects, inverse, rest = _solve(design, ratio_t, ratio_r)
    count = target_names.size
    severity = dict(zip(map(str, rater_names), map(float, effects[count:]), strict=True))
    spread = np.sqrt(np.maximum(rest * _error(inverse, count), 0.0))
    counts, found, wide = _distinct(rater, target, count), {}, t_value(level, count - 1)
    for j, name in enumerate(map(str, target_names)):
        raw, middle = float(y[target == j].mean()), mean + float(effects[j])
        found[name] = _target(middle, wide * float(spread[j]), raw, counts[j], level)
    return RaterModel(
        n=rater_names.size,
        estimate=ratio_t / (ratio_t + ratio_r + 1),
        level=level,
        method="crossed random effects, REML",
        verdict=gates.verdict("score", rater_names.size),
        kind="raters",
        targets=found,
        severity=severity,
        variance_targets=rest * ratio_t,
        variance_raters=rest * ratio_r,
        variance_rest=rest,
    )


def _error(inverse: Floats, count: int) -> Floats:
    """Variance of μ + target_j about its prediction, in units of the rest variance."""
    own = np.arange(1, count + 1)
    return np.asarray(inverse[0, 0] + 2 * inverse[0, own] + inverse[own, own])


def _target(middle: float, half: float, raw: float, n: int, level: float) -> Target:
    return Target(
        n=n,
        estimate=middle,
        low=middle - half,
        high=middle + half,
        level=level,
        method="crossed random effects, REML",
        verdict=gates.verdict("score", n),
        kind="rated",
        raw=raw,
    )


def _distinct(rater: Any, target: Any, count: int) -> list[int]:
    return [int(np.unique(rater[target == j]).size) for j in range(count)]


def _check(y: Floats, rater: Ints, target: Ints, raters: int, targets: int) -> None:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if raters < 2:
        raise too_few(raters, gates.minimum("score"), "raters")
    if targets < 2:
        raise too_few(targets, 2, "departments")
    size = raters + targets
    links = coo_matrix((np.ones(y.size), (rater, target + raters)), shape=(size, size))
    parts = int(connected_components(links, directed=False)[0])
    if parts > 1:
        raise refusal(raters, "disconnected", parts=parts)
    if np.ptp(y) <= 0:
        raise refusal(raters, "no_variation")


def _design(y: Floats, rater: Ints, target: Ints) -> _Design:
    targets, raters = int(target.max()) + 1, int(rater.max()) + 1
    size = targets + raters
    product = np.zeros((size, size))
    np.add.at(product, (target, target), 1.0)
    np.add.at(product, (rater + targets, rater + targets), 1.0)
    np.add.at(product, (target, rater + targets), 1.0)
    product[targets:, :targets] = product[:targets, targets:].T
    centre = float(y.mean())
    own = y - centre
    towards = np.concatenate([np.bincount(target, own, targets), np.bincount(rater, own, raters)])
    return _Design(own, product, towards, np.diag(product).copy(), targets, raters, centre)


def _exact(design: _Design) -> Floats | None:
    """Effects when y = target + rater holds exactly (severities summing to 0), else None."""
    effects = np.linalg.pinv(design.product) @ design.towards
    left = float(design.y @ design.y - effects @ design.towards)
    if left > 1e-10 * float(design.y @ design.y):
        return None
    mean = effects[design.targets :].mean()
    effects[: design.targets] += mean
    effects[design.targets :] -= mean
    return np.asarray(effects)


def _exact_model(
    effects: Floats, design: _Design, y: Floats, rater: Any, target: Any, raters: list[str], names: Any
) -> RaterModel:
    counts, method = _distinct(rater, target, design.targets), "exact additive"
    found = {
        str(name): Target(
            n=counts[j],
            estimate=design.centre + float(effects[j]),
            method=method,
            verdict=gates.verdict("score", counts[j]),
            kind="rated_exact",
            raw=float(y[target == j].mean()),
        )
        for j, name in enumerate(names)
    }
    severity = dict(zip(raters, map(float, effects[design.targets :]), strict=True))
    verdict = gates.verdict("score", design.raters)
    return RaterModel(
        n=design.raters,
        estimate=None,
        method=method,
        verdict=verdict if not verdict else gates.refuse(design.raters, "perfect_fit"),
        kind="raters",
        targets=found,
        severity=severity,
    )


def _reml(design: _Design) -> tuple[float, float]:
    """Ratios σ²_target/σ²_rest and σ²_rater/σ²_rest that minimise the profiled REML deviance."""
    from scipy.optimize import minimize

    def deviance(logs: Floats) -> float:
        scale = np.sqrt(np.repeat(np.exp(logs), [design.targets, design.raters]))
        inner = np.eye(scale.size) + scale[:, None] * design.product * scale
        factor = np.linalg.cholesky(inner)
        half = np.linalg.solve(factor, np.column_stack([scale * design.towards, scale * design.ones]))
        yy = design.y @ design.y - half[:, 0] @ half[:, 0]
        xx = design.y.size - half[:, 1] @ half[:, 1]
        xy = design.y.sum() - half[:, 1] @ half[:, 0]
        rest = max(float(yy - xy * xy / xx), 1e-12 * float(design.y @ design.y))
        n = design.y.size
        return float(2 * np.log(np.diag(factor)).sum() + np.log(xx) + (n - 1) * np.log(rest))

    limits = [(np.log(1e-6), np.log(1e6))] * 2
    starts, exact = ([0.0, 0.0], [3.0, -3.0], [-3.0, 3.0]), {"xatol": 1e-6, "fatol": 1e-9}
    fits = [minimize(deviance, s, method="Nelder-Mead", bounds=limits, options=exact) for s in starts]
    best = min(fits, key=lambda fit: float(fit.fun))
    return float(np.exp(best.x[0])), float(np.exp(best.x[1]))


def _solve(design: _Design, ratio_t: float, ratio_r: float) -> tuple[float, Floats, Floats, float]:
    """Henderson's mixed-model equations: mean, effects, their inverse, and the rest variance."""
    size = design.targets + design.raters
    left = np.empty((size + 1, size + 1))
    left[0, 0] = design.y.size
    left[0, 1:] = left[1:, 0] = design.ones
    prior = np.repeat([1 / ratio_t, 1 / ratio_r], [design.targets, design.raters])
    left[1:, 1:] = design.product + np.diag(prior)
    right = np.concatenate([[design.y.sum()], design.towards])
    inverse = np.linalg.inv(left)
    solution = inverse @ right
    rest = max(0.0, float(design.y @ design.y - solution @ right)) / (design.y.size - 1)
    effects = np.asarray(solution[1:], np.float64)
    return float(solution[0]) + design.centre, effects, np.asarray(inverse, np.float64), rest
