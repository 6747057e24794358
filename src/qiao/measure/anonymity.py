"""What may be shown without showing anybody: the same for every role, administrators included.

1. A cut needs k respondents. 2. What is left of a visible whole is nobody or at least k. 3. Any two
cuts released in a wave, to whomever, differ by nobody or at least k. 4. Results appear at the close or
in batches of k. 5. The rank test over everything released solves for nobody. 6. What is withheld is
explained without a count that would allow subtraction. Source: MEASUREMENT.md; Willenborg & de Waal
2001, Elements of Statistical Disclosure Control.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from . import gates
from .audit import Audit, Packed, audit, common, pack
from .reasons import Reason
from .result import Bools, Floats, Ints, Result

Kind = Literal["score", "comment"]
Members = Any  # a boolean mask over all respondents, an array of whole numbers, or any iterable of ids
WIDEST = 1 << 22


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one cut may be shown. `n` is None when withheld: a count would allow subtraction."""

    label: str
    shown: bool
    n: int | None = None
    reason: Reason | None = None
    against: str | None = None

    def sentence(self, language: str = "en") -> str:
        """Why it is withheld, or that it may be shown; never a count of a withheld group."""
        if self.reason is not None:
            return self.reason.sentence(language)
        return "可以显示。" if language.lower().startswith("zh") else "May be shown."


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


class Register:
    """What a wave has released so far, to anyone. One register per wave and kind of output.

    Keep everything computed from the same answers in one register. Members are *respondents of the
    wave* (anonymous answer numbers), not those who answered one question: figures that differ only in
    who skipped a question would otherwise differ by fewer than k.
    """

    def __init__(self, kind: Kind = "score") -> None:
        self.kind: Kind = kind
        self.labels: list[str] = []
        self._rows: Packed = np.zeros((16, 1), np.uint64)
        self._overlap: Floats = np.zeros((16, 16))
        self._sizes: Ints = np.zeros(16, np.int64)
        self._place: dict[Any, int] | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def k(self) -> int:
        """The minimum in force for this kind of output."""
        return gates.minimum(self.kind)

    def masks(self) -> Bools:
        """Cut × respondent incidence matrix A of everything released."""
        bits = np.unpackbits(self._rows[: len(self)].view(np.uint8), axis=1)
        return bits.astype(np.bool_)

    def audit(self) -> Audit:
        """The rank test over everything released."""
        return audit(self.masks(), self.k, gram=self._overlap[: len(self), : len(self)])

    def positions(self, members: Members) -> Bools:
        """Members as a mask. Masks and whole numbers name positions; other ids are numbered on sight."""
        given = np.asarray(members if hasattr(members, "__len__") else list(members))
        if given.dtype == np.bool_:
            return given
        plain = self._place is None and (given.size == 0 or np.issubdtype(given.dtype, np.integer))
        if plain and (given.size == 0 or (given.min() >= 0 and given.max() < WIDEST)):
            mask = np.zeros(int(given.max()) + 1 if given.size else 1, np.bool_)
            mask[given.astype(np.int64)] = True
            return mask
        if self._place is None:
            if self.labels:
                raise ValueError("a register names respondents in one way, by position or by id")
            self._place = {}
        place = self._place
        found = [place.setdefault(one, len(place)) for one in given.tolist()]
        mask = np.zeros(len(place), np.bool_)
        mask[found] = True
        return mask

    def _widen(self, words: int) -> None:
        spare = words - self._rows.shape[1]
        if spare > 0:
            self._rows = np.pad(self._rows, ((0, 0), (0, spare)))

    def _row(self, mask: Bools) -> Packed:
        row = pack(mask)
        self._widen(row.size)
        spare = self._rows.shape[1] - row.size
        return np.pad(row, (0, spare)) if spare else row

    def _why_not(self, label: str, shared: Ints, n: int) -> Decision:
        """Rules 1 and 3; `shared` are the overlaps |S∩T| with everything released."""
        if n < self.k:
            return Decision(label, False, reason=Reason("cut_too_small", {"k": self.k}))
        apart = self._sizes[: len(self)] + n - 2 * shared
        close = np.flatnonzero((apart > 0) & (apart < self.k))
        if close.size:
            other = self.labels[int(close[0])]
            reason = Reason("cut_too_close", {"k": self.k, "other": other})
            return Decision(label, False, reason=reason, against=other)
        return Decision(label, True, n)

    def _add(self, label: str, row: Packed, shared: Ints | None = None, n: int | None = None) -> None:
        count = len(self)
        shared = common(self._rows[:count], row) if shared is None else shared
        n = int(np.bitwise_count(row).sum()) if n is None else n
        if count == self._rows.shape[0]:
            self._rows = np.pad(self._rows, ((0, count), (0, 0)))
            self._overlap = np.pad(self._overlap, (0, count))
            self._sizes = np.pad(self._sizes, (0, count))
        self._rows[count] = row
        self._overlap[count, :count] = self._overlap[:count, count] = shared
        self._overlap[count, count] = self._sizes[count] = n
        self.labels.append(label)

    def _drop_after(self, count: int) -> list[tuple[str, Packed]]:
        dropped = [(label, self._rows[count + i].copy()) for i, label in enumerate(self.labels[count:])]
        del self.labels[count:]
        return dropped


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
    sizes = {label: int(mask.sum()) for label, mask in masks.items()}
    before = len(own)
    decisions = {label: _decide(own, label, mask, sizes[label], wholes) for label, mask in masks.items()}
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


def _decide(own: Register, label: str, mask: Bools, n: int, wholes: Sequence[Bools]) -> Decision:
    """Rules 1 to 3 for one cut, which goes on the register when it passes."""
    row = own._row(mask)
    shared = common(own._rows[: len(own)], row)
    decision = own._why_not(label, shared, n)
    if decision.shown and _leaves_few(own, row, wholes):
        return Decision(label, False, reason=Reason("remainder_too_small", {"k": own.k}))
    if decision.shown:
        own._add(label, row, shared, n)
    return decision


def _leaves_few(own: Register, row: Packed, wholes: Sequence[Bools]) -> bool:
    """Rule 2: inside a whole that can be seen elsewhere, the others are nobody or at least k."""
    for mask in wholes:
        whole = own._row(mask)
        padded = np.pad(row, (0, whole.size - row.size))
        inside = not int(np.bitwise_count(padded & ~whole).sum())
        left = int(np.bitwise_count(whole & ~padded).sum())
        if inside and 0 < left < own.k:
            return True
    return False


def _withhold_exposing(own: Register, before: int, decisions: dict[str, Decision]) -> Audit:
    """Take back, one after the other, each cut with which the rank test first fails (rule 5)."""
    waiting = own._drop_after(before)
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
            own._add(label, row)
        label = waiting[bad - 1][0]
        decisions[label] = Decision(label, False, reason=Reason("cut_identifies"))
        waiting = waiting[bad:]
    for label, row in waiting:
        own._add(label, row)
    return own.audit()


def _with_first(own: Register, waiting: list[tuple[str, Packed]], count: int) -> bool:
    held = len(own)
    for label, row in waiting[:count]:
        own._add(label, row)
    safe = own.audit().safe
    own._drop_after(held)
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
