"""Requests beside what their events say they must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Prefetch

from qiao.desk.models import Hop, Request
from qiao.desk.recount import FACTS, Account, Stretch, recount
from qiao.ledger.models import Event
from qiao.org.models import Calendar

CHUNK = 500
NUMBERS = (
    "state",
    "respond_seconds",
    "complete_seconds",
    "respond_by",
    "responded_at",
    "unanswered_since",
    "answer_by",
    "approved_at",
    "promised_at",
    "delivered_at",
    "closed_at",
    "confirm_by",
    "due_at",
    "used_seconds",
    "hop_count",
    "bounces",
    "reopened",
)
HOP = ("unit_id", "calendar_id", "started_at", "ended_at", "used_seconds", "paused_seconds", "approval")
STOP = ("started_at", "ended_at", "seconds")
# What a request begins with where no event said otherwise.
BLANK = {"waiting_for": ""}


@dataclass(frozen=True)
class Difference:
    """A column whose value is not what the ledger says."""

    number: str
    column: str
    stored: Any
    counted: Any


@dataclass(frozen=True)
class Checked:
    """Some requests compared: how many, how many are older than their clocks' events, what differs."""

    requests: int
    untold: int
    differences: list[Difference]


def checked(number: str = "") -> Iterator[Checked]:
    """Every request (or the one with that number) counted again from the ledger, chunk by chunk."""
    calendars = Calendar.objects.prefetch_related("editions").in_bulk()
    last = 0
    requests = Request.objects.filter(number=number) if number else Request.objects.all()
    hops = Prefetch("hops", Hop.objects.order_by("ordinal").prefetch_related("pauses"))
    while found := list(requests.filter(pk__gt=last).order_by("pk").prefetch_related(hops)[:CHUNK]):
        last = found[-1].pk
        yield _compared(found, calendars)


def _compared(requests: list[Request], calendars: dict[int, Calendar]) -> Checked:
    told = _told([request.pk for request in requests])
    untold, differences = 0, []
    for request in requests:
        account = recount(told[request.pk], calendars)
        if account is None:
            untold += 1
        else:
            differences += list(_differences(request, account))
    return Checked(len(requests), untold, differences)


def _told(requests: list[int]) -> dict[int, list[Event]]:
    events = Event.objects.filter(subject_type=Request._meta.label_lower, subject_id__in=requests)
    by_request: dict[int, list[Event]] = defaultdict(list)
    for event in events.order_by("transaction", "id"):
        by_request[event.subject_id].append(event)
    return by_request


def _differences(request: Request, account: Account) -> Iterator[Difference]:
    for column in NUMBERS:
        yield from _unless_equal(request, column, getattr(request, column), getattr(account, column))
    for column in FACTS:
        if column in account.facts or column in BLANK:
            counted = account.facts.get(column, BLANK.get(column))
            yield from _unless_equal(request, column, getattr(request, column), counted)
    for n, (hop, stretch) in enumerate(zip_longest(request.hops.all(), account.hops), 1):
        yield from _hop(request, n, hop, stretch)


def _hop(request: Request, n: int, hop: Hop | None, stretch: Stretch | None) -> Iterator[Difference]:
    if hop is None or stretch is None:
        yield Difference(request.number, f"hop {n}", hop, stretch)
        return
    for column in HOP:
        yield from _unless_equal(request, f"hop {n} {column}", getattr(hop, column), getattr(stretch, column))
    stored = [tuple(getattr(pause, column) for column in STOP) for pause in hop.pauses.all()]
    counted = [tuple(getattr(stop, column) for column in STOP) for stop in stretch.stops]
    yield from _unless_equal(request, f"hop {n} pauses", stored, counted)


def _unless_equal(request: Request, column: str, stored: Any, counted: Any) -> Iterator[Difference]:
    if stored != counted:
        yield Difference(request.number, column, stored, counted)
