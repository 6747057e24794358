"""Lists of requests, what waits for me, and boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.rules import Priority
from qiao.desk import reads
from qiao.desk.filters import ALL, MOST_VALUES, Filter, wanted
from qiao.desk.models import CHANGED, Request
from qiao.desk.reads.boards import Board, Card, boards_of
from qiao.desk.reads.visible import newest
from qiao.desk.rest import shown
from qiao.desk.rest.door import READ, router
from qiao.desk.rest.shown import RequestShown
from qiao.desk.rules import PauseKind, State
from qiao.org.models import Unit
from qiao.org.rest import PersonRef, ShiftShown, UnitRef, person_ref, shift_shown, unit_ref
from qiao.rest.bodies import Shown
from qiao.rest.fields import When
from qiao.rest.paging import Page, Paging, after, cut, page

NEWEST, DUE, BY_CHANGE = ("-id",), ("due_at", "id"), ("changed", "id")
Missed = Literal["answer", "completion"]
SEVERAL = "May be given several times."
Codes = list[Annotated[str, Field(max_length=40)]]
# What programs ask by moments has the name of a moment.
NAMES = {"raised_since": "raised_from", "raised_before": "raised_to"}


class Order(StrEnum):
    NEWEST = "newest"
    DUE = "due"
    CHANGED = "changed"


class RequestFilters(BaseModel):
    """What one asks for in a list of requests."""

    # ``filters.Filter`` as programs write it: moments instead of days, and nothing left out by itself.
    state: list[State] = Field([], max_length=MOST_VALUES, description=SEVERAL)
    priority: list[Priority] = Field([], max_length=MOST_VALUES, description=SEVERAL)
    open: bool | None = Field(None, description="Not over yet, or over.")
    service: Codes = Field([], max_length=MOST_VALUES, description="Code.")
    unit: Codes = Field(
        [], max_length=MOST_VALUES, description="Code of the unit that holds it, with those below."
    )
    holder: Codes = Field(
        [],
        max_length=MOST_VALUES,
        description="Personnel number, or `me` (with those for whom you stand in), or `nobody`.",
    )
    requester: Codes = Field([], max_length=MOST_VALUES, description="Personnel number, or `me`.")
    customer: Codes = Field(
        [], max_length=MOST_VALUES, description="Code of the unit that asked, with those below."
    )
    waiting: list[PauseKind] = Field(
        [], max_length=MOST_VALUES, description="Paused, and waiting for one of these."
    )
    agreement: Codes = Field(
        [], max_length=MOST_VALUES, description="Number of the agreement it falls under."
    )
    missed: list[Missed] = Field([], max_length=MOST_VALUES, description="Which promise was not kept.")
    counterpart: str = Field("", max_length=80, description="A part of whom it waits for.")
    q: str = Field("", max_length=80, description="Words that stand in the title or in the number.")
    overdue: bool | None = Field(None, description="What was due is over, or not.")
    due_before: When | None = None
    raised_since: When | None = None
    raised_before: When | None = None
    changed_since: When | None = Field(None, description="Anything happened to it since, a comment too.")
    order: Order | None = Field(
        None,
        description=(
            "`newest`, unless `changed_since` is given; `due`: what breaks first, and only what is due; "
            "`changed`: what changed longest ago first, so that later pages are what changed afterwards."
        ),
    )

    def asked(self) -> Filter:
        """What the pages ask for as well. Without a state, also what is over."""
        said = self.model_dump(exclude={"order"})
        values = {NAMES.get(name, name): _plain(value) for name, value in said.items()}
        found = Filter(**values)
        return replace(found, state=(ALL,)) if not found.state and found.open is None else found


class WaitingShown(Shown):
    """How much waits for you."""

    answer: int = Field(description="As the number in the navigation says it; at most 99.")


class CardShown(Shown):
    number: str
    title: str
    state: State
    priority: Priority
    holder: str
    due_at: datetime | None
    age_seconds: int = Field(description="Working seconds used so far.")
    usual_seconds: int | None = Field(description="How long half of its kind take.")
    slow_seconds: int | None = Field(description="What 85 % of its kind stay below.")
    offered: bool = Field(description="Held elsewhere and offered to this unit.")


class ColumnShown(Shown):
    state: State
    total: int
    cards: list[CardShown] = Field(description="The first ones; the others by the list.")


class HandShown(Shown):
    person: PersonRef
    planned_seconds: int
    available_seconds: int = Field(description="What is left of the shift.")
    away: bool


class BoardShown(Shown):
    unit: UnitRef
    columns: list[ColumnShown]
    shift: ShiftShown | None
    crew: list[HandShown]


@router.read("/requests", scope=READ, answer=Page[RequestShown])
def requests(http: PersonCall, filters: Query[RequestFilters], paging: Query[Paging]) -> Page[RequestShown]:
    """Requests that you may see."""
    found = wanted(filters.asked(), scope=http.person.scope, at=timezone.now())
    order = filters.order or (Order.CHANGED if filters.changed_since else Order.NEWEST)
    if order is Order.NEWEST:
        return _newest(http, found, paging)
    mine = Request.objects.visible_to(http.person.scope).filter(found)
    if order is Order.DUE:
        return page(http, shown.plain(mine.filter(due_at__isnull=False)), paging, order=DUE, show=shown.rows)
    changed = shown.plain(mine.annotate(changed=CHANGED), "changed")
    return page(http, changed, paging, order=BY_CHANGE, show=shown.rows)


@router.read("/requests/waiting", scope=READ, answer=WaitingShown)
def waiting(http: PersonCall) -> WaitingShown:
    """How much waits for your answer."""
    return WaitingShown(answer=reads.counts(http.person)["answer"])


@router.read("/boards", scope=READ, answer=list[UnitRef])
def boards(http: PersonCall) -> list[UnitRef]:
    """The units whose board you may open."""
    return [unit_ref(each) for each in boards_of(http.person.scope)]


@router.read("/boards/{code}", scope=READ, answer=BoardShown)
def board(http: PersonCall, code: str) -> BoardShown:
    """What a unit and everything below it holds, and the shift that is on."""
    unit = Unit.objects.select_related("calendar").filter(code=code).first()
    if unit is None or unit.pk not in http.person.scope.unit_ids:
        raise Http404
    return _board(reads.board(unit, seen_by=http.person.scope, at=timezone.now()))


def _newest(http: PersonCall, found: Q, paging: Paging) -> Page[RequestShown]:
    key = after(paging, NEWEST)
    ids = newest(http.person.scope, found, before=key[0] if key else None, limit=paging.limit + 1)
    rows = list(shown.plain(Request.objects.filter(pk__in=ids).order_by("-pk")))
    return cut(http, rows, paging, order=NEWEST, show=shown.rows)


def _plain(value: Any) -> Any:
    return tuple(each for each in value if each) if isinstance(value, list) else value


def _board(found: Board) -> BoardShown:
    return BoardShown(
        unit=unit_ref(found.unit),
        columns=[
            ColumnShown(state=column.state, total=column.total, cards=[_card(each) for each in column.cards])
            for column in found.columns
        ],
        shift=shift_shown(found.shift) if found.shift else None,
        crew=[
            HandShown(
                person=person_ref(each.person),
                planned_seconds=int(each.capacity.planned),
                available_seconds=int(each.capacity.available),
                away=each.capacity.away,
            )
            for each in found.crew
        ],
    )


def _card(card: Card) -> CardShown:
    request = card.request
    return CardShown(
        number=request.number,
        title=request.title,
        state=State(request.state),
        priority=Priority(request.priority),
        holder=request.holder_person,
        due_at=request.due_at,
        age_seconds=int(card.ageing.age),
        usual_seconds=_whole(card.ageing.p50),
        slow_seconds=_whole(card.ageing.p85),
        offered=card.offered_here,
    )


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
