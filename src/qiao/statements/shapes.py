"""What is asked with, taken apart: the single values, and the shape that decides how the statement reads."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

Single = int | str | datetime | date
# Stand in for single values while Django writes the statement: no query has them by itself.
NUMBER, TEXT, MOMENT = 31001, "stands in", datetime(3101, 1, 1, tzinfo=UTC)


class Many(frozenset[Any]):
    """Numbers that stand in for many: which of them are equal is not known, so they can only be united."""

    def __or__(self, other: Any) -> Many:
        return Many(super().__or__(other))

    def _unknown(self, *_others: object) -> Any:
        raise TypeError("inside a question, numbers among many can be united and looked for, nothing else")

    __ror__ = __or__
    __and__ = __rand__ = __sub__ = __rsub__ = __xor__ = __rxor__ = __contains__ = _unknown
    intersection = difference = symmetric_difference = isdisjoint = issubset = issuperset = _unknown


def single(value: Any) -> bool:
    """Whether it is one value that goes into a statement as it is."""
    return isinstance(value, Single) and not isinstance(value, bool)


def take_apart(value: Any, singles: list[Single]) -> Hashable:
    """Appends the single values in ``value`` to ``singles``; returns the shape that they leave.

    Numbers of many are filled up to 1, 4, 16, 64 … by repeating the last one, which changes no ``IN``: else
    every department of another size would be a statement of its own. Truth, None and words among many are
    shape themselves. A dataclass is its fields.
    """
    if single(value):
        singles.append(value)
        return _kind(value)
    if value is None or isinstance(value, bool):
        return value
    if is_dataclass(value):
        kind: Any = type(value)
        return (kind, *(take_apart(getattr(value, name), singles) for name in _names(kind)))
    if not _numbers(value):
        return frozenset(value)
    numbers = list(value)
    singles += numbers + numbers[-1:] * (_room(len(numbers)) - len(numbers))
    return (_room(len(numbers)),)


def standing_in(value: Any, numbers: Iterator[int]) -> Any:
    """The same with stand-ins for single values, made of ``numbers`` in the order of ``take_apart``."""
    if single(value):
        return stand_in(next(numbers), value)
    if value is None or isinstance(value, bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        kind: Hashable = type(value)
        return replace(value, **{name: standing_in(getattr(value, name), numbers) for name in _names(kind)})
    if not value or not _numbers(value):
        return frozenset(value)
    return Many(stand_in(next(numbers), 0) for _ in range(_room(len(value))))


def stand_in(nth: int, like: Single) -> Single:
    """The one for the ``nth`` single value."""
    if isinstance(like, str):
        return f"{TEXT} {nth}"
    moment = MOMENT + timedelta(days=nth)
    return moment if isinstance(like, datetime) else moment.date() if isinstance(like, date) else NUMBER + nth


def _kind(value: Single) -> type:
    return next(kind for kind in (str, datetime, date, int) if isinstance(value, kind))


def _numbers(value: Collection[Any]) -> bool:
    return all(isinstance(each, int) for each in value)


def _room(count: int) -> int:
    """For how many numbers there is room where so many are asked for."""
    return 4 ** (((count - 1).bit_length() + 1) // 2) if count else 0


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
