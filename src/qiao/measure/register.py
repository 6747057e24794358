"""What has been released: cuts as bits, their overlaps, and the rules that compare a new cut with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from . import gates
from .audit import Audit, Packed, audit, common, pack
from .reasons import Reason
from .result import Bools, Floats, Ints

Kind = Literal["score", "comment"]
Members = Any  # a boolean mask over all respondents, an array of whole numbers, or any iterable of ids
WIDEST = 1 << 20  # whole numbers up to here are taken as positions, larger ones as ids
MOST = 1 << 26


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


class Register:
    """What a wave has released so far, to anyone. One register per wave and kind of output.

    Keep everything computed from the same answers in one register. Members are *respondents of the
    wave* (anonymous answer numbers), not those who answered one question: figures that differ only in
    who skipped a question would otherwise differ by fewer than k. Between two requests a register is
    kept as `released()` and brought back by `Register.restore`.
    """

    def __init__(self, kind: Kind = "score") -> None:
        self.kind: Kind = kind
        self.labels: list[str] = []
        self._rows: Packed = np.zeros((16, 1), np.uint64)
        self._overlap: Floats = np.zeros((16, 16))
        self._sizes: Ints = np.zeros(16, np.int64)
        self._place: dict[Any, int] | None = None
        self.settled = 0  # cuts of earlier pages: asked again, they are shown without a second entry

    @classmethod
    def restore(cls, released: Mapping[str, Members], kind: Kind = "score") -> "Register":
        """A register as it was, from `released()`; nothing is decided anew."""
        register = cls(kind)
        for label, members in released.items():
            register.add(label, register.row(register.positions(members)))
        return register

    def released(self) -> dict[str, list[Any]]:
        """Who stands behind every released cut, to be kept: positions, or the ids they were given by."""
        ids = None if self._place is None else list(self._place)
        found = {}
        for label, mask in zip(self.labels, self.masks(), strict=True):
            places = np.flatnonzero(mask).tolist()
            found[label] = places if ids is None else [ids[place] for place in places]
        return found

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
        widest = WIDEST if not self.labels else MOST
        plain = self._place is None and (given.size == 0 or np.issubdtype(given.dtype, np.integer))
        if plain and (given.size == 0 or (given.min() >= 0 and given.max() < widest)):
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

    def widen(self, people: int) -> None:
        """Make room for so many respondents."""
        spare = -(-people // 64) - self._rows.shape[1]
        if spare > 0:
            self._rows = np.pad(self._rows, ((0, 0), (0, spare)))

    def row(self, mask: Bools) -> Packed:
        """Membership as bits, as wide as the register."""
        row = pack(mask)
        self.widen(64 * row.size)
        spare = self._rows.shape[1] - row.size
        return np.pad(row, (0, spare)) if spare else row

    def decide(self, label: str, mask: Bools, wholes: Sequence[Bools] = ()) -> Decision:
        """Rules 1 to 3 for one cut, which goes on the register when it passes and is new."""
        row, n = self.row(mask), int(mask.sum())
        if n < self.k:
            return Decision(label, False, reason=Reason("cut_too_small", {"k": self.k}))
        shared = common(self._rows[: len(self)], row)
        apart = self._sizes[: len(self)] + n - 2 * shared
        close = np.flatnonzero((apart > 0) & (apart < self.k))
        if close.size:
            other = self.labels[int(close[0])]
            reason = Reason("cut_too_close", {"k": self.k, "other": other})
            return Decision(label, False, reason=reason, against=other)
        if any(self._leaves_few(row, self.row(whole)) for whole in wholes):
            return Decision(label, False, reason=Reason("remainder_too_small", {"k": self.k}))
        if not (apart[: self.settled] == 0).any():
            self.add(label, row, shared, n)
        return Decision(label, True, n)

    def _leaves_few(self, row: Packed, whole: Packed) -> bool:
        """Rule 2: inside a whole that can be seen elsewhere, the others are nobody or at least k."""
        inside = not int(np.bitwise_count(row & ~whole).sum())
        return inside and 0 < int(np.bitwise_count(whole & ~row).sum()) < self.k

    def add(self, label: str, row: Packed, shared: Ints | None = None, n: int | None = None) -> None:
        """Put one cut on the register, whatever the rules say of it."""
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

    def drop_after(self, count: int) -> list[tuple[str, Packed]]:
        """Take back what was added after the first `count` cuts."""
        dropped = [(label, self._rows[count + i].copy()) for i, label in enumerate(self.labels[count:])]
        del self.labels[count:]
        return dropped
