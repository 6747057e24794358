"""The same questions for millions of pairs at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import CalendarError
from .timeline import Timeline


def seconds_of(instants: NDArray[Any]) -> NDArray[np.int64]:
    """Whole UTC epoch seconds from int64 seconds or datetime64 (UTC, fractions cut off)."""
    array = np.asarray(instants)
    if array.dtype.kind == "M":
        if np.isnat(array).any():
            raise CalendarError("missing_instant")
        array = array.astype("datetime64[s]")
    elif array.dtype.kind not in "iu":
        raise CalendarError("wrong_type", where="instants", expected="an array of int64 or datetime64")
    return array.astype(np.int64, copy=False)


def bounds(*arrays: NDArray[np.int64]) -> tuple[int, int]:
    """The least and the greatest of all of them; zeros when they are empty, which any timeline holds."""
    filled = [array for array in arrays if array.size]
    if not filled:
        return 0, 0
    return min(int(array.min()) for array in filled), max(int(array.max()) for array in filled)


def totals(line: Timeline, instants: NDArray[np.int64]) -> NDArray[np.int64]:
    """`Timeline.total` of many."""
    stretch = np.searchsorted(line.starts_array, instants, side="right") - 1
    running = line.totals_array[stretch] + (instants - line.starts_array[stretch])
    return np.minimum(running, line.totals_array[stretch + 1], out=running)


def placed(
    line: Timeline, starts: NDArray[np.int64], sums: NDArray[np.int64], added: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the totals fall: the earliest instant going forward, the latest going back, unmoved for zero."""
    ahead = _at(line, sums, np.searchsorted(line.totals_array, sums, side="left") - 1)
    if (added > 0).all():
        return ahead
    behind = _at(line, sums, np.searchsorted(line.totals_array, sums, side="right") - 1)
    return np.where(added > 0, ahead, np.where(added < 0, behind, starts))


def _at(line: Timeline, sums: NDArray[np.int64], stretch: NDArray[np.int64]) -> NDArray[np.int64]:
    stretch = np.clip(stretch, 0, len(line.starts_array) - 1)  # only the unmoved can fall outside
    return line.starts_array[stretch] + sums - line.totals_array[stretch]
