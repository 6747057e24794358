"""What the columns of a log look like in a sample: how full, how varied, moving inside cases or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from . import times

SAMPLE = 5_000  # events, enough to tell the columns apart
TIMES_TRIED = 200

Record = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sample. ``time_share``: how many of the values tried are times."""

    name: str
    values: Sequence[str | None]
    distinct: int
    filled: float
    time_share: float
    time_format: times.TimeFormat | None

    def changes_in(self, cases: Sequence[str | None]) -> float:
        """The share of cases with several events in which the value changes."""
        first: dict[str, str | None] = {}
        several: set[str] = set()
        changing: set[str] = set()
        for case, value in zip(cases, self.values, strict=True):
            if case is None:
                continue
            if case not in first:
                first[case] = value
                continue
            several.add(case)
            if value != first[case]:
                changing.add(case)
        return len(changing) / len(several) if several else 0.0

    def determines(self, other: Column) -> float:
        """How well this column tells the other: the share of rows with the usual partner of their value."""
        pairs = Counter(zip(self.values, other.values, strict=True))
        best: dict[str | None, int] = {}
        for (mine, _theirs), often in pairs.items():
            best[mine] = max(best.get(mine, 0), often)
        return sum(best.values()) / len(self.values) if self.values else 0.0


def columns(records: Sequence[Record]) -> list[Column]:
    """A profile of every column that occurs in the sample, in the order of the file."""
    names = dict.fromkeys(name for record in records for name in record)
    return [_column(name, [record.get(name) for record in records]) for name in names]


def _column(name: str, values: list[str | None]) -> Column:
    kept = [value for value in values if value]
    tried = kept[:: max(1, len(kept) // TIMES_TRIED)][:TIMES_TRIED]
    time_format, share = times.detect(tried)
    return Column(
        name=name,
        values=values,
        distinct=len(set(kept)),
        filled=len(kept) / len(values) if values else 0.0,
        time_share=share,
        time_format=time_format,
    )
