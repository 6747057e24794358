"""How long things take, counting also what is still open: Kaplan–Meier and Aalen–Johansen.

An average of finished cases alone flatters: the slow ones are not in it yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from . import gates
from .answers import Column, same_length, vector
from .refusal import refusal, refusing
from .result import Floats, Result, z_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(Result):
    """A step curve. `estimate` is the median of Kaplan–Meier, the last incidence of Aalen–Johansen.

    `times`, `values`, `lower`, `upper`, `at_risk` run in parallel; `shown_until` is the last time at
    which at least 10 were at risk: a page cuts there.
    """

    times: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    at_risk: tuple[int, ...] = ()
    events: int = 0
    shown_until: float | None = None
    start: float = 1.0

    def at(self, time: float) -> Result:
        """The curve at one time, gated by how many were then at risk."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        common: dict[str, Any] = {"level": self.level, "method": self.method, "kind": f"{self.kind}_at"}
        following = min(index + 1, len(self.times) - 1)
        exact = index >= 0 and self.times[index] == time
        risk = 0
        if self.times and (exact or time <= self.times[-1]):
            risk = self.at_risk[index if exact else following]
        verdict = gates.verdict("at_risk", risk)
        if index < 0:
            return Result(
                n=self.n, estimate=self.start, low=self.start, high=self.start, verdict=verdict, **common
            )
        return Result(
            n=self.n,
            estimate=self.values[index],
            low=self.lower[index],
            high=self.upper[index],
            verdict=verdict,
            **common,
        )

    def quantile(self, share: float) -> Result:
        """Time by which `share` are finished (Kaplan–Meier), from the curve and its bounds."""
        if not 0 < share < 1:
            raise ValueError("share lies between 0 and 1")
        found = [_first_below(self.times, line, 1 - share) for line in (self.values, self.lower, self.upper)]
        common: dict[str, Any] = {"n": self.n, "level": self.level, "method": self.method}
        if found[0] is None:
            return Result(estimate=None, verdict=gates.refuse(self.n, "not_reached"), **common)
        verdict = gates.verdict("at_risk", self.at_risk[self.times.index(found[0])])
        return Result(
            estimate=found[0], low=found[1], high=found[2], verdict=verdict, kind="duration", **common
        )


def _first_below(times: Sequence[float], values: Sequence[float], height: float) -> float | None:
    for time, value in zip(times, values, strict=True):
        if value <= height + 1e-12:
            return time
    return None


def _read(times: Column, status: Column) -> tuple[Floats, Floats]:
    time, happened = vector(times, clean=False), vector(status, clean=False)
    same_length(time, happened)
    keep = ~(np.isnan(time) | np.isnan(happened))
    time, happened = time[keep], happened[keep]
    if not time.size:
        raise refusal(0, "empty")
    if not np.isfinite(time).all() or (time < 0).any():
        raise refusal(time.size, "out_of_range", where="time", low=0, high="∞")
    return time, happened


def _shown_until(times: Floats, at_risk: Floats) -> float | None:
    enough = times[at_risk >= gates.minimum("at_risk")]
    return float(enough.max()) if enough.size else None


