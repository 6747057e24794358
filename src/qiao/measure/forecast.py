"""How many will be done, and when, from recent periods alone; and Little's law as a check of the data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .answers import Column, vector
from .refusal import refusal, refusing, too_few
from .result import Floats, Result

PERCENTS = (50, 85, 95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Result):
    """`by_percent`: what is reached with 50, 85 and 95 % certainty; `estimate` is the 85 % one.

    `coverage`: in how many past forecasts the 85 % promise held, when it could be back-tested.
    """

    by_percent: Mapping[int, float] = field(default_factory=dict)
    coverage: Result | None = None

    def facts(self) -> dict[str, Any]:
        """Adds the three percentiles."""
        named = {f"p{percent}": self.by_percent[percent] for percent in PERCENTS if self.by_percent}
        return {**Result.facts(self), **named}


def _history(done: Column) -> Floats:
    history = vector(done)
    if history.size < 2:
        raise too_few(history.size, gates.minimum("forecast"), "periods")
    if (history < 0).any():
        raise refusal(history.size, "out_of_range", where="done", low=0, high="∞")
    return history


@refusing(Forecast, "resampled periods", "forecast_amount")
def forecast_amount(done: Column, periods: int, *, runs: int = 10_000, seed: int = 1) -> Forecast:
    """How many will at least be done in the next `periods`, by resampling recent periods.

    Each run draws `periods` of the past with replacement; "85 % sure" is the 15th percentile of the
    sums. Source: Efron 1979 (the bootstrap), as used for throughput by Magennis 2011. Missing
    periods are left out. Reasons: too_few, out_of_range. Shown from 20 periods, back-tested.
    """
    if periods < 1:
        raise ValueError("at least one period ahead")
    history = _history(done)

    def amount(past: Floats, generator: np.random.Generator) -> Floats:
        return np.asarray(generator.choice(past, (runs, periods)).sum(axis=1))

    totals = amount(history, np.random.default_rng(seed))
    by_percent = {
        percent: float(np.percentile(totals, 100 - percent, method="lower")) for percent in PERCENTS
    }
    return Forecast(
        n=history.size,
        estimate=by_percent[85],
        low=by_percent[95],
        high=by_percent[50],
        level=0.85,
        method="resampled periods",
        verdict=gates.verdict("forecast", history.size),
        kind="forecast_amount",
        by_percent=by_percent,
        coverage=_backtest(history, periods, amount, seed),
    )


def _backtest(
    history: Floats, ahead: int, amount: Callable[[Floats, np.random.Generator], Floats], seed: int
) -> Result | None:
    """At every past moment with enough periods behind it: would the 85 % promise have held?"""
    from .intervals import wilson

    need, generator = gates.minimum("forecast"), np.random.default_rng(seed)
    moments = range(need, history.size - ahead + 1)
    if not moments:
        return None
    kept = 0
    for moment in moments:
        promise = np.percentile(amount(history[:moment], generator), 15, method="lower")
        kept += bool(history[moment : moment + ahead].sum() >= promise)
    return wilson(kept, len(moments))


@refusing(Forecast, "resampled periods", "forecast_periods")
def forecast_periods(
    done: Column, amount: float, *, runs: int = 10_000, seed: int = 1, most: int = 10_000
) -> Forecast:
    """After how many periods at most `amount` will be done, with 50, 85 and 95 % certainty.

    Resampling as `forecast_amount`. Reasons: too_few, out_of_range; not_reached when nothing was done
    in any period, or when it takes more than `most` periods. Shown from 20 periods.
    """
    if amount <= 0:
        raise ValueError("an amount to be done is positive")
    history, generator = _history(done), np.random.default_rng(seed)
    if history.sum() <= 0 or amount / history.mean() > most:
        raise refusal(history.size, "not_reached")
    reached, total = np.zeros(runs), np.zeros(runs)
    for period in range(1, most + 1):
        total += generator.choice(history, runs)
        reached[(reached == 0) & (total >= amount)] = period
        if (reached > 0).all():
            break
    else:
        raise refusal(history.size, "not_reached")
    by_percent = {percent: float(np.percentile(reached, percent, method="higher")) for percent in PERCENTS}
    return Forecast(
        n=history.size,
        estimate=by_percent[85],
        low=by_percent[50],
        high=by_percent[95],
        level=0.85,
        method="resampled periods",
        verdict=gates.verdict("forecast", history.size),
        kind="forecast_periods",
        by_percent=by_percent,
    )


@refusing(Result, "Little's law", "littles_law")
def littles_law(open_now: float, arrivals_per_period: float, mean_duration: float, *, n: int) -> Result:
    """Data check L/(λW): near 1 when the clocks and the counts tell the same story.

    L mean open cases, λ arrivals per period, W mean duration in periods, n cases. Only a check of data
    in a steady state, never a measure of service. Source: Little 1961, Operations Research 9, 383–387.
    Reasons: empty, out_of_range.
    """
    if n <= 0:
        raise refusal(0, "empty")
    if open_now < 0 or arrivals_per_period <= 0 or mean_duration <= 0:
        raise refusal(n, "out_of_range", where="L, λ, W", low=0, high="∞")
    return Result(
        n=n,
        estimate=open_now / (arrivals_per_period * mean_duration),
        method="Little's law",
        verdict=gates.verdict("score", n),
        kind="littles_law",
    )
