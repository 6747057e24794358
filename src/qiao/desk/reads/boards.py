"""The board of a providing team: columns by state, ageing beside what is usual, the shift's capacity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from qiao.desk.models import Hop, Pause, Request, Usual, discreet_q
from qiao.desk.reads.lists import FIRST, offer_clocks
from qiao.desk.rows import Calendars, Listed, Row, listed, rows_of
from qiao.desk.rules import State
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.ui.bars import Ageing, Capacity
from qiao.worktime import ShiftOn

COLUMNS = (State.OFFERED, State.WORKING, State.PAUSED, State.DELIVERED)
PER_COLUMN = 25


@dataclass(frozen=True)
class Card:
    """One request on the board."""

    row: Row
    ageing: Ageing
    offered_here: bool = False

    @property
    def request(self) -> Listed:
        return self.row.request


@dataclass(frozen=True)
class Column:
    state: State
    total: int
    cards: list[Card]

    @property
    def hidden(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True)
class Hand:
    """One member of the team: what is planned for them in what is left of the shift."""

    person: Person
    capacity: Capacity


@dataclass(frozen=True)
class Board:
    unit: Unit
    columns: list[Column]
    shift: ShiftOn | None
    crew: list[Hand]


def board(unit: Unit, *, seen_by: Scope, at: datetime, holder: Person | None = None) -> Board:
    """What a unit and everything below it holds, and what is offered to it: a fixed number of queries."""
    units = list(unit.descent.values_list("unit_id", flat=True))
    theirs = Q(holder_unit__in=units) & discreet_q(seen_by)
    if holder:
        theirs &= Q(holder_person=holder)
    held = Request.objects.open().filter(theirs)
    totals = dict(held.order_by().values_list("state").annotate(n=Count("pk")))
    shown = [each for state in COLUMNS for each in _column(held, state)]
    offered = [] if holder else list(_offered_to(units, seen_by))
    theirs_to_answer = offer_clocks([each.id for each in offered], at=at)
    rows = [
        replace(row, clock=theirs_to_answer.get(row.request.id, row.clock))
        for row in rows_of([*offered, *shown], at=at)
    ]
    usual = Usual.objects.in_bulk({row.request.service_id for row in rows})
    cards = _cards(
        rows, usual, _ages([row.request.id for row in rows], at), offered={each.id for each in offered}
    )
    shift = unit.calendar.compiled.shift_at(at)
    return Board(unit, _columns(cards, totals), shift, _crew(units, usual, at=at))


def _column(held: QuerySet[Request], state: State) -> QuerySet[Request, Any]:
    order = ("-delivered_at", "pk") if state is State.DELIVERED else (FIRST, "pk")
    return listed(held.filter(state=state)).order_by(*order)[:PER_COLUMN]


def _offered_to(units: Collection[int], seen_by: Scope) -> QuerySet[Request, Any]:
    """From elsewhere, waiting for the units' answer."""
    known = Q(confidential=False) | Q(offered_unit__in=seen_by.member_ids)
    waiting = Request.objects.filter(known, offered_unit__in=units).exclude(holder_unit__in=units)
    return listed(waiting).order_by(FIRST, "pk")[:PER_COLUMN]


def _columns(cards: list[Card], totals: Mapping[str, int]) -> list[Column]:
    """What is offered from elsewhere stands in the first column, whatever its state is there."""
    columns = []
    for state in COLUMNS:
        offered = [card for card in cards if card.offered_here] if state is COLUMNS[0] else []
        own = [card for card in cards if card.request.state == state and not card.offered_here]
        columns.append(Column(state, totals.get(state, 0) + len(offered), offered + own))
    return columns


def _ages(requests: Collection[int], at: datetime) -> Mapping[int, int]:
    """Working seconds used so far: ended hops as written, the open one on its own calendar."""
    ages: dict[int, int] = {}
    stopped = dict(
        Pause.objects.filter(hop__request__in=requests, ended_at=None).values_list("hop_id", "started_at")
    )
    hops = list(Hop.objects.filter(request__in=requests))
    calendars = Calendars().of(hop.calendar_id for hop in hops)
    for hop in hops:
        used = hop.used_seconds
        if used is None:
            until, calendar = stopped.get(hop.pk, at), calendars[hop.calendar_id]
            used = max(calendar.working_seconds(hop.started_at, until) - hop.paused_seconds, 0)
        ages[hop.request_id] = ages.get(hop.request_id, 0) + used
    return ages


def _cards(
    rows: Iterable[Row], usual: Mapping[int, Usual], ages: Mapping[int, int], *, offered: Collection[int]
) -> list[Card]:
    cards = []
    for row in rows:
        known = usual.get(row.request.service_id)
        ageing = Ageing(
            ages.get(row.request.id, 0), known.p50 if known else None, known.p85 if known else None
        )
        cards.append(Card(row, ageing, row.request.id in offered))
    return cards


def _crew(units: Collection[int], usual: Mapping[int, Usual], *, at: datetime) -> list[Hand]:
    """Everybody of the units whose shift is on, with the work they hold against the time that is left."""
    people = list(
        Person.objects.active()
        .filter(unit__in=units)
        .select_related("unit__calendar")
        .order_by("unit__order", "pk")
    )
    absent = set(
        Person.objects.filter(absences__since__lte=at, absences__until__gt=at, unit__in=units).values_list(
            "pk", flat=True
        )
    )
    planned = _planned({person.pk for person in people})
    crew = []
    for person in people:
        shift = person.unit.calendar.compiled.shift_at(at)
        if shift is None:
            continue
        left = shift.working_seconds - shift.elapsed_seconds(at)
        crew.append(Hand(person, Capacity(planned.get(person.pk, 0), left, away=person.pk in absent)))
    return crew


def _planned(people: Collection[int]) -> Mapping[int, int]:
    """Working seconds in each person's hands, each request estimated by what is usual for its service."""
    rows = (
        Request.objects.open()
        .filter(holder_person__in=people, state=State.WORKING)
        .order_by()
        .values_list("holder_person_id", F("service__usual__p50"), "complete_seconds")
    )
    planned: dict[int, int] = {}
    for person, usual, promised in rows:
        planned[person] = planned.get(person, 0) + int(usual or (promised or 0) / 2)
    return planned


def boards_of(scope: Scope) -> list[Unit]:
    """The units whose board a person may open: those they lead and those they belong to."""
    return list(
        Unit.objects.active().filter(pk__in=scope.unit_ids, kind__in=["department", "team", "workshop"])
    )


def month_start(at: datetime) -> datetime:
    """Thirty days back: "this month" without an empty first of the month."""
    return at - timedelta(days=30)
