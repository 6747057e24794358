"""A shift as people say it (from, to, breaks) and as worktime wants it (stretches of work). Pure."""

import re
from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import Any

from qiao import worktime

DAY = 24 * 60
_PAIR = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})")
# What a Chinese input method writes instead.
_PLAIN = str.maketrans(
    {"\uff1a": ":", "\uff0c": ",", "\u3001": ",", "\uff5e": "~", "\uff0d": "-", "\uff1b": ","}
)

Breaks = tuple[tuple[int, int], ...]


class BreaksUnclear(ValueError):
    """The breaks are not written as “12:00-13:00, 17:00-17:30”."""


class BreakOutside(ValueError):
    """A break lies outside the shift, or two of them overlap."""


def read_breaks(text: str) -> Breaks:
    """“12:00-13:00, 17:00-17:30” in minutes from midnight; raises BreaksUnclear."""
    text = text.translate(_PLAIN)
    if _PAIR.sub("", text).strip(" ,"):
        raise BreaksUnclear(text)
    try:
        return tuple(
            (worktime.parse_time(start), worktime.parse_time(end)) for start, end in _PAIR.findall(text)
        )
    except worktime.CalendarError as error:
        raise BreaksUnclear(text) from error


def stretches(start: time, end: time, breaks: Breaks) -> list[list[str]]:
    """Work between ``start`` and ``end`` without the breaks; an end not after the start is the next day.

    Raises BreakOutside.
    """
    first = start.hour * 60 + start.minute
    last = _after(end.hour * 60 + end.minute, first + 1)
    found, here = [], first
    for begin, over in sorted(_placed(breaks, first)):
        if begin < here or over > last:
            raise BreakOutside
        if begin > here:
            found.append([here, begin])
        here = over
    if here < last:
        found.append([here, last])
    return [[_clock(begin), _clock(over)] for begin, over in found]


def spoken(pairs: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The other way round: ``start`` and ``end`` as times of day, ``breaks`` as text."""
    bounds = [(worktime.parse_time(begin), worktime.parse_time(over)) for begin, over in pairs]
    gaps = [(one[1], two[0]) for one, two in pairwise(bounds)]
    return {
        "start": _time(bounds[0][0]),
        "end": _time(bounds[-1][1]),
        "breaks": ", ".join(
            f"{_clock(begin % DAY)}-{_clock(over % DAY)}" for begin, over in gaps if begin < over
        ),
    }


def _placed(breaks: Breaks, first: int) -> list[tuple[int, int]]:
    placed = []
    for begin, over in breaks:
        start = _after(begin, first)
        placed.append((start, _after(over, start)))
    return placed


def _after(minutes: int, earliest: int) -> int:
    return minutes if minutes >= earliest else minutes + DAY


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
