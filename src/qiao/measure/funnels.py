"""Funnel plots: departments of different size against one target, instead of a league table."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from . import gates
from .answers import Column, same_length, vector
from .gates import Verdict
from .refusal import refusal, refusing
from .result import Floats, Result

WARNING, ALARM = 1.96, 3.0902
Place = Literal["inside", "warning", "alarm"]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One department: its share, the two pairs of limits at its n, and where it lies."""

    n: int
    share: float
    warning: tuple[float, float]
    alarm: tuple[float, float]
    place: Place
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel(Result):
    """`estimate` is the target or the common share; `phi` how much more varies than chance."""

    points: tuple[FunnelPoint, ...] = ()
    phi: float | None = None

    def facts(self) -> dict[str, Any]:
        """Adds how many departments lie outside."""
        outside = sum(point.place == "alarm" for point in self.points)
        return {**Result.facts(self), "departments": len(self.points), "outside": outside}


def funnel_limits(p0: ArrayLike, n: Column, *, z: float = WARNING, phi: float = 1.0) -> tuple[Floats, Floats]:
    """p0 ± z√(φ·p0q0/n), cut at 0 and 1. Source: Spiegelhalter 2005, Statistics in Medicine 24, 1185.

    >>> low, high = funnel_limits(0.8, 50)
    >>> round(float(low), 3), round(float(high), 3)
    (0.689, 0.911)
    """
    share = np.asarray(p0, np.float64)
    half = z * np.sqrt(phi * share * (1 - share) / np.asarray(n, np.float64))
    return np.maximum(share - half, 0.0), np.minimum(share + half, 1.0)


@refusing(Funnel, "funnel", "funnel")
def funnel(successes: Column, n: Column, *, target: float | None = None) -> Funnel:
    """Shares of departments against limits that widen as n shrinks (z = 1.96 and 3.0902).

    Overdispersion φ = mean of squared z, winsorised at 10 % on each side; with φ > 1 and at least
    10 departments the limits are widened by √φ. Target: given, or the common share.
    Departments with a missing count are left out.
    Reasons: empty, impossible_count, no_variation. Every point is shown from 5 respondents.
    """
    k, total = vector(successes, clean=False), vector(n, clean=False)
    same_length(k, total)
    given = ~(np.isnan(k) | np.isnan(total))
    k, total = k[given], total[given]
    if total.sum() == 0:
        raise refusal(0, "empty")
    if not (np.isfinite(k) & np.isfinite(total) & (total > 0) & (k >= 0) & (k <= total)).all():
        raise refusal(int(total.sum()), "impossible_count", part=float(k.max()), whole=float(total.max()))
    centre = float(k.sum() / total.sum()) if target is None else float(target)
    if not 0 < centre < 1:
        raise refusal(int(total.sum()), "no_variation")
    share = k / total
    phi = _overdispersion((share - centre) / np.sqrt(centre * (1 - centre) / total))
    widened = max(1.0, phi) if phi is not None else 1.0
    return Funnel(
        n=int(total.sum()),
        estimate=centre,
        method="funnel",
        verdict=gates.verdict("score", int(total.min())),
        kind="funnel",
        points=_points(share, total, centre, widened),
        phi=phi,
    )


def _overdispersion(z: Floats) -> float | None:
    """Mean winsorised z², or None below the gate. One tenth on each side is pulled in."""
    if not gates.verdict("overdispersion", z.size):
        return None
    low, high = np.quantile(z, [0.1, 0.9])
    return float((np.clip(z, low, high) ** 2).mean())


def _points(share: Floats, n: Floats, centre: float, phi: float) -> tuple[FunnelPoint, ...]:
    near, far = funnel_limits(centre, n, phi=phi), funnel_limits(centre, n, z=ALARM, phi=phi)
    found = []
    for i in range(n.size):
        warning = (float(near[0][i]), float(near[1][i]))
        alarm = (float(far[0][i]), float(far[1][i]))
        place = _place(float(share[i]), warning, alarm)
        enough = gates.verdict("score", int(n[i]))
        found.append(FunnelPoint(int(n[i]), float(share[i]), warning, alarm, place, enough))
    return tuple(found)


def _place(share: float, warning: tuple[float, float], alarm: tuple[float, float]) -> Place:
    if not alarm[0] <= share <= alarm[1]:
        return "alarm"
    return "inside" if warning[0] <= share <= warning[1] else "warning"
