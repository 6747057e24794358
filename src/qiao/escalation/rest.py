"""Escalation for programs: what one was told of, and for administrators what holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, WithJsonSchema

from qiao.accounts.calls import PersonCall
from qiao.catalogue.models import Service
from qiao.catalogue.rest import ServiceRef, service_ref
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.escalation import actions, reads, rules
from qiao.escalation.models import Line, Policy
from qiao.escalation.rules import LARGEST_MARK, MOST_MARKS, MOST_TIMES, OFTENEST, SELDOMEST, Because, Terms
from qiao.org.rest import UnitRef, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("escalation:read", _("Read what was escalated to you, and when requests are escalated"))
WRITE = register("escalation:write", _("Set when requests are escalated"))

router = Router("Escalation")

Times = Annotated[int, Field(ge=0, le=MOST_TIMES)]
Marks = Annotated[
    list[Annotated[int, Field(ge=1, le=LARGEST_MARK)]], Field(min_length=1, max_length=MOST_MARKS)
]
# Described where it stands: agreements have a "because", too, and the description knows one thing by a name.
Why = Annotated[Because, WithJsonSchema({"type": "string", "enum": list(Because)})]


class EscalationShown(Shown):
    id: int
    request: str = Field(description="Number.")
    title: str
    state: State
    service: ServiceRef
    holder_unit: UnitRef
    because: Why
    n: int = Field(description="Percent of the promised time; or how many times it came back.")
    why: str = Field(description="The reason as a sentence, in your language.")
    told_at: datetime | None


class PolicyShown(Shown):
    service: ServiceRef | None = Field(description="null: for all services without their own.")
    active: bool
    marks: list[int] = Field(description="Percent of the promised working time; one leader more at each.")
    returns: int = Field(description="Hand-offs that came back; 0: never because of them.")
    reopenings: int = Field(description="0: never because of them.")
    every: int = Field(description="Minutes; at most one digest for each person. One for all services.")
    revision: int = Field(description="Of what was set for just this; 0 while it follows another.")


class NewServicePolicy(Said):
    active: bool
    marks: Marks = Field(description="Percent, one above the other.")
    returns: Times
    reopenings: Times


class NewPolicy(NewServicePolicy):
    every: int = Field(ge=OFTENEST, le=SELDOMEST, description="Minutes.")


@router.read("/escalations", scope=READ, answer=Page[EscalationShown])
def escalations(http: PersonCall, paging: Query[Paging]) -> Page[EscalationShown]:
    """What was escalated to you and is still open, newest first."""
    rows = reads.told_to(http.person).select_related(*reads.SHOWN)
    return page(http, rows, paging, order=("-id",), show=_shown)


@router.read("/escalation/policies", scope=READ, answer=list[PolicyShown])
def policies(http: PersonCall) -> list[PolicyShown]:
    """What was set, for administrators; what holds for all services first."""
    _administrator(http)
    every = reads.terms_of(None).every
    return [_policy(row.service, row.terms, row, every) for row in reads.policies()]


@router.read("/escalation/policy", scope=READ, answer=PolicyShown)
def policy(http: PersonCall) -> PolicyShown:
    """When requests of all services without their own are escalated, for administrators."""
    _administrator(http)
    return _holds(http, None)


@router.replace("/escalation/policy", scope=WRITE, answer=PolicyShown)
def set_policy(http: PersonCall, said: NewPolicy) -> PolicyShown:
    """Sets it for all services without their own; what is open is counted anew."""
    _administrator(http)
    return _set(http, None, _terms(said, said.every))


@router.read("/services/{code}/escalation", scope=READ, answer=PolicyShown)
def service_policy(http: PersonCall, code: str) -> PolicyShown:
    """When requests of a service are escalated, for administrators."""
    return _holds(http, _service(http, code))


@router.replace("/services/{code}/escalation", scope=WRITE, answer=PolicyShown)
def set_service_policy(http: PersonCall, code: str, said: NewServicePolicy) -> PolicyShown:
    """Sets it for one service; what is open of it is counted anew."""
    return _set(http, _service(http, code), _terms(said, reads.terms_of(None).every))


def _administrator(http: PersonCall) -> None:
    """As the page: to anybody else it does not exist."""
    if rules.why_not_keep(http.person.scope):
        raise Http404


def _service(http: PersonCall, code: str) -> Service:
    _administrator(http)
    found = Service.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _terms(said: NewServicePolicy, every: int) -> Terms:
    return Terms(tuple(said.marks), said.returns, said.reopenings, every, said.active)


def _set(http: PersonCall, service: Service | None, terms: Terms) -> PolicyShown:
    pk = service.pk if service else None
    own = reads.policy_of(pk)
    expected = etags.seen(http, own.revision if own else 0)
    actions.set_policy(by=http.person, at=timezone.now(), service_id=pk, terms=terms, expected=expected)
    return _holds(http, service)


def _holds(http: PersonCall, service: Service | None) -> PolicyShown:
    pk = service.pk if service else None
    own = reads.policy_of(pk)
    etags.show(http, own.revision if own else 0)
    return _policy(service, reads.terms_of(pk), own, reads.terms_of(None).every)


def _policy(service: Service | None, terms: Terms, own: Policy | None, every: int) -> PolicyShown:
    return PolicyShown(
        service=service_ref(service) if service else None,
        active=terms.active,
        marks=list(terms.marks),
        returns=terms.returns,
        reopenings=terms.reopenings,
        every=every,
        revision=own.revision if own else 0,
    )


def _shown(rows: Iterable[Line]) -> list[EscalationShown]:
    return [_line(row, row.mark.request) for row in rows]


def _line(line: Line, request: Request) -> EscalationShown:
    return EscalationShown(
        id=line.pk,
        request=request.number,
        title=request.title,
        state=State(request.state),
        service=service_ref(request.service),
        holder_unit=unit_ref(request.holder_unit),
        because=Because(line.mark.because),
        n=line.mark.n,
        why=line.mark.why,
        told_at=line.told_at,
    )
