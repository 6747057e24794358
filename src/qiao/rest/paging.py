"""Lists by key with opaque cursors: every page costs what the first one costs, and nothing shifts."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from pydantic import BaseModel, Field

from qiao.rest.calls import Call
from qiao.rest.problems import Code, Problem

T = TypeVar("T")
LIMIT, MOST = 50, 200


class Paging(BaseModel):
    """The query of every list: ``paging: Query[Paging]``."""

    cursor: str = Field("", max_length=500, description="From `next` of the page before; opaque.")
    limit: int = Field(LIMIT, ge=1, le=MOST, description="At most so many.")


class Page(BaseModel, Generic[T]):
    """One page of a list, and the cursor of the one after it."""

    items: list[T]
    next: str | None = Field(None, description="Cursor of the next page; null on the last one.")


def page(
    http: Call,
    rows: QuerySet[Any],
    paging: Paging,
    *,
    order: Sequence[str],
    show: Callable[[list[Any]], Iterable[T]],
) -> Page[T]:
    """The page that the cursor points to, shown by ``show`` (all rows at once), with its ``Link`` header.

    ``order`` names columns that are never null, ``-`` for descending; the last one must be unique. Rows may
    be models or named tuples. 400 for a cursor that no list in this order has given.
    """
    found, key = rows.order_by(*order), after(paging, order)
    try:
        items = list((found.filter(_beyond(order, key)) if key else found)[: paging.limit + 1])
    except (ValueError, TypeError, ValidationError, OverflowError) as error:
        raise Problem(400, Code.BAD_CURSOR) from error
    return cut(http, items, paging, order=order, show=show)


def after(paging: Paging, order: Sequence[str]) -> list[Any] | None:
    """The key behind which the page begins; None for the first one; 400 for a cursor of another list."""
    try:
        return _values(paging.cursor, order) if paging.cursor else None
    except (ValueError, TypeError, KeyError) as error:
        raise Problem(400, Code.BAD_CURSOR) from error


def cut(
    http: Call,
    items: list[Any],
    paging: Paging,
    *,
    order: Sequence[str],
    show: Callable[[list[Any]], Iterable[T]],
) -> Page[T]:
    """The page of rows that were found elsewhere: in ``order``, one more than asked for if there are more."""
    shown = items[: paging.limit]
    following = _cursor(shown[-1], order) if len(items) > paging.limit else None
    _link(http, following)
    return Page(items=list(show(shown)), next=following)


def _link(http: Call, following: str | None) -> None:
    """RFC 8288: the first page and the next one, with the same filters."""
    kept = [(name, value) for name, values in http.GET.lists() for value in values if name != "cursor"]
    links = [f'<{_address(http, kept)}>; rel="first"']
    if following:
        links.append(f'<{_address(http, [*kept, ("cursor", following)])}>; rel="next"')
    http.answer_headers["Link"] = ", ".join(links)


def _address(http: Call, query: list[tuple[str, str]]) -> str:
    return http.build_absolute_uri(f"{http.path}?{urlencode(query)}" if query else http.path)


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the key. The first column is bounded once more for itself: that is a range of an index."""
    condition = Q()
    for last, name in enumerate(order):
        same = zip(order[:last], values[:last], strict=True)
        step = Q(**{each.lstrip("-"): value for each, value in same})
        step &= Q(**{f"{name.lstrip('-')}__{'lt' if name.startswith('-') else 'gt'}": values[last]})
        condition |= step
    first = order[0]
    bound = Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]})
    return bound & condition


def _cursor(row: Any, order: Sequence[str]) -> str:
    values = [_plain(_reach(row, name.lstrip("-"))) for name in order]
    text = json.dumps([",".join(order), *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _reach(row: Any, name: str) -> Any:
    if hasattr(row, name):
        return getattr(row, name)
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _values(cursor: str, order: Sequence[str]) -> list[Any]:
    """Reads a cursor; ValueError for anything that a list in this order would not have given."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        signed, *values = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, UnicodeError, TypeError) as error:
        raise ValueError(cursor) from error
    if signed != ",".join(order) or len(values) != len(order) or "\\u0000" in json.dumps(values):
        raise ValueError(cursor)
    return [_typed(value) for value in values]


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        if "at" in value:
            return datetime.fromisoformat(value["at"])
        return date.fromisoformat(value["on"])
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError(value)
    return value
