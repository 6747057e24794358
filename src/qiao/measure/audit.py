"""The rank test: can anybody be solved for from everything that was released?

Person i is exposed when e_i lies in the row space of A, the incidence matrix of the released cuts:
rank([A; e_i]) = rank(A). Instead of one rank per person, one random vector is projected onto the null
space of A: its sum over a group of people is 0 exactly when that group's total can be solved for
(any other group gives 0 with probability 0). People whom every cut treats alike form one atom; nobody
inside an atom of two or more can be told apart from the others in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .result import Bools, Floats, Ints

Packed = NDArray[np.uint64]
ZERO = 1e-6


@dataclass(frozen=True, slots=True)
class Audit:
    """`exposed` are positions of people whose own value can be solved for; `small_groups` are groups
    of fewer than k whose total can. Both empty means that the release keeps its promise."""

    cuts: int
    respondents: int
    exposed: tuple[int, ...]
    small_groups: tuple[tuple[int, ...], ...]

    @property
    def safe(self) -> bool:
        """Nothing below k can be solved for."""
        return not self.exposed and not self.small_groups


def pack(mask: Bools) -> Packed:
    """Membership as bits in whole 64-bit words (rows for a matrix)."""
    bits = np.packbits(mask, axis=-1)
    whole = np.zeros((*bits.shape[:-1], -(-bits.shape[-1] // 8) * 8), np.uint8)
    whole[..., : bits.shape[-1]] = bits
    return whole.view(np.uint64)


def common(rows: Packed, one: Packed) -> Ints:
    """|S∩T| of one cut with every row."""
    return np.asarray(np.bitwise_count(rows & one).sum(axis=1, dtype=np.int64))


def overlaps(rows: Packed) -> Floats:
    """|S∩T| of every two rows: the Gram matrix of A."""
    found = np.empty((rows.shape[0], rows.shape[0]))
    for i, row in enumerate(rows):
        found[i, : i + 1] = common(rows[: i + 1], row)
    return np.asarray(np.tril(found) + np.tril(found, -1).T)


def atoms(masks: Bools) -> tuple[Ints, Ints]:
    """The atom of every person and one representative per atom (people in no cut form one as well)."""
    bits = np.packbits(masks, axis=0)
    columns = np.zeros((masks.shape[1], -(-bits.shape[0] // 8) * 8), np.uint8)
    columns[:, : bits.shape[0]] = bits.T
    words = columns.view(np.uint64)
    if words.shape[1] == 1:
        key = words[:, 0]
    else:
        rng = np.random.default_rng(20_260_000)
        odd = rng.integers(1, 2**63, (2, words.shape[1]), dtype=np.uint64) | np.uint64(1)
        mixed = words * odd[0]
        mixed ^= mixed >> np.uint64(32)
        key = np.asarray((mixed * odd[1]).sum(axis=1, dtype=np.uint64))
    _, first, member = np.unique(key, return_index=True, return_inverse=True)
    return member.astype(np.int64), first.astype(np.int64)


def audit(masks: Bools, k: int, *, gram: Floats | None = None) -> Audit:
    """Audit released cuts (rows of `masks`: cut × respondent).

    `gram` may bring the overlaps along when they are known. Exact up to a chance of about one in a
    million of refusing what is safe; it never passes what is not.
    """
    masks = np.atleast_2d(np.asarray(masks, np.bool_))
    cuts, people = masks.shape
    if not cuts or not people:
        return Audit(cuts, people, (), ())
    member, first = atoms(masks)
    size = np.bincount(member)
    covered = np.asarray(masks.any(axis=0))[first]
    small = np.flatnonzero((size < k) & covered)
    if not small.size:
        return Audit(cuts, people, (), ())
    sums = _null_sums(
        masks[:, first].astype(np.float64), size, overlaps(pack(masks)) if gram is None else gram
    )
    solved = [np.flatnonzero(member == atom) for atom in small[np.abs(sums[small]) < ZERO]]
    groups = [tuple(int(i) for i in group) for group in solved]
    single = tuple(sorted(group[0] for group in groups if len(group) == 1))
    return Audit(cuts, people, single, tuple(group for group in groups if len(group) > 1))


def _null_sums(rows: Floats, size: Ints, gram: Floats) -> Floats:
    """Sums per atom of a random vector after its projection onto the null space of A."""
    from scipy.linalg import cho_factor, cho_solve

    rng = np.random.default_rng(7)
    # The sum of `size` independent normal values per atom; the projection acts on these sums alone.
    sums = rng.standard_normal(size.size) * np.sqrt(size)
    weight = size.astype(np.float64)
    tiny = 1e-9 * float(np.diag(gram).max())
    try:
        factor = cho_factor(gram + tiny * np.eye(gram.shape[0]), lower=True, check_finite=False)
    except np.linalg.LinAlgError:
        return _null_sums_exactly(rows, weight, sums)
    for _ in range(12):  # each round shrinks what is left in the row space by tiny/eigenvalue
        shown = rows @ sums
        if float(np.abs(shown).max()) < 1e-9:
            return sums
        sums = sums - weight * (rows.T @ cho_solve(factor, shown, check_finite=False))
    return _null_sums_exactly(rows, weight, sums)


def _null_sums_exactly(rows: Floats, weight: Floats, sums: Floats) -> Floats:
    """The same by singular values: slow, for nearly dependent cuts."""
    scaled = rows * np.sqrt(weight)
    _, strength, directions = np.linalg.svd(scaled, full_matrices=False)
    kept = directions[strength > 1e-10 * strength[0]]
    own = sums / np.sqrt(weight)
    for _ in range(2):
        own = own - kept.T @ (kept @ own)
    return np.asarray(own * np.sqrt(weight))
