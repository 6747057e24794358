"""How a family says no: raise Refusal anywhere inside, and the public function returns the reason.

Callers therefore never meet NaN or a traceback because of what the data are like. Wrong use by a
programmer (an unknown option, a confidence level of 95) still raises ValueError.
"""

import functools
from collections.abc import Callable
from math import isfinite
from typing import ParamSpec, TypeVar

import numpy as np

from . import gates
from .gates import Verdict
from .result import Result

P = ParamSpec("P")
R = TypeVar("R", bound=Result)


class Refusal(Exception):
    """These data cannot answer; carries the verdict with its typed reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.sentence())
        self.verdict = verdict


def refusal(n: int, code: str, **params: object) -> Refusal:
    """A Refusal for a reason that more data alone would not cure."""
    return Refusal(gates.refuse(n, code, **params))


def too_few(n: int, need: int, unit: str = "respondents") -> Refusal:
    """A Refusal because the formula itself (not the display gate) needs more."""
    verdict = gates.refuse(n, "too_few", have=n, need=need, more=max(0, need - n), unit=unit)
    return Refusal(Verdict(False, n, need, unit, verdict.reason))


def refusing(shape: type[R], method: str, kind: str = "value") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Turn a Refusal inside a measuring function into an empty result of its own type.

    Also the last net: a result whose numbers are not finite is refused rather than returned.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def measured(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                    return _finite(function(*args, **kwargs))
            except Refusal as no:
                verdict = no.verdict
            except np.linalg.LinAlgError:
                verdict = gates.refuse(0, "no_convergence")
            except (OverflowError, ZeroDivisionError):
                verdict = gates.refuse(0, "not_a_number", where=method)
            return shape(n=verdict.n, estimate=None, method=method, kind=kind, verdict=verdict)

        return measured

    return decorate


def _finite(result: R) -> R:
    for value in (result.estimate, result.low, result.high):
        if value is not None and not isfinite(value):
            raise refusal(result.n, "not_a_number", where=result.method)
    return result
