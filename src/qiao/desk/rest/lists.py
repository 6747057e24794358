"""Lists of requests, what waits for me, and boards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.rules import Priority
from qiao.desk import reads
from qiao.desk.models import Request
from qiao.desk.reads.boards import Board, Card, boards_of
from qiao.desk.reads.visible import newest
from qiao.desk.rest import shown
from qiao.desk.rest.door import READ, router
from qiao.desk.rest.shown import RequestShown
from qiao.desk.rules import State
from qiao.org.models import Unit
from qiao.org.rest import PersonRef, ShiftShown, UnitRef, person_ref, shift_shown, unit_ref
from qiao.rest.bodies import Shown
from qiao.rest.fields import When
from qiao.rest.paging import Page, Paging, after, cut, page

NEWEST, DUE = ("-id",), ("due_at", "id")
ME = "me"


class Order(StrEnum):
    NEWEST = "newest"
    DUE = "due"


class RequestFilters(BaseModel):
    state: list[State] = Field([], description="May be given several times.")
    priority: list[Priority] = Field([], description="May be given several times.")
    open: bool | None = Field(None, description="Not over yet, or over.")
    service: str = Field("", max_length=40, description="Code.")
    unit: str = Field("", max_length=40, description="Code of the unit that holds it, with those below.")
    holder: str = Field("", max_length=40, description="Personnel number, or `me`.")
    requester: str = Field("", max_length=40, description="Personnel number, or `me`.")
    q: str = Field("", max_length=80, description="A number, or a part of the title.")
    overdue: bool | None = Field(None, description="What was due is over, or not.")
    due_before: When | None = None
    raised_since: When | None = None
    raised_before: When | None = None
    changed_since: When | None = Field(None, description="Anything happened to it since, a comment too.")
    order: Order = Field(Order.NEWEST, description="`due`: what breaks first; only what has something due.")


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
    wanted = _wanted(filters, http.person.pk)
    if filters.order is Order.DUE:
        due = Request.objects.visible_to(http.person.scope).filter(wanted, due_at__isnull=False)
        return page(http, shown.plain(due), paging, order=DUE, show=shown.rows)
    key = after(paging, NEWEST)
    ids = newest(http.person.scope, wanted, before=key[0] if key else None, limit=paging.limit + 1)
    found = list(shown.plain(Request.objects.filter(pk__in=ids).order_by("-pk")))
    return cut(http, found, paging, order=NEWEST, show=shown.rows)


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


def _wanted(filters: RequestFilters, me: int) -> Q:
    wanted = Q()
    for name, condition in CONDITIONS.items():
        value = getattr(filters, name)
        if value not in (None, "", []):
            wanted &= condition(value)
    for name, column in (("holder", "holder_person"), ("requester", "requester")):
        said = getattr(filters, name)
        if said:
            wanted &= Q(**{column: me}) if said == ME else Q(**{f"{column}__number": said})
    return wanted


def _overdue(over: bool) -> Q:
    late = Q(due_at__lt=timezone.now())
    return late if over else ~late | Q(due_at=None)


CONDITIONS: Mapping[str, Callable[[Any], Q]] = {
    "state": lambda states: Q(state__in=states),
    "priority": lambda priorities: Q(priority__in=priorities),
    "open": lambda yes: Q(closed_at__isnull=yes),
    "service": lambda code: Q(service__code=code),
    "unit": lambda code: Q(holder_unit__in=Unit.objects.filter(ancestry__ancestor__code=code)),
    "q": lambda text: Q(number__iexact=text) | Q(title__icontains=text),
    "overdue": _overdue,
    "due_before": lambda at: Q(due_at__lt=at),
    "raised_since": lambda at: Q(raised_at__gte=at),
    "raised_before": lambda at: Q(raised_at__lt=at),
    # What came in from elsewhere has no change of its own: then its birth counts.
    "changed_since": lambda at: Q(changed_at__gte=at) | Q(changed_at=None, raised_at__gte=at),
}


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
