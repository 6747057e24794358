"""What the internal customer does with a request: withdraw, confirm, reopen. And what time does for them."""

from datetime import datetime, timedelta

from django.db import transaction

from qiao.desk import clocks
from qiao.desk.actions import parts, response
from qiao.desk.actions.change import begin, move, need, open_hop, over, tell
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.rules import State, Verb, Voice, voice_of
from qiao.org.models import Person


@transaction.atomic
def withdraw(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """The customer takes a request back; what runs on it ends, and what it asked of others is let go."""
    parts.lock_open(request)
    request = begin(request, Verb.WITHDRAW, by=by, at=at, expected=expected)
    request.handoffs.filter(outcome="").update(
        outcome=Handoff.Outcome.RECALLED, answered_at=at, answered_by=by
    )
    over(request, State.WITHDRAWN, at=at)
    tell(Kind.WITHDRAWN, request, by=by, at=at, note=note.strip())
    parts.let_go(request, by=by, at=at)
    return request


@transaction.atomic
def confirm(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """The customer says that it is done: nothing else closes a request, apart from their silence."""
    request = begin(request, Verb.CONFIRM, by=by, at=at, expected=expected)
    move(request, at=at, state=State.CONFIRMED, closed_at=at, confirm_by=None)
    tell(Kind.CONFIRMED, request, by=by, at=at, note=note.strip())
    return request


@transaction.atomic
def reopen(*, request: Request, by: Person, at: datetime, note: str, expected: int | None = None) -> Request:
    """Not solved: it goes back to the last holder. The customer's looking is not the provider's time."""
    request = begin(request, Verb.REOPEN, by=by, at=at, expected=expected)
    note = need(note)
    delivered = request.delivered_at or at
    promised = clocks.shifted(request.calendar.known_at(at), request.promised_at, delivered, at)
    voice = voice_of(request, by.scope)
    request.hop_count += 1
    open_hop(request, unit=request.holder_unit, person=request.holder_person, at=at, accepted=True)
    move(
        request,
        at=at,
        state=State.WORKING,
        promised_at=promised,
        delivered_at=None,
        closed_at=None,
        confirm_by=None,
        hop_count=request.hop_count,
        reopened=request.reopened + 1,
        used_seconds=None,
        **(response.begun(request, at=at) if voice is Voice.CUSTOMER else {}),
    )
    tell(
        Kind.REOPENED,
        request,
        by=by,
        at=at,
        to_unit_id=request.holder_unit_id,
        note=note,
        voice=voice and voice.value,
    )
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
    move(request, at=at, state=State.CONFIRMED, closed_at=at, confirm_by=None)
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
    move(request, at=at, reminded_at=at)
    tell(
        Kind.REMINDED,
        request,
        by=None,
        at=at,
        confirm_by=request.confirm_by and request.confirm_by.isoformat(),
    )
    return True
