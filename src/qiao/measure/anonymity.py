"""What may be shown without showing anybody: the same for every role, administrators included.

1. A cut needs k respondents. 2. What is left of a visible whole is nobody or at least k. 3. Any two
cuts released in a wave, to whomever, differ by nobody or at least k. 4. Results appear at the close or
in batches of k. 5. The rank test over everything released solves for nobody. 6. What is withheld is
explained without a count that would allow subtraction. Source: MEASUREMENT.md; Willenborg & de Waal
2001, Elements of Statistical Disclosure Control.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .audit import Audit, Packed, audit
from .reasons import Reason
from .register import Decision, Kind, Members, Register
from .result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Result):
    """`estimate` is how many of the `n` cuts may be shown; `audit` the rank test over all released."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    audit: Audit | None = None

    @property
    def released(self) -> tuple[str, ...]:
        """Labels that may be shown."""
        return tuple(label for label, decision in self.decisions.items() if decision.shown)

    @property
    def withheld(self) -> tuple[str, ...]:
        """Labels that may not."""
        return tuple(label for label, decision in self.decisions.items() if not decision.shown)

    def facts(self) -> dict[str, Any]:
        """Adds how many are withheld."""
        return {**Result.facts(self), "shown_cuts": len(self.released), "withheld": len(self.withheld)}


def releasable(
    cuts: Mapping[str, Members],
    register: Register | None = None,
    *,
    visible: Iterable[Members] = (),
    kind: Kind = "score",
) -> Release:
    """Decide which cuts of a page may be shown, in their order, and put those on the register.

    `cuts` maps a label to its respondents (mask, positions or ids); name wholes before their parts,
    because the first released decides. `visible` are wholes that can be seen elsewhere (rule 2).
    A cut with the same respondents as a released one is always shown again. Without a register the
    cuts are judged among themselves. 500 cuts of 10,000 respondents take well under 100 ms.

    >>> sales, tech = range(4), range(4, 13)
    >>> page = releasable({"all": range(13), "sales": sales, "tech": tech})
    >>> page.released, page.withheld
    (('all',), ('sales', 'tech'))
    """
    own = Register(kind) if register is None else register
    wholes = [own.positions(members) for members in visible]
    masks = {label: own.positions(members) for label, members in cuts.items()}
    own.widen(max((mask.size for mask in (*wholes, *masks.values())), default=0))
    before = own.settled = len(own)
    decisions = {label: own.decide(label, mask, wholes) for label, mask in masks.items()}
    found = own.audit()
    if not found.safe:
        found = _withhold_exposing(own, before, decisions)
    shown = sum(decision.shown for decision in decisions.values())
    return Release(
        n=len(decisions),
        estimate=float(shown),
        level=1.0,
        method=f"k = {own.k}, differences, rank test",
        verdict=gates.Verdict(True, len(decisions), 0),
        kind="release",
        decisions=decisions,
        audit=found,
    )


def _withhold_exposing(own: Register, before: int, decisions: dict[str, Decision]) -> Audit:
    """Take back, one after the other, each cut with which the rank test first fails (rule 5)."""
    waiting = own.drop_after(before)
    while waiting:
        good, bad = 0, len(waiting)  # the first `good` are safe together, the first `bad` are not
        if _with_first(own, waiting, bad):
            break
        while bad - good > 1:
            middle = (good + bad) // 2
            if _with_first(own, waiting, middle):
                good = middle
            else:
                bad = middle
        for label, row in waiting[: bad - 1]:
            own.add(label, row)
        label = waiting[bad - 1][0]
        decisions[label] = Decision(label, False, reason=Reason("cut_identifies"))
        waiting = waiting[bad:]
    for label, row in waiting:
        own.add(label, row)
    return own.audit()


def _with_first(own: Register, waiting: list[tuple[str, Packed]], count: int) -> bool:
    held = len(own)
    for label, row in waiting[:count]:
        own.add(label, row)
    safe = own.audit().safe
    own.drop_after(held)
    return safe


def publish_batch(answers: int, published: int, *, closed: bool, kind: Kind = "score") -> bool:
    """Rule 4: may results be published now? At the close, or when at least k new answers have come.

    A few stragglers after the last batch stay out for good, at the close as well. A live mean leaks,
    x(n+1) = (n+1)·m(n+1) − n·m(n). Raises ValueError for impossible counts.

    >>> publish_batch(6, 5, closed=False), publish_batch(10, 5, closed=False)
    (False, True)
    """
    if not 0 <= published <= answers:
        raise ValueError("published answers lie between 0 and all answers")
    least = gates.minimum(kind)
    new = answers - published
    return answers >= least and (new >= least or (closed and new == 0))


def revealed(n_before: int, mean_before: float, n_after: int, mean_after: float) -> float:
    """What two successive means give away together: the mean of the answers between them.

    >>> revealed(5, 4.0, 6, 3.5)
    1.0
    """
    if n_after <= n_before:
        raise ValueError("the second mean rests on more answers")
    return (n_after * mean_after - n_before * mean_before) / (n_after - n_before)


def audit_cuts(cuts: Mapping[str, Iterable[Any]], *, kind: Kind = "score") -> Audit:
    """The rank test over cuts that were released elsewhere, whatever rules were applied there."""
    register = Register(kind)
    masks = [register.positions(members) for members in cuts.values()]
    width = max((mask.size for mask in masks), default=0)
    matrix = np.array([np.pad(mask, (0, width - mask.size)) for mask in masks], np.bool_)
    return audit(matrix.reshape(len(masks), width), register.k)
