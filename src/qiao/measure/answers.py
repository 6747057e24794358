"""Reading answers: arrays, lists, mappings of columns or data frames (pandas, polars) become one table.

Missing answers are None or NaN. "listwise" drops a respondent who left out any of the questions;
"pairwise" uses, for every two questions, all who answered both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from .refusal import refusal, too_few
from .result import Floats

Missing = Literal["listwise", "pairwise"]
LARGEST = 1e100  # beyond, squares overflow: no measurement of service is that large
Column = ArrayLike | Sequence[float | None]
Data = Any  # an array, a sequence of rows, a mapping name -> column, or a data frame


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are respondents, columns questions; NaN is missing."""

    names: tuple[str, ...]
    values: Floats

    @property
    def n(self) -> int:
        """Respondents."""
        return int(self.values.shape[0])

    @property
    def k(self) -> int:
        """Questions."""
        return int(self.values.shape[1])

    def complete(self) -> "Table":
        """Only the respondents who answered everything (listwise)."""
        return Table(self.names, self.values[~np.isnan(self.values).any(axis=1)])

    def answered(self) -> "Table":
        """Without respondents who answered nothing."""
        return Table(self.names, self.values[~np.isnan(self.values).all(axis=1)])

    def require_variation(self) -> None:
        """Refuse when a column is constant."""
        for name, column in zip(self.names, self.values.T, strict=True):
            seen = column[~np.isnan(column)]
            if seen.size < 2 or np.ptp(seen) <= 1e-12 * max(1.0, float(np.abs(seen).max())):
                raise refusal(self.n, "constant_column", column=name)


def table(data: Data, *, least_columns: int = 1, columns: Sequence[str] | None = None) -> Table:
    """Read any accepted form of answers, or only some named columns of it.

    Raises Refusal for infinities, text or too few columns, ValueError for an unknown column name.
    """
    names, values = _read(data if columns is None else _pick(data, columns))
    if values.ndim != 2:
        values = values.reshape(-1, 1)
    if (np.abs(values) > LARGEST).any():
        raise refusal(values.shape[0], "not_a_number", where=", ".join(names))
    if values.shape[1] < least_columns:
        raise too_few(values.shape[1], least_columns, "items")
    return Table(names, values)


def _pick(data: Data, columns: Sequence[str]) -> Data:
    """Only the named columns, so that text in the others does no harm."""
    if isinstance(data, Table) or not (isinstance(data, Mapping) or hasattr(data, "columns")):
        held = data if isinstance(data, Table) else table(data)
        data = dict(zip(held.names, held.values.T, strict=True))
    unknown = [name for name in columns if name not in data]
    if unknown:
        raise ValueError(f"no question {unknown[0]!r} in the answers")
    return {name: data[name] for name in columns}


def _read(data: Data) -> tuple[tuple[str, ...], Floats]:
    if isinstance(data, Mapping):
        names = tuple(str(name) for name in data)
        columns = [vector(column, clean=False) for column in data.values()]
        if len({column.size for column in columns}) > 1:
            sizes = sorted({column.size for column in columns})
            raise refusal(sizes[0], "different_lengths", first=sizes[0], second=sizes[-1])
        return names, np.column_stack(columns) if columns else np.empty((0, 0))
    if hasattr(data, "columns"):
        names = tuple(str(name) for name in data.columns)
        columns = [vector(data[name], clean=False) for name in data.columns]
        return names, np.column_stack(columns) if columns else np.empty((len(data), 0))
    values = numbers(data)
    width = values.shape[1] if values.ndim == 2 else 1
    return tuple(f"{index + 1}" for index in range(width)), values


def numbers(data: Any) -> Floats:
    """As floating point with None read as missing; text is refused with a reason."""
    if hasattr(data, "to_numpy"):
        data = data.to_numpy()
    if isinstance(data, np.ma.MaskedArray):
        data = np.ma.filled(data.astype(np.float64), np.nan)
    try:
        return np.array(data, dtype=np.float64)
    except (TypeError, ValueError):
        return _with_missing(data)


def _with_missing(data: Any) -> Floats:
    """Slow path: cells such as pandas.NA that numpy cannot read on its own."""
    cells = np.array(data, dtype=object)
    flat = [_number(cell) for cell in cells.ravel()]
    return np.array(flat, dtype=np.float64).reshape(cells.shape)


def _number(cell: Any) -> float:
    if cell is None or str(cell) in {"<NA>", "NaT", ""}:
        return float("nan")
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise refusal(0, "not_a_number", where=str(cell)[:40]) from None


def vector(data: Column, *, clean: bool = True) -> Floats:
    """One column, infinities refused; with `clean` the missing entries are dropped."""
    values = numbers(data).ravel()
    if (np.abs(values) > LARGEST).any():
        raise refusal(int((~np.isnan(values)).sum()), "not_a_number", where="∞")
    return values[~np.isnan(values)] if clean else values


def same_length(*columns: Any) -> None:
    """Refuse inputs that do not belong together."""
    sizes = sorted({len(column) for column in columns})
    if len(sizes) > 1:
        raise refusal(sizes[0], "different_lengths", first=sizes[0], second=sizes[-1])


def per_respondent(values: Column, respondents: ArrayLike | None) -> Floats:
    """One number per distinct respondent (the mean of several answers): n counts people."""
    raw = vector(values, clean=False)
    if respondents is None:
        return vector(raw)
    who = np.asarray(respondents).ravel()
    same_length(raw, who)
    keep = ~np.isnan(raw)
    _, index = np.unique(who[keep], return_inverse=True)
    total = np.bincount(index, raw[keep])
    return vector(total / np.maximum(np.bincount(index), 1))
