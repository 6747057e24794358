"""Handing over: offer, accept or refuse. Until somebody accepts, nothing has been handed over."""

from datetime import datetime

from django.db import transaction

from qiao.desk import clocks
from qiao.desk.actions import parts, response
from qiao.desk.actions.change import HOPS, begin, close_hop, involve, move, need, open_hop, tell
from qiao.desk.actions.limits import within_limits
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.rules import Reason, RefusalKind, State, Verb
from qiao.ledger.refusals import refuse
from qiao.org.models import Person, Unit
from qiao.statements import Question, insert, write

PENDING = Question(
    lambda request: Handoff.objects.filter(request=request, outcome="").select_related("to_unit")
)
NOBODY = {"offered_unit": None, "offered_person": None, "offered_by": None}


def why_not_offer_to(request: Request, unit: Unit, person: Person | None) -> Reason | None:
    """Whether the receiver makes sense; whether one may offer at all is asked before."""
    if not unit.active:
        return Reason.UNIT_CLOSED
    if person is not None and not person.active:
        return Reason.PERSON_GONE
    if person is not None and unit.pk not in person.scope.unit_ids:
        return Reason.NOT_A_MEMBER
    if unit.pk == request.holder_unit_id and (person is None or person.pk == request.holder_person_id):
        return Reason.OFFER_TO_HOLDER
    return None


@transaction.atomic
def offer(
    *,
    request: Request,
    by: Person,
    at: datetime,
    unit: Unit,
    person: Person | None = None,
    note: str,
    expected: int | None = None,
) -> Request:
    """Offers the request to another unit or person. The holder's clock runs on until they accept."""
    request = begin(request, Verb.OFFER, by=by, at=at, expected=expected)
    refuse(why_not_offer_to(request, unit, person))
    note = need(note)
    insert(
        Handoff(
            request=request,
            from_unit_id=request.holder_unit_id,
            from_person=by,
            to_unit=unit,
            to_person=person,
            note=note,
            offered_at=at,
            respond_by=clocks.due(unit.calendar.known_at(at), at, request.respond_seconds or 0),
        )
    )
    involve(request, unit)
    move(request, at=at, offered_unit=unit, offered_person=person, offered_by=by, unattended_at=None)
    tell(
        Kind.OFFERED,
        request,
        by=by,
        at=at,
        from_unit_id=request.holder_unit_id,
        to_unit_id=unit.pk,
        person=person.pk if person else None,
        note=note,
    )
    return request


@transaction.atomic
def take(*, request: Request, by: Person, at: datetime, expected: int | None = None) -> Request:
    """Accepts a hand-off: holding, clock and accountability move in the same moment."""
    request = begin(request, Verb.TAKE, by=by, at=at, expected=expected)
    handoff = _answer(request, Handoff.Outcome.ACCEPTED, by=by, at=at)
    most = within_limits(request, handoff.to_unit_id, by)
    travelled = HOPS.all(request.pk)
    close_hop(travelled[-1], at=at)
    request.hop_count += 1
    open_hop(request, unit=handoff.to_unit, person=by, at=at, accepted=True)
    move(
        request,
        at=at,
        **NOBODY,
        state=State.WORKING,
        holder_unit=handoff.to_unit,
        holder_person=by,
        accountable_unit=handoff.to_unit,
        accountable=by,
        unattended_at=None,
        **response.accepted(request, at=at),
        hop_count=request.hop_count,
        bounces=request.bounces
        + bounced([hop.unit_id for hop in travelled if not hop.approval], handoff.to_unit_id),
    )
    units = {"from_unit_id": handoff.from_unit_id, "to_unit_id": handoff.to_unit_id}
    tell(Kind.TAKEN, request, by=by, at=at, beyond=most, **units)
    parts.follow(request, by=by, at=at)
    return request


def bounced(units: list[int], to: int) -> bool:
    """Whether going to ``to`` is a bounce: back to where it was before another unit had it (A → B → A)."""
    travelled = [unit for n, unit in enumerate(units) if n == 0 or units[n - 1] != unit]
    return len(travelled) >= 2 and travelled[-1] != to and travelled[-2] == to


@transaction.atomic
def refuse_offer(
    *,
    request: Request,
    by: Person,
    at: datetime,
    kind: RefusalKind,
    note: str,
    suggested: Unit | None = None,
    expected: int | None = None,
) -> Request:
    """Returns a hand-off with a reason; the giver has kept it all the time and keeps it."""
    request = begin(request, Verb.REFUSE, by=by, at=at, expected=expected)
    note = need(note)
    refuse(Reason.SUGGEST_OWNER if kind is RefusalKind.NOT_OURS and suggested is None else None)
    handoff = _answer(
        request, Handoff.Outcome.REFUSED, by=by, at=at, refusal=kind, answer=note, suggested_unit=suggested
    )
    move(request, at=at, **NOBODY)
    tell(
        Kind.REFUSED,
        request,
        by=by,
        at=at,
        from_unit_id=handoff.to_unit_id,
        to_unit_id=handoff.from_unit_id,
        reason=kind.value,
        note=note,
        suggested=suggested.pk if suggested else None,
    )
    return request


@transaction.atomic
def recall(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """Takes an offer back before it was answered."""
    request = begin(request, Verb.RECALL, by=by, at=at, expected=expected)
    handoff = _answer(request, Handoff.Outcome.RECALLED, by=by, at=at)
    move(request, at=at, **NOBODY)
    tell(Kind.RECALLED, request, by=by, at=at, to_unit_id=handoff.to_unit_id, note=note.strip())
    return request


def _answer(
    request: Request, outcome: Handoff.Outcome, *, by: Person, at: datetime, **answer: object
) -> Handoff:
    handoff = PENDING.one(request.pk)
    handoff.outcome, handoff.answered_at, handoff.answered_by = outcome, at, by
    for name, value in answer.items():
        setattr(handoff, name, value)
    write(handoff, "outcome", "answered_at", "answered_by", *answer)
    return handoff
