"""Prompts to look, never proof of guilt: patterns that gaming a measure tends to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import gates
from .answers import Column, Data, same_length, table, vector
from .intervals import newcombe, wilson
from .refusal import refusal, refusing, too_few
from .result import Bools, Floats, Result

STANDARD_P = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Result):
    """`raised` when it is worth a look; `p` how often chance alone does this; `where` the rows concerned."""

    raised: bool = False
    p: float | None = None
    expected: float | None = None
    where: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Adds what chance would give."""
        facts = {**Result.facts(self), "expected": self.expected or 0.0}
        return (
            {**facts, "variant": "raised" if self.raised else "quiet"}
            if self.kind == "reciprocity"
            else facts
        )


@refusing(Alert, "residual dyads, permutation", "reciprocity")
def reciprocity(scores: Column, *, permutations: int = 999, seed: int = 1) -> Alert:
    """Do departments return favours? ρ over pairs after removing actor and partner effects.

    `scores[i][j]`: how i rated j; NaN where not rated, the diagonal is ignored. ρ = Σe_ij·e_ji/Σe²
    over mutual pairs; p one-sided, residuals permuted over cells and fitted anew (Freedman & Lane
    1983), so that what the fit itself induces (`expected`) is not taken for reciprocity. Source:
    Warner, Kenny & Stoto 1979, Journal of Personality and Social Psychology 37, 1742–1757.
    Reasons: too_few (6 departments or pairs), no_variation. Raised at p < .01.
    """
    matrix = table(scores).values
    if matrix.shape[0] != matrix.shape[1]:
        raise refusal(matrix.shape[0], "different_lengths", first=matrix.shape[0], second=matrix.shape[1])
    size = matrix.shape[0]
    if size < gates.minimum("reciprocity"):
        raise too_few(size, gates.minimum("reciprocity"), "departments")
    known = ~np.isnan(matrix) & ~np.eye(size, dtype=bool)
    mutual = known & known.T
    if mutual.sum() // 2 < size:
        raise too_few(int(mutual.sum()) // 2, size, "pairs")
    basis = _effects_basis(known)
    residual = _without(matrix[known], basis)
    given = matrix[known]
    if float(residual @ residual) <= 1e-12 * float(given @ given):
        raise refusal(size, "no_variation")
    rng = np.random.default_rng(seed)
    observed = _dyad_correlation(residual, known, mutual)
    shuffled = [_without(rng.permutation(residual), basis) for _ in range(permutations)]
    chance = np.array([_dyad_correlation(one, known, mutual) for one in shuffled])
    p = (1 + int((chance >= observed).sum())) / (permutations + 1)
    return Alert(
        n=size,
        estimate=observed,
        method="residual dyads, permutation",
        verdict=gates.verdict("reciprocity", size),
        kind="reciprocity",
        raised=p < STANDARD_P,
        p=p,
        expected=float(chance.mean()),
    )


def _effects_basis(known: Bools) -> Floats:
    """Orthonormal basis of the space of actor and partner effects over the known cells."""
    rows, cols = np.nonzero(known)
    size = known.shape[0]
    dummies = np.zeros((rows.size, 2 * size))
    dummies[np.arange(rows.size), rows] = 1
    dummies[np.arange(rows.size), cols + size] = 1
    left, strength, _ = np.linalg.svd(dummies, full_matrices=False)
    return np.asarray(left[:, strength > 1e-9 * strength[0]])


def _without(values: Floats, basis: Floats) -> Floats:
    return np.asarray(values - basis @ (basis.T @ values))


def _dyad_correlation(residual: Floats, known: Bools, mutual: Bools) -> float:
    full = np.zeros(known.shape)
    full[known] = residual
    pairs = full[mutual]
    total = float(pairs @ pairs)
    return float((full * full.T)[mutual].sum()) / total if total > 0 else 0.0


@refusing(Alert, "identical answers", "straight_lining")
def straight_lining(answers: Data, *, least_items: int = 5, expected: float = 0.05) -> Alert:
    """Share of respondents who gave one and the same answer to at least `least_items` questions.

    Wilson interval; raised when its lower bound exceeds `expected`. Source: Curran 2016, Journal of
    Experimental Social Psychology 66, 4–19. Missing answers are ignored. Reasons: too_few, empty.
    """
    values = table(answers, least_columns=least_items).values
    answered = (~np.isnan(values)).sum(axis=1)
    judged = answered >= least_items
    if not judged.any():
        raise refusal(0, "empty")
    top = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    bottom = np.where(np.isnan(values), np.inf, values).min(axis=1)
    flat = judged & (top == bottom)
    found = wilson(int(flat.sum()), int(judged.sum()))
    return Alert(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        method="identical answers",
        verdict=found.verdict,
        kind="straight_lining",
        raised=bool(found.verdict) and (found.low or 0.0) > expected,
        expected=expected,
        where=tuple(int(i) for i in np.flatnonzero(flat)),
    )


@refusing(Alert, "exact binomial", "end_spike")
def end_of_period_spike(late: int, total: int, *, share_of_period: float) -> Alert:
    """Are too many closed in the last part of the period? Exact one-sided binomial test.

    `share_of_period`: how much of the working time those last days are. Source: Clopper & Pearson
    1934. Reasons: empty, impossible_count. Raised at p < .01.
    """
    from scipy.special import bdtrc

    if not 0 < share_of_period < 1:
        raise ValueError("share_of_period lies between 0 and 1")
    found = wilson(late, total)
    if found.reason is not None and found.estimate is None:
        raise refusal(found.n, found.reason.code, **found.reason.params)
    p = 1.0 if late == 0 else float(bdtrc(late - 1, total, share_of_period))
    return Alert(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        method="exact binomial",
        verdict=found.verdict,
        kind="end_spike",
        raised=bool(found.verdict) and p < STANDARD_P,
        p=p,
        expected=share_of_period,
    )


@refusing(Alert, "repeats within a window", "splitting")
def splitting(
    requesters: Sequence[object], services: Sequence[object], times: Column, *, window: float
) -> Alert:
    """Share of requests that follow another of the same requester and service within `window`.

    Units: `window` as `times`. The result has no natural zero: compare it with an earlier period
    (`growth`). Reasons: empty, different_lengths.
    """
    clock = vector(times, clean=False)
    same_length(clock, requesters, services)
    if not clock.size:
        raise refusal(0, "empty")
    who, what = list(requesters), list(services)
    last: dict[tuple[object, object], float] = {}
    repeats = []
    for i in np.argsort(clock, kind="stable"):
        key = (who[int(i)], what[int(i)])
        if key in last and clock[i] - last[key] <= window:
            repeats.append(int(i))
        last[key] = float(clock[i])
    found = wilson(len(repeats), clock.size)
    return Alert(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        method="repeats within a window",
        verdict=found.verdict,
        kind="splitting",
        where=tuple(sorted(repeats)),
    )


@refusing(Alert, "newcombe hybrid score", "growth")
def growth(now: int, now_n: int, before: int, before_n: int, *, worthwhile: float = 0.05) -> Alert:
    """Has a share (of paused, split, late-closed requests) grown? Newcombe's interval of the difference.

    Raised when the whole interval lies above `worthwhile`. Reasons as `newcombe`.
    """
    found = newcombe(now, now_n, before, before_n)
    if found.reason is not None and found.estimate is None:
        raise refusal(found.n, found.reason.code, **found.reason.params)
    return Alert(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        method="newcombe hybrid score",
        verdict=found.verdict,
        kind="growth",
        raised=bool(found.verdict) and (found.low or 0.0) > worthwhile,
        expected=0.0,
    )
