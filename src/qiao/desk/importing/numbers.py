"""Numbers for many requests at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from qiao.desk.models import NumberSeries


def take_numbers(years: Sequence[int]) -> list[str]:
    """The next number of each year, in order; the series are locked until the transaction ends."""
    next_of: dict[int, int] = {}
    for year, many in sorted(Counter(years).items()):
        series = NumberSeries.objects.filter(year=year)
        if not series.update(last=F("last") + many):
            NumberSeries.objects.get_or_create(year=year)
            series.update(last=F("last") + many)
        next_of[year] = series.values_list("last", flat=True).get() - many
    numbers = []
    for year in years:
        next_of[year] += 1
        numbers.append(f"R-{year}-{next_of[year]:06d}")
    return numbers