@refusing(Curve, "Kaplan–Meier", "survival")
def kaplan_meier(
    times: Column, finished: Column, *, entry: Column | None = None, level: float = 0.95
) -> Curve:
    """Share still open after a time; open cases count as long as they have lasted (censored).

    S(t) = Π(1 − d_i/n_i) by statsmodels, with log(−log) bounds from Greenwood's variance. `finished`
    is 1 when the case ended at its time and 0 when it is still open; `entry` is the age at which a
    case came under observation. Source: Kaplan & Meier 1958, JASA 53, 457–481; Kalbfleisch &
    Prentice 2002. Cases with a missing time are left out. Units: those of the times.
    Reasons: empty, out_of_range, not_reached (fewer than half finished). Cut below 10 at risk.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    time, happened = _read(times, finished)
    late = None if entry is None else vector(entry, clean=False)
    if late is not None:
        same_length(late, time)
        if (late >= time).any():
            raise refusal(time.size, "out_of_range", where="entry", low=0, high="time")
    if not happened.any():
        raise refusal(time.size, "not_reached")
    fitted = SurvfuncRight(time, happened, entry=late)
    survival, se = np.asarray(fitted.surv_prob), np.asarray(fitted.surv_prob_se)
    low, high = _log_log(survival, se, z_value(level))
    moments, risk = np.asarray(fitted.surv_times, np.float64), np.asarray(fitted.n_risk)
    curve = Curve(
        n=time.size,
        estimate=None,
        level=level,
        method="Kaplan–Meier",
        verdict=gates.refuse(time.size, "not_reached"),
        kind="survival",
        times=tuple(map(float, moments)),
        values=tuple(map(float, survival)),
        lower=tuple(map(float, low)),
        upper=tuple(map(float, high)),
        at_risk=tuple(int(count) for count in risk),
        events=int(happened.sum()),
        shown_until=_shown_until(moments, risk),
    )
    return _with_median(curve)


def _with_median(curve: Curve) -> Curve:
    median = curve.quantile(0.5)
    if median.estimate is None:
        return curve
    return replace(
        curve,
        estimate=median.estimate,
        low=median.low,
        high=median.high,
        verdict=median.verdict,
        kind="survival",
    )


def _log_log(value: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    """v^exp(±z·se/(v·log v)): bounds that stay between 0 and 1; where v is 0 or 1 the last known ones."""
    inside = (value > 1e-12) & (value < 1 - 1e-12) & np.isfinite(se)
    v, s = np.where(inside, value, 0.5), np.where(inside, se, 0.0)
    spread = np.exp(z * s / (v * np.abs(np.log(v))))
    low, high = np.where(inside, v**spread, np.nan), np.where(inside, v ** (1 / spread), np.nan)
    return np.minimum(_carried(low, value), value), np.maximum(_carried(high, value), value)


def _carried(bound: Floats, value: Floats) -> Floats:
    last, found = None, []
    for b, v in zip(bound, value, strict=True):
        last = float(b) if np.isfinite(b) else last
        found.append(float(v) if last is None else last)
    return np.array(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence(Result):
    """`curves` by cause; `estimate` is the share that ended in any way by the last time shown."""

    curves: Mapping[str, Curve] = field(default_factory=dict)

    def at(self, cause: str, time: float) -> Result:
        """Share that ended by this cause up to a time."""
        return self.curves[cause].at(time)


@refusing(Incidence, "Aalen–Johansen", "incidence")
def aalen_johansen(times: Column, causes: Sequence[str | None], *, level: float = 0.95) -> Incidence:
    """Cumulative incidence when endings compete: delivered, cancelled, … ; None is still open.

    F_k(t) = Σ S(t−)·d_k/n by statsmodels, with log(−log) bounds. One minus a Kaplan–Meier curve that
    calls cancelled cases censored would overstate delivery. Source: Aalen & Johansen 1978,
    Scandinavian Journal of Statistics 5, 141–150. Reasons and cut as `kaplan_meier`.
    """
    from statsmodels.duration.survfunc import CumIncidenceRight

    clock = vector(times, clean=False)
    same_length(clock, causes)
    # A missing cause (None, NaN) is an open case; a missing time leaves the case out.
    known = [c if isinstance(c, str) else None for c, t in zip(causes, clock, strict=True) if not np.isnan(t)]
    names = sorted({cause for cause in known if cause is not None})
    status = [0.0 if cause is None else names.index(cause) + 1.0 for cause in known]
    time, ended = _read(clock[~np.isnan(clock)], status)
    if not names:
        raise refusal(time.size, "not_reached")
    fitted = CumIncidenceRight(time, ended.astype(int))
    moments = np.asarray(fitted.times, np.float64)
    risk = np.array([(time >= moment).sum() for moment in moments])
    curves = {}
    for index, name in enumerate(names):
        value, se = np.asarray(fitted.cinc[index]), np.asarray(fitted.cinc_se[index])
        events = int((ended == index + 1).sum())
        curves[name] = _incidence_curve(
            moments, value, _log_log(value, se, z_value(level)), risk, events, level
        )
    return Incidence(
        n=time.size,
        estimate=sum(curve.values[-1] for curve in curves.values()),
        level=level,
        method="Aalen–Johansen",
        verdict=gates.verdict("at_risk", time.size),
        kind="incidence",
        curves=curves,
    )


def _incidence_curve(
    moments: Floats, value: Floats, bounds: tuple[Floats, Floats], risk: Floats, events: int, level: float
) -> Curve:
    low, high = bounds
    return Curve(
        n=int(risk[0]),
        estimate=float(value[-1]),
        low=float(low[-1]),
        high=float(high[-1]),
        level=level,
        method="Aalen–Johansen",
        verdict=gates.verdict("at_risk", int(risk[0])),
        kind="incidence",
        times=tuple(map(float, moments)),
        values=tuple(map(float, value)),
        lower=tuple(map(float, low)),
        upper=tuple(map(float, high)),
        at_risk=tuple(int(count) for count in risk),
        events=events,
        shown_until=_shown_until(moments, risk),
        start=0.0,
    )
