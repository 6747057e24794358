"""Did the message arrive, was it understood, did it survive the way down, and do people speak up?"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import gates
from .intervals import wilson
from .refusal import refusal, refusing
from .result import Result


def reach_by_level(acknowledged: Mapping[str, int], eligible: Mapping[str, int]) -> dict[str, Result]:
    """Share that acknowledged, per level (Wilson). Acknowledged is not understood.

    A level without anybody eligible, or with fewer eligible than acknowledged, carries its reason.
    """
    return {level: wilson(acknowledged.get(level, 0), count) for level, count in eligible.items()}


@refusing(Result, "scenario questions", "comprehension")
def comprehension(right: int, answered: int) -> Result:
    """Share of people who got the one to three scenario questions right (Wilson). Shown from 5."""
    found = wilson(right, answered)
    if found.estimate is None and found.reason is not None:
        raise refusal(found.n, found.reason.code, **found.reason.params)
    return Result(
        n=found.n,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        method="scenario questions",
        verdict=found.verdict,
        kind="comprehension",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fidelity(Result):
    """`estimate` is the retention per hop; `levels` the share of key points right at each level."""

    levels: tuple[float, ...] = ()
    added: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Adds the share that is left at the end."""
        return {**Result.facts(self), "left": self.levels[-1] if self.levels else 0.0}


@refusing(Fidelity, "key points", "fidelity")
def fidelity(right: Sequence[int], key_points: int, added: Sequence[int] = ()) -> Fidelity:
    """What is left of a message after each hop, and per hop: (f_L/f_0)^(1/L), f = right/key points.

    `right` starts with the author's own level; `added` counts invented points. Source: Bartlett 1932,
    Remembering (serial reproduction). Units: share 0–1. n is the number of levels read back.
    Reasons: empty, impossible_count. A single chain is an example, not a measure of a department.

    >>> round(fidelity([10, 8, 6], 10).estimate, 3)
    0.775
    """
    if key_points < 1 or len(right) < 2:
        raise refusal(0, "empty")
    if min(right) < 0 or max(right) > key_points:
        raise refusal(len(right), "impossible_count", part=max(right), whole=key_points)
    if right[0] == 0:
        raise refusal(len(right), "empty")
    levels, hops = tuple(count / key_points for count in right), len(right) - 1
    return Fidelity(
        n=len(right),
        estimate=(levels[-1] / levels[0]) ** (1 / hops),
        method="key points",
        verdict=gates.Verdict(True, len(right), 2, "points"),
        kind="fidelity",
        levels=levels,
        added=tuple(added),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices(Result):
    """`estimate` is the share of people who spoke up at least once; `per_hundred` counts every voice."""

    per_hundred: float = 0.0
    answered: Result | None = None
    implemented: Result | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Adds voices per hundred people."""
        return {**Result.facts(self), "per_hundred": self.per_hundred}


@refusing(Voices, "distinct voices", "voices")
def voices(
    authors: Iterable[Hashable],
    people: int,
    *,
    closed_with_reason: int = 0,
    implemented: int = 0,
) -> Voices:
    """Voices per 100 people, the share of distinct people, and what became of the voices.

    No voices means "unknown" (reason no_voices), never "satisfied". Time to the first reply:
    `kaplan_meier`. Reasons: empty (no people), no_voices, impossible_count. Shown from 5 people.
    """
    said = list(authors)
    if people < 1:
        raise refusal(0, "empty")
    if not said:
        raise refusal(people, "no_voices")
    distinct = len(set(said))
    share = wilson(distinct, people)
    if share.estimate is None:
        raise refusal(people, "impossible_count", part=distinct, whole=people)
    return Voices(
        n=people,
        estimate=share.estimate,
        low=share.low,
        high=share.high,
        method="distinct voices",
        verdict=share.verdict,
        kind="voices",
        per_hundred=100 * len(said) / people,
        answered=wilson(closed_with_reason, len(said)),
        implemented=wilson(implemented, len(said)),
        outcomes={"voices": len(said), "closed": closed_with_reason, "implemented": implemented},
    )
