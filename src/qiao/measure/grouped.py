"""Values of respondents in groups, summed up once for agreement and shrinkage (one-way layout)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .answers import Column, same_length, vector
from .refusal import refusal, too_few
from .result import Floats


@dataclass(frozen=True, slots=True)
class OneWay:
    """Group sizes and means, the mean squares between and within, and n0 of the unbalanced layout."""

    names: tuple[str, ...]
    sizes: Floats
    means: Floats
    between: float
    within: float
    n0: float

    @property
    def n(self) -> int:
        """Respondents."""
        return int(self.sizes.sum())

    @property
    def groups(self) -> int:
        """Departments."""
        return len(self.names)


def one_way(values: Column, groups: ArrayLike) -> OneWay:
    """Analysis of variance of one factor; missing values are left out.

    n0 = (N − Σn²/N)/(J−1). Refuses fewer than two groups, or groups of one respondent only.
    """
    x, labels = vector(values, clean=False), np.asarray(groups).ravel()
    same_length(x, labels)
    keep = ~np.isnan(x)
    x, labels = x[keep], labels[keep]
    if np.isinf(x).any():
        raise refusal(x.size, "not_a_number", where="inf")
    names, index = np.unique(labels, return_inverse=True)
    n, count = x.size, names.size
    if count < 2:
        raise too_few(count, 2, "departments")
    if n <= count:
        raise too_few(n, count + 1)
    sizes = np.bincount(index).astype(np.float64)
    means = np.bincount(index, x) / sizes
    between = float((sizes * (means - x.mean()) ** 2).sum()) / (count - 1)
    within = float(((x - means[index]) ** 2).sum()) / (n - count)
    if between <= 0 and within <= 0:
        raise refusal(n, "no_variation")
    n0 = float((n - (sizes**2).sum() / n) / (count - 1))
    return OneWay(tuple(map(str, names)), sizes, means, between, within, n0)
