"""Approvals for programs: what waits for one, what one has decided, the steps of a request, answering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.approvals import actions, reads
from qiao.approvals.forms import LONGEST
from qiao.approvals.models import Ask
from qiao.approvals.rules import Decision
from qiao.catalogue.models import Service
from qiao.catalogue.rest import ServiceRef
from qiao.desk import reads as desk_reads
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.org.models import Person
from qiao.org.rest import PersonRef, person_ref
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key, Row
from qiao.rest.invalid import not_there
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("approvals:read", _("Read approvals"))
WRITE = register("approvals:write", _("Approve and refuse"))

router = Router("Approvals")
Words = Annotated[str, Field(max_length=LONGEST)]


class ApprovalShown(Shown):
    id: int
    request: str = Field(description="Number.")
    title: str
    service: ServiceRef
    requester: PersonRef
    asked: PersonRef = Field(description="Who is asked; a substitute decides for them.")
    delegate: PersonRef | None
    step: int
    asked_at: datetime | None
    decision: Decision
    decided_by: PersonRef | None = Field(description="Who really decided.")
    how: str = Field(description='"self", "substitute", "delegate", "leader" or "earlier": in another step.')
    decided_at: datetime | None
    note: str


class SeatShown(Shown):
    id: int
    asked: PersonRef
    delegate: PersonRef | None
    leader: PersonRef | None = Field(description="The next leader, asked when nobody answered.")
    state: str = Field(description='"later", "waiting", "question", "approved", "refused" or "spared".')
    decided_by: PersonRef | None
    how: str
    decided_at: datetime | None
    note: str


class StepShown(Shown):
    ordinal: int
    stage: int = Field(description="Steps of one stage run at the same time.")
    what: str = Field(description="Whom it asks, in your language.")
    enough: int
    asked_at: datetime | None
    done_at: datetime | None
    people: list[SeatShown]


class Answered(Shown):
    request: str
    state: State


class DecisionNote(Said):
    note: Words = ""


class DecisionReason(Said):
    note: Words = Field(description="Required: the requester reads it.")


class Delegation(Said):
    to: Key = Field(description="Personnel number. Never of whoever asks for it.")
    note: Words = ""


@router.read("/approvals", scope=READ, answer=Page[ApprovalShown])
def approvals(
    http: PersonCall, paging: Query[Paging], decided: Literal["no", "yes"] = "no"
) -> Page[ApprovalShown]:
    """What waits for your decision, or what you have decided."""
    found = reads.decided(http.person.scope) if decided == "yes" else reads.waiting(http.person.scope)
    rows = found.select_related(*reads.ASKED, "decided_by")
    return page(http, rows, paging, order=("-id",), show=_shown)


@router.read("/requests/{number}/approvals", scope=READ, answer=list[StepShown])
def steps(http: PersonCall, number: str) -> list[StepShown]:
    """The steps of a request in order: who decides, who has decided."""
    request = desk_reads.seen(number, seen_by=http.person)
    return [
        StepShown(
            ordinal=each.step.ordinal,
            stage=each.step.stage,
            what=each.what,
            enough=each.step.enough,
            asked_at=each.step.asked_at,
            done_at=each.step.done_at,
            people=[_seat(seat) for seat in each.seats],
        )
        for each in reads.steps(request, http.person, at=timezone.now())
    ]


@router.act("/requests/{number}/approvals/{ask_id}/approve", scope=WRITE, answer=Answered)
def approve(http: PersonCall, number: str, ask_id: Row, said: DecisionNote) -> Answered:
    """Says yes."""
    ask = reads.one(number, ask_id, seen_by=http.person)
    return _answered(actions.approve(ask=ask, by=http.person, at=timezone.now(), note=said.note))


@router.act("/requests/{number}/approvals/{ask_id}/refuse", scope=WRITE, answer=Answered)
def refuse(http: PersonCall, number: str, ask_id: Row, said: DecisionReason) -> Answered:
    """Says no, with a reason. When too few are left who could say yes, the request ends with it."""
    ask = reads.one(number, ask_id, seen_by=http.person)
    return _answered(actions.refuse(ask=ask, by=http.person, at=timezone.now(), note=said.note))


@router.act("/requests/{number}/approvals/{ask_id}/ask", scope=WRITE, answer=Answered)
def ask_back(http: PersonCall, number: str, ask_id: Row, said: DecisionReason) -> Answered:
    """Asks the requester first; they answer with a comment."""
    ask = reads.one(number, ask_id, seen_by=http.person)
    return _answered(actions.ask_back(ask=ask, by=http.person, at=timezone.now(), note=said.note))


@router.act("/requests/{number}/approvals/{ask_id}/delegate", scope=WRITE, answer=Answered)
def delegate(http: PersonCall, number: str, ask_id: Row, said: Delegation) -> Answered:
    """Lets somebody else decide."""
    ask = reads.one(number, ask_id, seen_by=http.person)
    to = Person.objects.active().filter(number=said.to).first()
    if to is None:
        raise not_there("to")
    return _answered(actions.delegate(ask=ask, by=http.person, to=to, at=timezone.now(), note=said.note))


def _answered(request: Request) -> Answered:
    return Answered(request=request.number, state=State(request.state))


def _service(service: Service) -> ServiceRef:
    return ServiceRef(code=service.code, name_zh=service.name_zh, name_en=service.name_en)


def _ref(person: Person | None) -> PersonRef | None:
    return person_ref(person) if person else None


def _shown(rows: Iterable[Ask]) -> list[ApprovalShown]:
    return [
        ApprovalShown(
            id=ask.pk,
            request=ask.request.number,
            title=ask.request.title,
            service=_service(ask.request.service),
            requester=person_ref(ask.request.requester),
            asked=person_ref(ask.person),
            delegate=_ref(ask.delegate),
            step=ask.step.ordinal,
            asked_at=ask.asked_at,
            decision=Decision(ask.decision),
            decided_by=_ref(ask.decided_by),
            how=ask.how,
            decided_at=ask.decided_at,
            note=ask.note,
        )
        for ask in rows
    ]


def _seat(seat: reads.Seat) -> SeatShown:
    ask = seat.ask
    return SeatShown(
        id=ask.pk,
        asked=person_ref(ask.person),
        delegate=_ref(ask.delegate),
        leader=_ref(ask.leader),
        state=seat.state,
        decided_by=_ref(ask.decided_by),
        how=ask.how,
        decided_at=ask.decided_at,
        note=ask.note,
    )
