"""Quiz questions: how hard, how telling, and whether the quiz as a whole can be relied on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from . import gates
from .answers import Data, Table, table
from .intervals import wilson
from .refusal import refusal, refusing
from .reliability import Alpha, cronbach_alpha, item_total
from .result import Result

EASY, HARD, TELLING = 0.9, 0.3, 0.20


@dataclass(frozen=True, slots=True)
class Item:
    """`difficulty` is the share that got it right; `rest` its correlation with the other questions."""

    difficulty: Result
    rest: float | None
    too_easy: bool
    too_hard: bool
    untelling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics(Result):
    """`estimate` is the mean difficulty; `items` by name."""

    items: Mapping[str, Item] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Adds how many questions should be looked at."""
        weak = sum(i.too_easy or i.too_hard or i.untelling for i in self.items.values())
        return {**Result.facts(self), "items": len(self.items), "weak": weak}


def _right_or_wrong(answers: Data) -> Table:
    given = table(answers, least_columns=2).complete()
    if given.n == 0:
        raise refusal(0, "empty")
    if not np.isin(given.values, (0.0, 1.0)).all():
        raise refusal(given.n, "out_of_range", where="0/1", low=0, high=1)
    return given


@refusing(ItemStatistics, "classical item analysis", "item_statistics")
def item_statistics(answers: Data) -> ItemStatistics:
    """Difficulty (.3–.9 is wanted) and rest-correlation (≥ .20) of questions scored 0/1, listwise.

    Source: Lord & Novick 1968, Statistical Theories of Mental Test Scores, ch. 15. A question all got
    right (or wrong) has no rest-correlation (None). Reasons: empty, out_of_range. Shown from 100; a
    single difficulty from 5.
    """
    given = _right_or_wrong(answers)
    columns = dict(zip(given.names, given.values.T, strict=True))
    varied = [name for name, column in columns.items() if np.ptp(column) > 0]
    rest: Mapping[str, float] = {}
    if len(varied) >= 2:
        rest = item_total({name: columns[name] for name in varied}).correlations
    found = {}
    for name, column in columns.items():
        share, telling = wilson(int(column.sum()), given.n), rest.get(name)
        p = share.estimate or 0.0
        found[name] = Item(share, telling, p > EASY, p < HARD, telling is None or telling < TELLING)
    return ItemStatistics(
        n=given.n,
        estimate=float(given.values.mean()),
        method="classical item analysis",
        verdict=gates.verdict("alpha", given.n),
        kind="item_statistics",
        items=found,
    )


@refusing(Alpha, "KR-20", "kr20")
def kr20(answers: Data, *, level: float = 0.95) -> Alpha:
    """Kuder–Richardson formula 20: k/(k−1)·(1 − Σpq/s²_T), which is alpha of 0/1 answers.

    Source: Kuder & Richardson 1937, Psychometrika 2, 151–160. Listwise. Reasons: empty, out_of_range,
    constant_column, negative_covariance. Shown from 100.
    """
    given = _right_or_wrong(answers)
    found = cronbach_alpha(dict(zip(given.names, given.values.T, strict=True)), level=level)
    return replace(found, method="KR-20", kind="kr20")
