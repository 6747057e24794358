"""What every measurement returns: a small frozen object that carries n, interval, method and verdict.

`estimate`, `low` and `high` are the plain numbers for further calculation and are None where the
data cannot give one. A page shows `shown` (None below the display gate) or `sentence(language)`.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import gates, sentences
from .gates import Verdict
from .reasons import Reason

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a result that may be displayed."""

    n: int
    estimate: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measured value. `kind` names its sentence; `level` is the confidence level of low..high."""

    n: int
    estimate: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    method: str
    verdict: Verdict
    kind: str = "value"

    def __post_init__(self) -> None:
        # numpy's own floats would print as np.float64(…) and surprise json.
        for name in ("estimate", "low", "high"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, float(value))

    @property
    def reason(self) -> Reason | None:
        """Why it may not be shown, or None."""
        return self.verdict.reason

    @property
    def shown(self) -> Shown | None:
        """The numbers when the display gate lets them through, else None."""
        if not self.verdict.enough or self.estimate is None:
            return None
        return Shown(self.n, self.estimate, self.low, self.high)

    def sentence(self, language: str = "en") -> str:
        """One plain sentence; below the gate it tells what is missing and no number."""
        if self.shown is None:
            return self.verdict.sentence(language)
        return sentences.render(self.kind, language, self.facts())

    def facts(self) -> dict[str, Any]:
        """What the sentence may mention; families with more to say add to it."""
        return {"n": self.n, "estimate": self.estimate, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Many values of one kind at once, as arrays of equal length; `enough` is the gate for each.

    Entries that cannot be calculated (n = 0, impossible counts) are masked: `valid` is False there
    and the numbers are 0, never NaN.
    """

    n: Ints
    estimate: Floats
    low: Floats
    high: Floats
    level: float
    method: str
    enough: Bools
    valid: Bools
    verdict: Verdict
    kind: str = "value"
    gate: str = "score"
    judged: Ints | None = None  # what the gate counts, where that is not n (the smaller side)

    def __len__(self) -> int:
        return int(self.n.size)

    def __getitem__(self, index: int) -> Result:
        n = int(self.n[index])
        common: dict[str, Any] = {"n": n, "level": self.level, "method": self.method, "kind": self.kind}
        if not self.valid[index]:
            verdict = gates.refuse(n, "empty") if n == 0 else gates.refuse(n, "not_a_number", where="n")
            return Result(estimate=None, verdict=verdict, **common)
        return Result(
            estimate=float(self.estimate[index]),
            low=float(self.low[index]),
            high=float(self.high[index]),
            verdict=gates.verdict(self.gate, n if self.judged is None else int(self.judged[index])),
            **common,
        )

    def sentence(self, language: str = "en") -> str:
        """How many of the values may be shown."""
        facts = {"n": len(self), "shown": int(self.enough.sum()), "hidden": int((~self.enough).sum())}
        return sentences.render("many", language, facts)


def z_value(level: float) -> float:
    """Two-sided standard normal quantile, 1.96 for .95. Raises ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def t_value(level: float, df: float) -> float:
    """Two-sided Student quantile. Raises ValueError unless 0 < level < 1."""
    from scipy.special import stdtrit

    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return float(stdtrit(df, (1 + level) / 2))
