"""The event log: pages by key in the order of the ledger, and the same events as a stream."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Min, Q

from qiao.audit.filters import Wanted
from qiao.ledger import chronicle
from qiao.ledger.models import Event, EventQuerySet, Position
from qiao.org.rules import Scope

SIZE = 50
CHUNK = 1000
FORWARD, BACK = ("transaction", "id"), ("-transaction", "-id")


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; ``older`` and ``newer`` are positions for ``?after=`` and ``?before=``."""

    items: list[Event]
    newer: str = ""
    older: str = ""


def page(wanted: Wanted, viewer: Scope | None, params: Mapping[str, Any], size: int = SIZE) -> Page:
    """The page that ``after`` or ``before`` points to; the first one without a good position."""
    ways = _ways(wanted, viewer)
    after, before = _position(params.get("after")), _position(params.get("before"))
    if before is not None and after is None:
        rows = _merged(ways, before, size + 1, forward=True)
        if len(rows) > size:
            return _page(rows[:size][::-1], newer=True, older=True)
        after = None
    rows = _merged(ways, after, size + 1, forward=False)
    return _page(rows[:size], newer=after is not None, older=len(rows) > size)


def _page(items: list[Event], *, newer: bool, older: bool) -> Page:
    return Page(
        items,
        newer=str(items[0].position) if items and newer else "",
        older=str(items[-1].position) if items and older else "",
    )


def rows(
    wanted: Wanted, viewer: Scope | None, start: Position | None, many: int, *, forward: bool
) -> list[Event]:
    """The next settled events behind ``start`` (or before it), for programs."""
    ways = [way.settled() for way in _ways(wanted, viewer)]
    return _merged(ways, start, many, forward=forward)


def _position(text: Any) -> Position | None:
    try:
        found = Position.parse(text) if text else None
    except ValueError:
        return None
    return found if found and max(abs(found.transaction), abs(found.number)) < 2**63 else None


def _merged(ways: list[EventQuerySet], start: Position | None, many: int, *, forward: bool) -> list[Event]:
    """The next ``many`` of all ways together, each asked through its own index."""
    found: dict[int, Event] = {}
    for way in ways:
        rows = way.order_by(*(FORWARD if forward else BACK))
        if start is not None:
            rows = rows.filter(_behind(start) if forward else _ahead(start))
        found.update((event.pk, event) for event in rows[:many])
    return sorted(found.values(), key=lambda event: event.position, reverse=not forward)[:many]


def _behind(start: Position) -> Q:
    later = Q(transaction__gt=start.transaction) | Q(transaction=start.transaction, id__gt=start.number)
    return Q(transaction__gte=start.transaction) & later


def _ahead(start: Position) -> Q:
    earlier = Q(transaction__lt=start.transaction) | Q(transaction=start.transaction, id__lt=start.number)
    return Q(transaction__lte=start.transaction) & earlier


def _ways(wanted: Wanted, viewer: Scope | None) -> list[EventQuerySet]:
    """What is wanted as queries that each walk one index; nobody is found by what is withheld from them."""
    events = Event.objects.all()
    if wanted.since or wanted.until:
        events = _between(events, wanted.since, wanted.until)
    secret = chronicle.withheld(viewer) if wanted.names_somebody else None
    if secret is not None:
        events = events.exclude(secret)
    return [events.filter(way) for way in wanted.ways()]


def _between(events: EventQuerySet, since: datetime | None, until: datetime | None) -> EventQuerySet:
    """Events of a time, bounded in the ledger's own order too: else a walk would not know where to begin.

    The order of the ledger is not that of time (an import brings last year), so the bounds are asked for;
    they come out of an index alone.
    """
    time = (Q(at__gte=since) if since else Q()) & (Q(at__lt=until) if until else Q())
    # The sums keep PostgreSQL from looking for each end along another index, past a million events.
    order, number = F("transaction") + 0, F("id") + 0
    first, last, low, high = (
        Event.objects.filter(time)
        .aggregate(first=Min(order), last=Max(order), low=Min(number), high=Max(number))
        .values()
    )
    if first is None:
        return events.none()
    within = Q(transaction=first) if first == last else Q(transaction__gte=first, transaction__lte=last)
    return events.filter(within, time, id__gte=low, id__lte=high)


def count(wanted: Wanted) -> int:
    """About how many there are, for a progress bar: what lies in two ways is counted twice."""
    return sum(way.count() for way in _ways(wanted, None))


def stream(
    wanted: Wanted, viewer: Scope | None, start: Position | None = None, chunk: int = CHUNK
) -> Iterator[Event]:
    """All settled events that are wanted, oldest first, in bounded memory."""
    streams = [_walk(way, start or Position(), chunk) for way in _ways(wanted, viewer)]
    merged = heapq.merge(*streams, key=lambda event: event.position)
    last = None
    for event in merged:
        if event.pk != last:
            yield event
        last = event.pk


def _walk(way: EventQuerySet, position: Position, chunk: int) -> Iterator[Event]:
    settled = way.settled()
    while rows := list(settled.filter(_behind(position)).order_by(*FORWARD)[:chunk]):
        yield from rows
        position = rows[-1].position
