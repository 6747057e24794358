"""Where to start: importance against performance, and Kano's classes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from . import gates
from .answers import Column, Data, Table, same_length, table, vector
from .drivers import johnson_weights
from .intervals import wilson
from .refusal import refusal, refusing, too_few
from .result import Floats, Ints, Result

Quadrant = Literal["concentrate", "keep", "low priority", "overdone"]
QUADRANTS: tuple[Quadrant, ...] = ("low priority", "overdone", "concentrate", "keep")
STABLE = 0.80


@dataclass(frozen=True, slots=True)
class Position:
    """One question: `quadrant` is None unless the bootstrap puts it there in at least 80 %."""

    performance: float
    importance: float
    quadrant: Quadrant | None
    stability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Priorities(Result):
    """`estimate` is how many questions have a stable quadrant, by whichever importance was asked."""

    stated: Mapping[str, Position] = field(default_factory=dict)
    derived: Mapping[str, Position] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Adds the questions to concentrate on."""
        chosen = self.derived or self.stated
        first = [name for name, position in chosen.items() if position.quadrant == "concentrate"]
        names = ", ".join(f"“{name}”" for name in first) or "–"
        return {**Result.facts(self), "items": len(chosen), "concentrate": names}


@refusing(Priorities, "bootstrap quadrants", "priorities")
def importance_performance(
    performance: Data,
    *,
    stated: Data | None = None,
    outcome: Column | None = None,
    resamples: int = 1000,
    seed: int = 1,
) -> Priorities:
    """Importance–performance quadrants, kept only when at least 80 % bootstrap-stable.

    Performance: mean rating of each question. Importance: stated (mean of the importance answers, the
    same questions) and/or derived (Johnson's relative weight for `outcome`). The cross lies at the
    mean of the questions. Source: Martilla & James 1977, Journal of Marketing 41, 77–79. Listwise.
    Reasons: too_few, constant_column, different_lengths. Shown from 100 (gate "drivers").
    """
    if stated is None and outcome is None:
        raise ValueError("give stated importance, an outcome, or both")
    given = table(performance, least_columns=2)
    blocks = [given.values]
    if stated is not None:
        blocks.append(table(stated, columns=given.names).values)
    if outcome is not None:
        blocks.append(vector(outcome, clean=False)[:, None])
    same_length(*blocks)
    columns = tuple(str(i) for i in range(sum(block.shape[1] for block in blocks)))
    data = Table(columns, np.column_stack(blocks)).complete().values
    n, k = data.shape[0], given.k
    if n < k + 3:
        raise too_few(n, gates.minimum("drivers"))
    if outcome is not None:
        Table((*given.names, "outcome"), data[:, [*range(k), -1]]).require_variation()
    rng = np.random.default_rng(seed)
    samples = [data[rng.integers(0, n, n)] for _ in range(resamples)]
    by_stated = _positions(given.names, data, samples, "stated", k) if stated is not None else {}
    by_outcome = _positions(given.names, data, samples, "derived", k) if outcome is not None else {}
    settled = sum(position.quadrant is not None for position in (by_outcome or by_stated).values())
    return Priorities(
        n=n,
        estimate=float(settled),
        method="bootstrap quadrants",
        verdict=gates.verdict("drivers", n),
        kind="priorities",
        stated=by_stated,
        derived=by_outcome,
    )


def _importance(data: Floats, how: str, k: int) -> Floats:
    if how == "stated":
        return np.asarray(data[:, k : 2 * k].mean(axis=0))
    used = data[:, [*range(k), -1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        corr = np.asarray(np.nan_to_num(np.corrcoef(used, rowvar=False)))
    np.fill_diagonal(corr, 1.0)
    return johnson_weights(corr)


def _quadrants(data: Floats, how: str, k: int) -> Ints:
    performance, importance = data[:, :k].mean(axis=0), _importance(data, how, k)
    good, important = performance >= performance.mean(), importance >= importance.mean()
    return np.asarray(2 * important + good, np.int64)


def _positions(
    names: tuple[str, ...], data: Floats, samples: list[Floats], how: str, k: int
) -> dict[str, Position]:
    own = _quadrants(data, how, k)
    same = np.mean([_quadrants(sample, how, k) == own for sample in samples], axis=0)
    performance, importance = data[:, :k].mean(axis=0), _importance(data, how, k)
    found = {}
    for i, name in enumerate(names):
        quadrant = QUADRANTS[own[i]] if same[i] >= STABLE else None
        found[name] = Position(float(performance[i]), float(importance[i]), quadrant, float(same[i]))
    return found


KanoClass = Literal["A", "O", "M", "I", "R", "Q"]
# Rows: answer when the feature is there; columns: when it is not. 1 like … 5 dislike.
_KANO = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kano(Result):
    """`estimate` is SI, how much its presence pleases; `di` how much its absence hurts (negative)."""

    di: Result | None = None
    category: KanoClass | None = None

    def facts(self) -> dict[str, Any]:
        """Adds DI as a positive share."""
        hurt = -(self.di.estimate or 0.0) if self.di is not None else 0.0
        return {**Result.facts(self), "hurt": hurt}


def kano_classes(with_it: Iterable[int], without_it: Iterable[int]) -> Counter[str]:
    """Classes of answer pairs (1 like, 2 expect, 3 neutral, 4 live with, 5 dislike).

    Source: Berger et al. 1993, Center for Quality of Management Journal 2(4). Raises ValueError for
    an answer outside 1…5.
    """
    found: Counter[str] = Counter()
    for yes, no in zip(with_it, without_it, strict=True):
        if not (1 <= yes <= 5 and 1 <= no <= 5):
            raise ValueError("answers lie between 1 and 5")
        found[_KANO[int(yes) - 1][int(no) - 1]] += 1
    return found


@refusing(Kano, "kano, wilson", "kano")
def kano(
    attractive: int, one_dimensional: int, must_be: int, indifferent: int, *, level: float = 0.95
) -> Kano:
    """Kano coefficients SI = (A+O)/(A+O+M+I), DI = −(O+M)/(A+O+M+I), with Wilson intervals.

    Source: Berger et al. 1993. The class is the largest; a tie goes M > O > A > I. Reversed and
    questionable answers are left out beforehand. Reasons: empty, impossible_count. Shown from 5.

    >>> k = kano(20, 30, 25, 15)
    >>> round(k.estimate, 3), round(k.di.estimate, 3), k.category
    (0.556, -0.611, 'O')
    """
    counts: dict[KanoClass, int] = {
        "M": must_be,
        "O": one_dimensional,
        "A": attractive,
        "I": indifferent,
    }
    n = sum(counts.values())
    if min(counts.values()) < 0:
        raise refusal(0, "impossible_count", part=min(counts.values()), whole=n)
    if n == 0:
        raise refusal(0, "empty")
    pleased = wilson(attractive + one_dimensional, n, level=level)
    hurt = wilson(one_dimensional + must_be, n, level=level)
    common: dict[str, Any] = {"n": n, "level": level, "method": "kano, wilson", "verdict": pleased.verdict}
    di = Result(estimate=-(hurt.estimate or 0.0), low=-(hurt.high or 0.0), high=-(hurt.low or 0.0), **common)
    return Kano(
        estimate=pleased.estimate,
        low=pleased.low,
        high=pleased.high,
        kind="kano",
        di=di,
        category=max(counts.items(), key=lambda pair: pair[1])[0],
        **common,
    )
