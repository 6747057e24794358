"""Nothing sits unseen: what its holder cannot look after is passed on by a rule, once, and shown (ADR 27)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from qiao.desk import clocks
from qiao.desk.actions.change import current_hop, involve, move, tell
from qiao.desk.actions.handoffs import NOBODY
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.reads.limits import Limits, limits_of
from qiao.desk.reads.presence import Gone, gone_people
from qiao.desk.rules import State
from qiao.org.models import Person, Unit
from qiao.org.reads import leaders_above

LOOKED_AFTER = (State.OFFERED, State.WORKING)


@dataclass(frozen=True)
class Found:
    """Why nobody looks after a request, and since when; ``gone`` is who holds it and is not there."""

    because: str
    since: datetime
    gone: Gone | None = None

    def told(self) -> dict[str, Any]:
        """For the event."""
        if self.gone is None:
            return {"because": self.because}
        back = self.gone.back.isoformat() if self.gone.back else None
        return {"because": self.because, "gone": self.gone.person.pk, "back": back}


def attend(*, at: datetime, limit: int = 500) -> int:
    """Passes on and shows what nobody looks after; what is looked after again is shown no longer.

    Returns how many it changed. A second time in the same minute changes nothing; what is paused or
    offered to somebody already waits for them.
    """
    look = Look(at, gone_people(_held_by_people(), at=at))
    lying = [request for request in look.candidates().iterator() if look.found(request)][:limit]
    changed = sum(_pass_on(request, look) for request in lying)
    shown = Request.objects.filter(unattended_at__isnull=False, state=State.WORKING, closed_at=None)
    back = list(shown.exclude(holder_person__in=look.gone)[:limit])
    return changed + sum(_welcome(request, at) for request in back)


@dataclass
class Look:
    """One look around: who is not there, and what is read once for all requests."""

    at: datetime
    gone: dict[int, Gone]
    _limits: dict[int, Limits] = field(default_factory=dict)

    def candidates(self) -> QuerySet[Request]:
        """Those whose holder is not there, and those that nobody accepted in time."""
        overdue = Q(answer_by__lt=self.at) | Q(answer_by=None, promised_at__lt=self.at)
        not_there = Q(holder_person__in=self.gone)
        lying = _untouched().filter(not_there | Q(overdue, state=State.OFFERED))
        return lying.select_related("calendar").order_by("due_at", "pk")

    def found(self, request: Request) -> Found | None:
        """Why nobody looks after it, if that has lasted as long as the unit allows."""
        found = self._why(request)
        if found is None:
            return None
        seconds = self._limits_of(request.holder_unit_id).unattended_seconds
        lasted = request.calendar.known_at(self.at).working_seconds(found.since, self.at)
        return found if seconds is not None and lasted >= seconds else None

    def _why(self, request: Request) -> Found | None:
        """A holder who is not there matters when it is due before they are back."""
        away = self.gone.get(request.holder_person_id or 0)
        if away and (away.back is None or request.due_at is None or request.due_at < away.back):
            return Found(away.why, max(away.since, request.raised_at), away)
        if request.state == State.OFFERED and (request.answer_by or request.promised_at or self.at) < self.at:
            return Found("not_accepted", request.raised_at)
        return None

    def _limits_of(self, unit_id: int) -> Limits:
        if unit_id not in self._limits:
            self._limits[unit_id] = limits_of(unit_id)
        return self._limits[unit_id]


def _untouched() -> QuerySet[Request]:
    return Request.objects.open().filter(state__in=LOOKED_AFTER, unattended_at=None, offered_unit=None)


def _held_by_people() -> QuerySet[Person]:
    held = Request.objects.open().filter(state__in=LOOKED_AFTER, holder_person__isnull=False)
    return Person.objects.filter(pk__in=held.values("holder_person"))


@transaction.atomic
def _pass_on(request: Request, look: Look) -> bool:
    now = _untouched().select_for_update(of=("self",), no_key=True).filter(pk=request.pk).first()
    found = look.found(now) if now else None
    if now is None or found is None:
        return False
    if now.state == State.OFFERED:
        _requeue(now, found, look.at)
    else:
        _offer_on(now, found, look.at)
    return True


def _requeue(request: Request, found: Found, at: datetime) -> None:
    """Nobody has accepted it: everybody in the unit sees it again, and the leader is told."""
    assigned = request.holder_person_id is not None
    waited = request.calendar.known_at(at).working_seconds(request.raised_at, at)
    leader = _leader(request, found, at)
    if assigned:
        request.hops.filter(ended_at=None).update(person=None)
        move(request, at=at, holder_person=None, accountable=None)
        tell(
            Kind.REQUEUED,
            request,
            by=None,
            at=at,
            to_unit_id=request.holder_unit_id,
            waited=waited,
            **found.told(),
        )
        if found.gone:
            return  # the unit has it now: it may still be accepted in time
    _show(request, found, leader, at, waited=waited)


def _offer_on(request: Request, found: Found, at: datetime) -> None:
    """Once for each hop to the substitute or a leader who is there; after that it is only shown."""
    hop = current_hop(request)
    leader = _leader(request, found, at)
    receiver = _substitute(request, found) or leader
    again = request.handoffs.filter(automatic=True, offered_at__gte=hop.started_at).exists()
    if receiver is None or again:
        _show(request, found, leader, at)
        return
    unit = _unit_of(receiver, request)
    Handoff.objects.create(
        request=request,
        from_unit_id=request.holder_unit_id,
        from_person_id=request.holder_person_id,
        to_unit=unit,
        to_person=receiver,
        automatic=True,
        offered_at=at,
        respond_by=clocks.due(unit.calendar.known_at(at), at, request.respond_seconds or 0),
    )
    involve(request, unit)
    move(request, at=at, offered_unit=unit, offered_person=receiver, offered_by=None, unattended_at=at)
    tell(
        Kind.OFFERED,
        request,
        by=None,
        at=at,
        from_unit_id=request.holder_unit_id,
        to_unit_id=unit.pk,
        person=receiver.pk,
        automatic=True,
        **found.told(),
    )


def _show(request: Request, found: Found, leader: Person | None, at: datetime, **facts: Any) -> None:
    move(request, at=at, unattended_at=at)
    told: dict[str, Any] = {**found.told(), **facts, "leader": leader.pk if leader else None}
    tell(Kind.UNATTENDED, request, by=None, at=at, to_unit_id=request.holder_unit_id, **told)


def _substitute(request: Request, found: Found) -> Person | None:
    """Who stands in; not for something confidential of a unit that is not theirs: its leader decides."""
    person = found.gone.substitute if found.gone else None
    if person is None or not person.active:
        return None
    return None if request.confidential and request.holder_unit_id not in person.scope.own_ids else person


def _leader(request: Request, found: Found, at: datetime) -> Person | None:
    """The nearest leader who is there, else the nearest; of something confidential only the direct one."""
    leaders = leaders_above(request.holder_unit_id, direct=request.confidential)
    others = [each for each in leaders if found.gone is None or each.pk != found.gone.person.pk]
    away = gone_people(Person.objects.filter(pk__in=[each.pk for each in others]), at=at)
    return next((each for each in others if each.pk not in away), others[0] if others else None)


def _unit_of(person: Person, request: Request) -> Unit:
    """The holding unit if they act for it, else their own."""
    return request.holder_unit if request.holder_unit_id in person.scope.unit_ids else person.unit


@transaction.atomic
def _welcome(request: Request, at: datetime) -> bool:
    """The holder is there again: an offer by rule that nobody answered is taken back."""
    now = Request.objects.locked(request.pk)
    if now.unattended_at is None or now.state != State.WORKING or now.holder_person_id is None:
        return False
    told: dict[str, Any] = {"because": "back", "gone": now.holder_person_id}
    pending = now.handoffs.filter(outcome="", automatic=True).first()
    if pending is None:
        move(now, at=at, unattended_at=None)
        tell(Kind.ATTENDED, now, by=None, at=at, **told)
        return True
    now.handoffs.filter(pk=pending.pk).update(outcome=Handoff.Outcome.RECALLED, answered_at=at)
    move(now, at=at, **NOBODY, unattended_at=None)
    tell(Kind.RECALLED, now, by=None, at=at, to_unit_id=pending.to_unit_id, **told)
    return True
