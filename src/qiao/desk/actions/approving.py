"""Before the provider's clocks: a request waits for approval, on the calendar of whoever decides (ADR 31).

Who decides is known to the gate (``gates``), which calls these after its own rules have said yes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from qiao.desk import clocks, rules
from qiao.desk.actions import assignment, response
from qiao.desk.actions.change import close_hop, current_hop, move, need, open_hop, over, tell
from qiao.desk.events import Kind
from qiao.desk.gates import Stand
from qiao.desk.models import Approver, Hop, Request
from qiao.desk.rules import State, Verb, is_own
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


def stand_at(request: Request, asking: Stand, *, at: datetime) -> dict[str, Any]:
    """A stretch with those who decide; returns what the event has to say of it.

    Their unit does not get to see the request by this: those who are asked do, in person.
    """
    Hop.objects.create(
        request=request,
        ordinal=request.hop_count,
        unit=asking.unit,
        person=asking.person,
        calendar_id=asking.calendar_id,
        started_at=at,
        approval=True,
    )
    return {"hop_unit": asking.unit.pk, "hop_at": asking.calendar_id}


def ask(request: Request, people: list[Person]) -> None:
    """From now on these may see the request, whatever they decide."""
    ids = {person.pk for person in people}
    known = Approver.objects.filter(request=request, person__in=ids).values_list("person_id", flat=True)
    new = ids - set(known)
    Approver.objects.bulk_create(Approver(request=request, person_id=pk) for pk in sorted(new))
    Request.objects.filter(pk=request.pk).update(approvers=F("approvers") + len(new))
    request.approvers += len(new)


@transaction.atomic
def go_on_at(*, request: Request, asking: Stand, at: datetime) -> dict[str, Any]:
    """The next ones are asked: their stretch begins. Returns what the event has to say of it."""
    refuse(rules.why_not_in_this_state(request, Verb.APPROVE))
    close_hop(current_hop(request), at=at)
    request.hop_count += 1
    told = stand_at(request, asking, at=at)
    move(request, at=at, hop_count=request.hop_count)
    return told


@transaction.atomic
def approved(*, request: Request, by: Person | None, at: datetime) -> Request:
    """The last approval: only now the provider gets it, and the provider's clocks begin."""
    refuse(rules.why_not_in_this_state(request, Verb.APPROVE))
    service = request.service
    chosen = assignment.choose(request.version, service, at=at)
    close_hop(current_hop(request), at=at)
    request.hop_count += 1
    open_hop(request, unit=request.holder_unit, person=chosen.person, at=at, accepted=False)
    own = is_own(request, request.requester.scope)
    clock = {} if own else response.begun(request, at=at)
    move(
        request,
        at=at,
        state=State.OFFERED,
        approved_at=at,
        hop_count=request.hop_count,
        holder_person=chosen.person,
        accountable=chosen.person,
        promised_at=clocks.due(request.calendar.known_at(at), at, request.complete_seconds or 0),
        **clock,
        **({"respond_by": clock["answer_by"]} if clock else {}),
    )
    tell(
        Kind.APPROVED,
        request,
        by=by,
        at=at,
        to_unit_id=request.holder_unit_id,
        assigned_to=request.holder_person_id,
        own=own or None,
        **chosen.told,
    )
    return request


@transaction.atomic
def not_approved(*, request: Request, by: Person, at: datetime, note: str, **told: Any) -> Request:
    """Somebody who had to approve it refuses: it ends here, with the reason."""
    refuse(rules.why_not_in_this_state(request, Verb.DISAPPROVE))
    note = need(note)
    over(request, State.DECLINED, at=at)
    tell(Kind.NOT_APPROVED, request, by=by, at=at, note=note, **told)
    return request
