"""At which moments a request is escalated, to whom, and why. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from qiao.org.rules import Scope
from qiao.worktime import NeverWorks

MARKS = (50, 75, 100)
MOST_MARKS = 5
LARGEST_MARK = 200
# The most that returns or reopenings may count up to.
MOST_TIMES = 20
# Minutes between two digests: the shortest and the longest.
OFTENEST, SELDOMEST = 5, 1440


class Because(StrEnum):
    """Why somebody is told."""

    TIME = "time"
    RETURNED = "returned"
    REOPENED = "reopened"

    @property
    def label(self) -> Any:
        return BECAUSE[self]


BECAUSE: Mapping[Because, Any] = {
    Because.TIME: _("%(n)s %% of the promised time is used up"),
    Because.RETURNED: _("hand-offs of it came back %(n)s times"),
    Because.REOPENED: _("it was reopened %(n)s times"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_ADMINISTRATOR = "not_administrator"
    MARKS_UNREADABLE = "marks_unreadable"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self is Reason.NOT_ADMINISTRATOR else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ADMINISTRATOR: _("Only administrators may do this."),
    Reason.MARKS_UNREADABLE: _("Say up to five percentages from 1 to 200, one above the other: 50, 75, 100."),
}


class Hours(Protocol):
    """Working time of a calendar."""

    def working_seconds(self, start: datetime, end: datetime) -> int: ...
    def add_working(self, start: datetime, seconds: int) -> datetime: ...


@dataclass(frozen=True)
class Terms:
    """What holds for a service: marks in percent, after how many returns or reopenings, how often told."""

    marks: tuple[int, ...] = MARKS
    returns: int = 2
    reopenings: int = 2
    # At most one digest for each person in so many minutes.
    every: int = 60
    active: bool = True


@dataclass(frozen=True)
class Cause:
    """One reason to tell, told once for each request: its kind and its number, and the level it reaches."""

    because: Because
    n: int
    level: int


def why_not_keep(by: Scope) -> Reason | None:
    """What holds for everybody is the administrators' to say."""
    return None if by.is_administrator else Reason.NOT_ADMINISTRATOR


def marks_of(text: str) -> tuple[int, ...] | None:
    """ "50, 75, 100" as numbers that grow; None when it is no such list."""
    parts = [part.strip().rstrip("%") for part in text.replace("，", ",").replace("、", ",").split(",")]
    if not all(part.isdecimal() and len(part) < 4 for part in parts) or len(parts) > MOST_MARKS:
        return None
    marks = tuple(int(part) for part in parts)
    grows = all(a < b for a, b in pairwise(marks))
    return marks if grows and marks[0] >= 1 and marks[-1] <= LARGEST_MARK else None


def used(hours: Hours, total: int, promised_at: datetime, at: datetime) -> int:
    """Working seconds of the promise that are used up at a moment; more than ``total`` after the breach.

    Counted back from the promise, which pauses have moved by exactly their working time.
    """
    if at <= promised_at:
        return total - hours.working_seconds(at, promised_at)
    return total + hours.working_seconds(promised_at, at)


def next_moment(
    hours: Hours, total: int, promised_at: datetime, at: datetime, marks: Iterable[int]
) -> datetime | None:
    """When the first of ``marks`` (percent) is reached: ``at`` when it is already; None without any."""
    mark = min(marks, default=None)
    if mark is None or total <= 0:
        return None
    left = -(-total * mark // 100) - used(hours, total, promised_at, at)
    try:
        return at if left <= 0 else hours.add_working(at, left)
    except NeverWorks:
        return None


def reached(
    hours: Hours, total: int, promised_at: datetime, at: datetime, marks: Sequence[int]
) -> list[Cause]:
    """The marks that are reached at a moment; the first one reaches level 0, the next one level 1 …"""
    percent = used(hours, total, promised_at, at) * 100
    return [Cause(Because.TIME, mark, n) for n, mark in enumerate(marks) if percent >= mark * total]


def often(terms: Terms, returns: int, reopenings: int) -> list[Cause]:
    """What came back, or was reopened, too often: the holder's leader hears of it."""
    found = []
    if terms.returns and returns >= terms.returns:
        found.append(Cause(Because.RETURNED, terms.returns, 1))
    if terms.reopenings and reopenings >= terms.reopenings:
        found.append(Cause(Because.REOPENED, terms.reopenings, 1))
    return found
