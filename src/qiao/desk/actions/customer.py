"""What the internal customer does: raise, withdraw, confirm, reopen. And what time does for them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk import assignment, clocks
from qiao.desk.actions.change import begin, move, need, open_hop, over, tell
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, NumberSeries, Request
from qiao.desk.rules import Reason, State, Verb
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person, Unit


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
def raise_request(
    *,
    service: Service,
    by: Person,
    at: datetime,
    title: str,
    details: str = "",
    answers: dict[str, Any] | None = None,
    priority: Priority = Priority.NORMAL,
    for_person: Person | None = None,
    for_unit: Unit | None = None,
) -> Request:
    """A need becomes a request with a number for life, a first contact and a promise.

    ``for_person`` or ``for_unit``: on behalf of somebody else, or for the whole team; it is logged who asked.
    ``answers`` are those of the service's form, already checked.
    """
    refuse(why_not_raise(service, by))
    version, unit = current(service), service.unit
    title = need(title, Reason.SAY_WHAT)
    respond, complete = version.target(priority)
    counts = version.calendar or unit.calendar
    chosen = assignment.choose(version, service, at=at)
    respond_by = clocks.due(counts.compiled, at, respond)
    request = Request.objects.create(
        number=_next_number(at),
        service=service,
        version=version,
        calendar=counts,
        title=title,
        details=details.strip(),
        answers=answers or {},
        priority=priority,
        confidential=service.confidential,
        requester=by,
        requester_unit_id=by.unit_id,
        beneficiary=for_person if for_person != by else None,
        beneficiary_unit=for_unit,
        holder_unit=unit,
        holder_person=chosen.person,
        accountable_unit=unit,
        accountable=chosen.person,
        respond_seconds=respond,
        complete_seconds=complete,
        raised_at=at,
        respond_by=respond_by,
        promised_at=clocks.due(counts.compiled, at, complete),
        due_at=respond_by,
    )
    open_hop(request, unit=unit, person=chosen.person, at=at, accepted=False)
    tell(
        Kind.RAISED,
        request,
        by=by,
        at=at,
        from_unit_id=by.unit_id,
        to_unit_id=unit.pk,
        on_behalf_of=request.beneficiary_id,
        for_unit=request.beneficiary_unit_id,
        assigned_to=chosen.person.pk if chosen.person else None,
        assigned_because=chosen.why,
    )
    return request


def _next_number(at: datetime) -> str:
    """R-2026-000123: numbers of a year have no gaps, since a request that fails gives its number back."""
    series = NumberSeries.objects.filter(year=at.year)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(year=at.year)
        series.update(last=F("last") + 1)
    return f"R-{at.year}-{series.values_list('last', flat=True).get():06d}"


@transaction.atomic
def withdraw(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """The customer takes a request back; what runs on it ends."""
    request = begin(request, Verb.WITHDRAW, by=by, at=at, expected=expected)
    request.handoffs.filter(outcome="").update(
        outcome=Handoff.Outcome.RECALLED, answered_at=at, answered_by=by
    )
    over(request, State.WITHDRAWN, at=at)
    tell(Kind.WITHDRAWN, request, by=by, at=at, note=note.strip())
    return request


@transaction.atomic
def confirm(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """The customer says that it is done: nothing else closes a request, apart from their silence."""
    request = begin(request, Verb.CONFIRM, by=by, at=at, expected=expected)
    move(request, state=State.CONFIRMED, closed_at=at, confirm_by=None)
    tell(Kind.CONFIRMED, request, by=by, at=at, note=note.strip())
    return request


@transaction.atomic
def reopen(*, request: Request, by: Person, at: datetime, note: str, expected: int | None = None) -> Request:
    """Not solved: it goes back to the last holder. The customer's looking is not the provider's time."""
    request = begin(request, Verb.REOPEN, by=by, at=at, expected=expected)
    note = need(note)
    delivered = request.delivered_at or at
    promised = clocks.shifted(request.calendar.compiled, request.promised_at, delivered, at)
    request.hop_count += 1
    open_hop(request, unit=request.holder_unit, person=request.holder_person, at=at, accepted=True)
    move(
        request,
        state=State.WORKING,
        promised_at=promised,
        delivered_at=None,
        closed_at=None,
        confirm_by=None,
        hop_count=request.hop_count,
        reopened=request.reopened + 1,
    )
    tell(Kind.REOPENED, request, by=by, at=at, to_unit_id=request.holder_unit_id, note=note)
    return request


def confirm_silent(*, at: datetime, limit: int = 500) -> int:
    """Confirms what was delivered and not answered within the service's working days. Returns how many."""
    waiting = Request.objects.filter(state=State.DELIVERED, confirm_by__lte=at).order_by("confirm_by", "id")[
        :limit
    ]
    return sum(_confirm_one(request, at) for request in waiting)


@transaction.atomic
def _confirm_one(request: Request, at: datetime) -> bool:
    request = Request.objects.locked(request.pk)
    if request.state != State.DELIVERED or request.confirm_by is None or request.confirm_by > at:
        return False
    move(request, state=State.CONFIRMED, closed_at=at, confirm_by=None)
    tell(Kind.CONFIRMED_BY_ITSELF, request, by=None, at=at)
    return True


def remind_to_confirm(*, at: datetime, ahead: timedelta = timedelta(days=1), limit: int = 500) -> int:
    """Gives notice, once, a day before a request is confirmed by itself. Returns how many."""
    waiting = Request.objects.filter(
        state=State.DELIVERED, reminded_at__isnull=True, confirm_by__gt=at, confirm_by__lte=at + ahead
    ).order_by("confirm_by", "id")[:limit]
    return sum(_remind_one(request, at) for request in waiting)


@transaction.atomic
def _remind_one(request: Request, at: datetime) -> bool:
    request = Request.objects.locked(request.pk)
    if request.state != State.DELIVERED or request.reminded_at is not None:
        return False
    move(request, reminded_at=at)
    tell(
        Kind.REMINDED,
        request,
        by=None,
        at=at,
        confirm_by=request.confirm_by and request.confirm_by.isoformat(),
    )
    return True
