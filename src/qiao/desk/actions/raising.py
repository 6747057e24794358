"""A need becomes a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from qiao.agreements.inforce import in_force
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk import clocks, gates
from qiao.desk.actions import approving, assignment, checklist, parts, response
from qiao.desk.actions.change import need, open_hop, tell
from qiao.desk.events import Kind
from qiao.desk.gates import Asking
from qiao.desk.models import NumberSeries, Request
from qiao.desk.rules import Reason, State, is_own
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person, Unit
from qiao.statements import Question, insert, write

SERIES = Question(lambda year: NumberSeries.objects.select_for_update(no_key=True).filter(pk=year))


# Who gets it is decided when it is approved: by then others may be there.
WAITS = assignment.Choice(None, "awaits_approval")


class Need(TypedDict, total=False):
    """What the customer says. ``answers`` are those of the service's form, already checked.

    ``for_person`` or ``for_unit``: on behalf of somebody else, or for the whole team. ``part_of``: the
    request that its holder asks this for.
    """

    details: str
    answers: dict[str, Any]
    priority: Priority
    for_person: Person | None
    for_unit: Unit | None
    part_of: Request | None


def why_not_raise(service: Service, by: Person) -> Reason | None:
    """Whether this person may ask for this service now."""
    if not service.active or service.version is None or not service.unit.active:
        return Reason.SERVICE_CLOSED
    if service.version.for_everyone or service.version.audience.filter(pk__in=by.scope.member_ids).exists():
        return None
    return Reason.NOT_OFFERED_TO_YOU


def current(service: Service) -> ServiceVersion:
    """The version that new requests are born with; refused while there is none."""
    if service.version is None:
        raise Refused(Reason.SERVICE_CLOSED)
    return service.version


@transaction.atomic
def raise_request(*, service: Service, by: Person, at: datetime, title: str, **said: Unpack[Need]) -> Request:
    """A request with a number for life, a first contact and a promise. It is logged who asked for whom."""
    refuse(why_not_raise(service, by))
    title = need(title, Reason.SAY_WHAT)
    parent = parts.above(said.get("part_of"), by=by)
    version = current(service)
    request = _said(said, title=title, by=by, at=at, parent=parent)
    _promise(request, service, said.get("priority", Priority.NORMAL))
    asking = gates.asking(request)
    chosen = assignment.choose(version, service, at=at) if asking is None else WAITS
    _first_contact(request, service.unit, chosen.person)
    own = is_own(request, by.scope)
    stands = _begin(request, chosen.person, asking, own=own)
    tell(
        Kind.RAISED,
        request,
        by=by,
        at=at,
        from_unit_id=by.unit_id,
        to_unit_id=service.unit_id,
        on_behalf_of=request.beneficiary_id,
        for_unit=request.beneficiary_unit_id,
        assigned_to=request.holder_person_id,
        **chosen.told,
        **_birth(request, own=own),
        **stands,
        part_of=parent.pk if parent else None,
    )
    if asking is not None:
        asking.begin(request, at=at)
    checklist.copy(request)
    if parent is not None:
        parts.put_below(request, parent, by=by, at=at)
    return request


def _said(said: Need, *, title: str, by: Person, at: datetime, parent: Request | None) -> Request:
    """Who asked, for whom, and in which words; with its number."""
    return Request(
        number=next_number(at),
        title=title,
        details=said.get("details", "").strip(),
        answers=said.get("answers", {}),
        requester=by,
        requester_unit_id=by.unit_id,
        beneficiary=said.get("for_person") if said.get("for_person") != by else None,
        beneficiary_unit=said.get("for_unit"),
        raised_at=at,
        changed_at=at,
        parent=parent,
    )


def _promise(request: Request, service: Service, priority: Priority) -> None:
    """Form, targets and calendar as they are now, and what was agreed; the request keeps them for life."""
    version = current(service)
    request.service, request.version, request.confidential = service, version, service.confidential
    request.calendar = version.calendar or service.unit.calendar
    request.priority = priority
    agreed = in_force(service_id=service.pk, unit_id=request.requester_unit_id, at=request.raised_at)
    request.agreed = agreed
    targets = agreed.target(version, priority) if agreed else version.target(priority)
    request.respond_seconds, request.complete_seconds = targets


def _begin(request: Request, person: Person | None, asking: Asking | None, *, own: bool) -> dict[str, Any]:
    """With its first stretch: at the provider, whose clocks start, or with those who have to approve it."""
    if asking is None:
        _start_clocks(request, own=own)
        insert(request)
        open_hop(request, unit=request.holder_unit, person=person, at=request.raised_at, accepted=False)
        return {}
    request.state = State.APPROVAL
    insert(request)
    return {"awaits": State.APPROVAL.value, **approving.stand_at(request, asking, at=request.raised_at)}


def _start_clocks(request: Request, *, own: bool) -> None:
    """Completion always, the response unless somebody asks their own unit."""
    at, hours = request.raised_at, request.calendar.known_at(request.raised_at)
    request.promised_at = clocks.due(hours, at, request.complete_seconds or 0)
    if not own:
        for name, value in response.begun(request, at=at).items():
            setattr(request, name, value)
        request.respond_by = request.answer_by
    request.due_at = clocks.next_due(
        request.state, answer_by=request.answer_by, promised_at=request.promised_at, confirm_by=None
    )


def _birth(request: Request, *, own: bool) -> dict[str, Any]:
    """What its clocks were made of, for whoever counts them again from the ledger."""
    return {
        "calendar": request.calendar_id,
        "respond": request.respond_seconds,
        "complete": request.complete_seconds,
        "agreement": request.agreed.version.agreement.number if request.agreed else None,
        "own": own or None,
    }


def _first_contact(request: Request, unit: Unit, person: Person | None) -> None:
    """Who receives it first holds it and answers for it until the next party accepts."""
    request.holder_unit = request.accountable_unit = unit
    request.holder_person = request.accountable = person


def one_at_a_time(person: Person) -> None:
    """Until the transaction ends nobody else raises anything for this person: hasty thumbs queue."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def next_number(at: datetime) -> str:
    """R-2026-000123: numbers of a year have no gaps, since a request that fails gives its number back."""
    year = timezone.localtime(at).year
    series = SERIES.first(year)
    if series is None:
        NumberSeries.objects.get_or_create(year=year)
        series = SERIES.one(year)
    series.last += 1
    write(series, "last")
    return f"R-{year}-{series.last:06d}"


@transaction.atomic
def came_from_schedule(
    *, request: Request, at: datetime, schedule: str, due: datetime, missed: int, pk: int
) -> None:
    """Says in the story that a schedule raised it, and how many occurrences before were left out."""
    tell(
        Kind.SCHEDULED,
        request,
        by=None,
        at=at,
        schedule=schedule,
        schedule_pk=pk,
        due=due.isoformat(),
        missed=missed or None,
    )
