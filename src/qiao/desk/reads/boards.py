"""The board of a providing team: columns by state, ageing beside what is usual, the shift's capacity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from qiao.desk.filters import DUE, ORDERS, Sort, keys
from qiao.desk.models import Hop, Pause, Request, Usual, discreet_q
from qiao.desk.moves import Move, moves
from qiao.desk.reads.lists import offer_clocks
from qiao.desk.reads.work import THESE, below, rows_in
from qiao.desk.rows import Listed, Row, rows_of
from qiao.desk.rules import State
from qiao.org.models import Person, Substitution, Unit
from qiao.org.reads import Calendars
from qiao.org.reads.shifts import WITH_CALENDARS, those_on
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.bars import Ageing, Capacity
from qiao.ui.paging import cursor, key_page
from qiao.worktime import ShiftOn

COLUMNS = (State.OFFERED, State.WORKING, State.PAUSED, State.DELIVERED)
PER_COLUMN = 25


@dataclass(frozen=True)
class Card:
    """One request on the board, and where its reader may move it."""

    row: Row
    ageing: Ageing
    moves: Sequence[Move] = ()
    offered_here: bool = False

    @property
    def request(self) -> Listed:
        return self.row.request

    @property
    def moving(self) -> str:
        """For the script that moves cards: every place with its verb, or with why not."""
        return " ".join(map(str, self.moves))

    @property
    def movable(self) -> bool:
        return any(move.reason is None for move in self.moves)


@dataclass(frozen=True)
class Column:
    """``after`` is the key behind the last card that is shown, empty when there are no more."""

    state: State
    total: int
    cards: list[Card]
    after: str = ""

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
    units: Collection[int]


def board(unit: Unit, *, seen_by: Scope, at: datetime, holder: Person | None = None) -> Board:
    """What a unit and everything below it holds, and what is offered to it: a fixed number of queries."""
    units, calendars = below(unit), Calendars()
    placed = _placed(units, seen_by, holder)
    offered = set() if holder else {pk for (pk,) in OFFERED_TO.tuples(units, seen_by)}
    rows = _in_order(rows_of(THESE.tuples([*placed, *offered]), at=at, calendars=calendars), placed)
    cards = _cards(rows, seen_by, at=at, offered=offered - placed.keys(), calendars=calendars)
    crew = _crew(units, seen_by, at=at)
    return Board(unit, _columns(cards, placed), unit.calendar.compiled.shift_at(at), crew, units)


def held_by(units: Collection[int], *, seen_by: Scope, holder: int | None = None) -> QuerySet[Request]:
    """Open requests that the units hold, as this person may know of them."""
    theirs = Q(discreet_q(seen_by), ~Q(state=State.APPROVAL), holder_unit__in=units, closed_at=None)
    return Request.objects.filter(theirs & Q(holder_person=holder) if holder else theirs)


def more(
    units: Collection[int], state: State, after: str, *, seen_by: Scope, at: datetime, holder: Person | None
) -> Column:
    """The next cards of a column, behind the key ``after``."""
    held = held_by(units, seen_by=seen_by, holder=holder.pk if holder else None).filter(state=state)
    query, order = keys(held, Sort.DUE)
    page = key_page(query, order=order, params={"after": after}, size=PER_COLUMN)
    calendars = Calendars()
    rows = rows_in([key.id for key in page.items], at=at, calendars=calendars)
    return Column(state, 0, _cards(rows, seen_by, at=at, calendars=calendars), page.older)


class Placed(NamedTuple):
    """Where a card stands: in the column of a state, at a place, of so many; and its key for what follows."""

    id: int
    state: str
    place: int
    total: int
    key: datetime


def _placed(units: Collection[int], seen_by: Scope, holder: Person | None) -> dict[int, Placed]:
    """The first of every column, by request."""
    rows = map(Placed._make, FIRST_IN_COLUMNS.tuples(units, seen_by, holder.pk if holder else None))
    return {row.id: row for row in rows}


def _first_in_columns(units: Collection[int], seen_by: Scope, holder: int | None) -> QuerySet[Request, Any]:
    """One statement for all columns: numbers within a state instead of a query for each."""
    held = held_by(units, seen_by=seen_by, holder=holder)
    states, (_columns, order) = [F("state")], ORDERS[Sort.DUE]
    numbered = held.order_by().annotate(
        key=DUE,
        place=Window(RowNumber(), partition_by=states, order_by=list(order)),
        total=Window(Count("*"), partition_by=states),
    )
    return numbered.filter(place__lte=PER_COLUMN).values_list(*Placed._fields)


FIRST_IN_COLUMNS = Question(_first_in_columns)


def _in_order(rows: Iterable[Row], placed: Mapping[int, Placed]) -> list[Row]:
    """By their place in the column; in front what comes from elsewhere, what breaks first on top."""

    def place(row: Row) -> tuple[int, bool, Any, int]:
        request, known = row.request, placed.get(row.request.id)
        return known.place if known else 0, request.due_at is None, request.due_at, request.id

    return sorted(rows, key=place)


def _offered_to(units: Collection[int], seen_by: Scope) -> QuerySet[Request, Any]:
    """From elsewhere, waiting for the units' answer: their numbers."""
    known = Q(confidential=False) | Q(offered_unit__in=seen_by.own_ids)
    waiting = Request.objects.filter(known, offered_unit__in=units).exclude(holder_unit__in=units)
    return waiting.order_by(DUE, "pk").values_list("pk")[:PER_COLUMN]


