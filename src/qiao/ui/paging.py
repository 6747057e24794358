"""Lists by key instead of by page number: every page costs what the first one costs, and nothing shifts."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of a list; `newer` and `older` are cursors for `?before=` and `?after=`, empty at the ends."""

    items: list[M]
    newer: str = ""
    older: str = ""


def key_page(
    queryset: QuerySet[M], *, order: Sequence[str], params: Mapping[str, Any], size: int = 50
) -> Page[M]:
    """The page that `after` or `before` in `params` points to; the first one without a good cursor.

    `order` names columns that are never null, `-` for descending; the last one must be unique.
    """
    after, before = params.get("after", ""), params.get("before", "")
    try:
        if after:
            return _forward(queryset, order, size, _values(after, order))
        if before:
            return _backward(queryset, order, size, _values(before, order))
    except (ValueError, TypeError, ValidationError, FieldError, FieldDoesNotExist, OverflowError):
        pass  # a cursor that somebody wrote by hand is no error worth a page of its own
    return _forward(queryset, order, size, None)


def _forward(queryset: QuerySet[M], order: Sequence[str], size: int, values: list[Any] | None) -> Page[M]:
    rows = queryset.order_by(*order)
    if values is not None:
        rows = rows.filter(_beyond(order, values))
    page = first_page(list(rows[: size + 1]), order=order, size=size)
    return replace(page, newer=cursor(page.items[0], order)) if page.items and values is not None else page


def first_page(found: Sequence[M], *, order: Sequence[str], size: int = 50) -> Page[M]:
    """The first page, of one row more than fits on it: for a list whose beginning is asked otherwise."""
    items = list(found[:size])
    return Page(items, older=cursor(items[-1], order) if len(found) > size else "")


def is_first(params: Mapping[str, Any]) -> bool:
    """Whether ``params`` point to no other page than the first."""
    return not params.get("after") and not params.get("before")


def _backward(queryset: QuerySet[M], order: Sequence[str], size: int, values: list[Any]) -> Page[M]:
    turned = [name[1:] if name.startswith("-") else f"-{name}" for name in order]
    items = list(queryset.order_by(*turned).filter(_beyond(turned, values))[: size + 1])
    more, items = len(items) > size, items[:size][::-1]
    if len(items) < size:  # less than a page is newer: show the first page whole
        return _forward(queryset, order, size, None)
    return Page(items, newer=cursor(items[0], order) if more else "", older=cursor(items[-1], order))


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the given key: first column beyond, or equal and the second beyond, and so on.

    The first column is bounded once more for itself: that, not the OR, becomes a range of the index.
    """
    condition = Q()
    for last in range(len(order)):
        step = Q(**{name.lstrip("-"): value for name, value in zip(order[:last], values[:last], strict=True)})
        name = order[last]
        step &= Q(**{f"{name.lstrip('-')}__{'lt' if name.startswith('-') else 'gt'}": values[last]})
        condition |= step
    first = order[0]
    bound = Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]})
    return bound & condition


def cursor(row: Any, order: Sequence[str]) -> str:
    """Where a list goes on behind (``after``) or in front of (``before``) this row."""
    values = [_plain(_reach(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _reach(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _values(text: str, order: Sequence[str]) -> list[Any]:
    """Read a cursor; raises ValueError for anything that `cursor` would not have written."""
    try:
        padded = text + "=" * (-len(text) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(text) from error
    if not isinstance(values, list) or len(values) != len(order):
        raise ValueError(text)
    if not all(isinstance(value, str | int | float) for value in values) or "\\u0000" in json.dumps(values):
        raise ValueError(text)
    return [_typed(value) for value in values]


def _typed(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and "T" in value:
        return datetime.fromisoformat(value)
    return value
