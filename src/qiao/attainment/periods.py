"""A month, a quarter or a year, and how an address writes it: 2026-03, 2026-Q1, 2026. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])))?", re.ASCII)


class Length(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> Any:
        return LENGTHS[self]


LENGTHS = {
    Length.MONTH: gettext_lazy("Month"),
    Length.QUARTER: gettext_lazy("Quarter"),
    Length.YEAR: gettext_lazy("Year"),
}


@dataclass(frozen=True)
class Period:
    """From the first of a month on, one, three or twelve of them."""

    length: Length
    first: date

    @classmethod
    def around(cls, day: date, length: Length) -> Period:
        """The period of that length in which a day lies."""
        months = MONTHS[length]
        return cls(length, date(day.year, (day.month - 1) // months * months + 1, 1))

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """From ``code``; None for anything else."""
        told = _WRITTEN.fullmatch(text)
        year = int(told[1]) if told else 0
        if told is None or not 2000 <= year < 2200:
            return None
        if told[2]:
            month = int(told[2])
            return cls(Length.MONTH, date(year, month, 1)) if 1 <= month <= 12 else None
        if told[3]:
            return cls(Length.QUARTER, date(year, 3 * int(told[3]) - 2, 1))
        return cls(Length.YEAR, date(year, 1, 1))

    @property
    def last(self) -> date:
        """The last day."""
        month = self.first.month + MONTHS[self.length] - 1
        return date(self.first.year, month, monthrange(self.first.year, month)[1])

    @property
    def code(self) -> str:
        """As an address writes it."""
        match self.length:
            case Length.MONTH:
                return f"{self.first:%Y-%m}"
            case Length.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return str(self.first.year)

    @property
    def label(self) -> str:
        """In the reader's language."""
        year, month = self.first.year, self.first.month
        match self.length:
            case Length.MONTH:
                return _("%(year)d-%(month)02d") % {"year": year, "month": month}
            case Length.QUARTER:
                return _("%(year)d, quarter %(n)d") % {"year": year, "n": (month + 2) // 3}
        return _("the year %(year)d") % {"year": year}

    @property
    def before(self) -> Period:
        return Period.around(self.first - timedelta(days=1), self.length)

    @property
    def after(self) -> Period:
        return Period.around(self.last + timedelta(days=1), self.length)