OFFERED_TO = Question(_offered_to)


def _columns(cards: list[Card], placed: Mapping[int, Placed]) -> list[Column]:
    """What is offered from elsewhere stands in the first column, whatever its state is there."""
    columns = []
    for state in COLUMNS:
        offered = [card for card in cards if card.offered_here] if state is COLUMNS[0] else []
        own = [card for card in cards if card.request.state == state and not card.offered_here]
        last = placed[own[-1].request.id] if own else None
        total = last.total if last else 0
        after = cursor(last, ORDERS[Sort.DUE][1]) if last and total > len(own) else ""
        columns.append(Column(state, total + len(offered), offered + own, after))
    return columns


def _cards(
    rows: Sequence[Row],
    seen_by: Scope,
    *,
    at: datetime,
    calendars: Calendars,
    offered: Collection[int] = (),
) -> list[Card]:
    """Cards with their ages, the receiver's clock of what is offered, and where each may go."""
    usual = {each.pk: each for each in USUAL.all({row.request.service_id for row in rows})}
    ages = _ages([row.request.id for row in rows], at, calendars)
    theirs = offer_clocks(offered, at=at)
    cards = []
    for row in rows:
        request, known = row.request, usual.get(row.request.service_id)
        here = request.id in offered
        ageing = Ageing(ages.get(request.id, 0), known.p50 if known else None, known.p85 if known else None)
        shown = replace(row, clock=theirs.get(request.id, row.clock))
        cards.append(Card(shown, ageing, moves(request, seen_by, at, offered_here=here), here))
    return cards


def _ages(requests: Collection[int], at: datetime, calendars: Calendars) -> Mapping[int, int]:
    """Working seconds used so far: ended hops as written, the open one on its own calendar."""
    ages: dict[int, int] = {}
    found = HOPS.tuples(requests)
    works = calendars.of(calendar for _request, calendar, *_rest in found)
    for request, calendar, started, used, paused, stopped in found:
        if used is None:
            used = max(works[calendar].working_seconds(started, stopped or at) - paused, 0)
        ages[request] = ages.get(request, 0) + used
    return ages


def _hops(requests: Collection[int]) -> QuerySet[Hop, Any]:
    waiting = Pause.objects.filter(hop=OuterRef("pk"), ended_at=None).values("started_at")[:1]
    hops = Hop.objects.filter(request__in=requests).order_by().annotate(stopped=Subquery(waiting))
    return hops.values_list(
        "request_id", "calendar_id", "started_at", "used_seconds", "paused_seconds", "stopped"
    )


USUAL = Question(lambda services: Usual.objects.filter(pk__in=services))
HOPS = Question(_hops)


def _crew(units: Collection[int], seen_by: Scope, *, at: datetime) -> list[Hand]:
    """Everybody of the units whose shift is on, with the work they hold against the time that is left."""
    found = those_on(CREW.all(units, at), at)
    planned = _planned([person.pk for person in found], seen_by)
    return [_hand(person, planned.get(person.pk, 0), at) for person in found]


def _people(units: Collection[int], at: datetime) -> QuerySet[Person]:
    away = Substitution.objects.filter(person=OuterRef("pk"), since__lte=at, until__gt=at)
    people = Person.objects.active().filter(unit__in=units).select_related(*WITH_CALENDARS)
    return people.annotate(away=Exists(away)).order_by("unit__order", "pk")


CREW = Question(_people)


def _hand(person: Any, planned: int, at: datetime) -> Hand:
    shift = person.calendar.compiled.shift_at(at)
    left = shift.working_seconds - shift.elapsed_seconds(at)
    return Hand(person, Capacity(planned, left, away=person.away))


def _planned(people: Collection[int], seen_by: Scope) -> Mapping[int, int]:
    """Working seconds in each person's hands, each request estimated by what is usual for its service.

    Only of what the reader may know of (ADR 23): a number tells that there is something.
    """
    planned: dict[int, int] = {}
    for person, usual, promised in PLANNED.tuples(people, seen_by):
        planned[person] = planned.get(person, 0) + int(usual or (promised or 0) / 2)
    return planned


PLANNED = Question(
    lambda people, seen_by: (
        Request.objects.filter(discreet_q(seen_by), holder_person__in=people, closed_at=None)
        .filter(state=State.WORKING)
        .order_by()
        .values_list("holder_person_id", F("service__usual__p50"), "complete_seconds")
    )
)


def boards_of(scope: Scope) -> list[Unit]:
    """The units whose board a person may open: those they lead and those they belong to."""
    return BOARDS.all(scope)


BOARDS = Question(
    lambda scope: Unit.objects.active().filter(
        pk__in=scope.unit_ids, kind__in=["department", "team", "workshop"]
    )
)


def month_start(at: datetime) -> datetime:
    """Thirty days back: "this month" without an empty first of the month."""
    return at - timedelta(days=30)
