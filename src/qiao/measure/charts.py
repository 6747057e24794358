"""Control charts instead of arrows: is this month different, or just the next draw?

Rules: one point outside the limits; eight in a row on one side of the centre.
Source: Wheeler 2000, Understanding Variation; Laney 2002, Quality Engineering 14, 531–537.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from . import gates
from .answers import Column, same_length, vector
from .refusal import refusal, refusing, too_few
from .result import Floats, Result

RUN = 8
D2 = 1.128  # expected moving range of two normal values, in standard deviations


@dataclass(frozen=True, slots=True)
class Signal:
    """Point `index` (from 0) breaks a rule; for a run it is the point that completes it."""

    index: int
    rule: Literal["outside", "run"]
    side: Literal["above", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Result):
    """`estimate` is the centre line; `lower` and `upper` the limits of every point.

    `low` and `high` are the limits where they are the same for all points (XmR).
    """

    points: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    signals: tuple[Signal, ...] = ()
    moving_range: float | None = None
    moving_range_limit: float | None = None
    sigma_z: float | None = None

    def facts(self) -> dict[str, Any]:
        """Adds the number of signals."""
        found = "signal" if self.signals else "quiet"
        return {**Result.facts(self), "signals": len(self.signals), "variant": found}


def _signals(x: Floats, centre: float, lower: Floats, upper: Floats, places: Floats) -> tuple[Signal, ...]:
    found = [Signal(int(places[i]), "outside", "above") for i in np.flatnonzero(x > upper)]
    found += [Signal(int(places[i]), "outside", "below") for i in np.flatnonzero(x < lower)]
    run, last = 0, 0.0
    for i, side in enumerate(np.sign(x - centre)):
        run = run + 1 if side == last and side != 0 else int(side != 0)
        last = float(side)
        if run == RUN:
            found.append(Signal(int(places[i]), "run", "above" if side > 0 else "below"))
    return tuple(sorted(found, key=lambda signal: signal.index))


@refusing(Chart, "XmR", "xmr")
def xmr(values: Column, *, baseline: int | None = None) -> Chart:
    """Individuals chart: x̄ ± 2.66·mR̄; the moving range's limit is 3.267·mR̄.

    With `baseline`, the first so many points fix the limits and all are judged against them.
    A missing point is left out, and no moving range spans the hole. Units: those of the values.
    Reasons: too_few (3), no_variation. Shown from 12 points, provisional until 20.
    """
    raw = vector(values, clean=False)
    used = raw if baseline is None else raw[:baseline]
    steps = np.abs(np.diff(used))
    steps, known = steps[~np.isnan(steps)], vector(used)
    if known.size < 3 or steps.size < 2:
        raise too_few(known.size, gates.minimum("xmr"), "points")
    vector(raw)
    centre, moving = float(known.mean()), float(steps.mean())
    if moving <= 0:
        raise refusal(known.size, "no_variation")
    low, high = centre - 2.66 * moving, centre + 2.66 * moving
    places = np.flatnonzero(~np.isnan(raw)).astype(np.float64)
    x = vector(raw)
    lower, upper = np.full(x.size, low), np.full(x.size, high)
    return Chart(
        n=known.size,
        estimate=centre,
        low=low,
        high=high,
        level=0.9973,
        method="XmR",
        verdict=gates.verdict("xmr", known.size),
        kind="chart",
        points=tuple(map(float, x)),
        lower=tuple(map(float, lower)),
        upper=tuple(map(float, upper)),
        signals=_signals(x, centre, lower, upper, places),
        moving_range=moving,
        moving_range_limit=3.267 * moving,
    )


@refusing(Chart, "p", "share_chart")
def p_chart(events: Column, n: Column) -> Chart:
    """Shares over time: p̄ ± 3√(p̄q̄/n_i). Right for small counts; see `laney_p` for large ones.

    Units: share 0–1. Reasons: too_few (3 points), impossible_count, no_variation. From 12 points.
    """
    return _share_chart(events, n, "p")


@refusing(Chart, "Laney p′", "share_chart")
def laney_p(events: Column, n: Column) -> Chart:
    """Shares over time when n is large: p̄ ± 3·σ_z·√(p̄q̄/n_i), σ_z = mR̄(z)/1.128.

    σ_z takes up what varies between periods besides chance, so that a big unit does not alarm
    every month. Units, reasons and gate as `p_chart`; σ_z = 0 is refused as no_variation.
    """
    return _share_chart(events, n, "Laney p′")


def _share_chart(events: Column, n: Column, method: str) -> Chart:
    d, total = vector(events, clean=False), vector(n, clean=False)
    same_length(d, total)
    keep = ~np.isnan(d) & (total > 0)
    places = np.flatnonzero(keep).astype(np.float64)
    d, total = d[keep], total[keep]
    if d.size < 3:
        raise too_few(d.size, gates.minimum("xmr"), "points")
    if (d < 0).any() or (d > total).any() or not np.isfinite(total).all():
        raise refusal(d.size, "impossible_count", part=float(d.max()), whole=float(total.min()))
    centre = float(d.sum() / total.sum())
    if not 0 < centre < 1:
        raise refusal(d.size, "no_variation")
    share, sd = d / total, np.sqrt(centre * (1 - centre) / total)
    sigma_z = float(np.abs(np.diff((share - centre) / sd)).mean()) / D2
    if method != "p" and sigma_z <= 0:
        raise refusal(d.size, "no_variation")
    width = 3 * sd * (1.0 if method == "p" else sigma_z)
    lower, upper = np.maximum(centre - width, 0.0), np.minimum(centre + width, 1.0)
    return Chart(
        n=d.size,
        estimate=centre,
        level=0.9973,
        method=method,
        verdict=gates.verdict("xmr", d.size),
        kind="share_chart",
        points=tuple(map(float, share)),
        lower=tuple(map(float, lower)),
        upper=tuple(map(float, upper)),
        signals=_signals(share, centre, lower, upper, places),
        sigma_z=sigma_z,
    )
