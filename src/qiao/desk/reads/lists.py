"""Lists of requests: a person's own, those in their hands, those that wait for their answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from qiao.desk.models import Handoff, Request, discreet_q
from qiao.desk.rows import Row, compiled, rows_of
from qiao.desk.rules import HELD, State
from qiao.org.models import Person
from qiao.org.rules import Scope
from qiao.ui import clock
from qiao.ui.clock import Clock
from qiao.worktime import Calendar

# What a row shows; nothing else is fetched.
ROW = ("service", "holder_unit", "holder_person", "requester", "requester_unit", "accountable")
FIRST = F("due_at").asc(nulls_last=True)
TABS = {
    "open": Q(state__in=HELD),
    "confirm": Q(state=State.DELIVERED),
    "done": Q(closed_at__isnull=False),
}


@dataclass(frozen=True)
class Offer:
    """A hand-off that waits for the reader's answer."""

    handoff: Handoff
    clock: Clock


def mine(scope: Scope, tab: str = "open") -> QuerySet[Request]:
    """What the person asked for, or what is for them or their team."""
    return Request.objects.for_customer(scope, over=tab == "done").filter(TABS[tab]).select_related(*ROW)


def queue(scope: Scope) -> QuerySet[Request]:
    """Raised to the person's units and not accepted: assigned to them, or to nobody in person."""
    people = {scope.person_id, *scope.stands_in_for}
    theirs = Q(holder_person__in=people, closed_at=None) | Q(
        holder_person=None, holder_unit__in=scope.unit_ids, closed_at=None
    )
    return Request.objects.filter(theirs, discreet_q(scope), state=State.OFFERED, offered_unit=None)


def to_confirm(scope: Scope) -> QuerySet[Request]:
    """Delivered to the person, who has not said whether it is good."""
    return Request.objects.for_customer(scope).filter(state=State.DELIVERED)


def pending_offers(scope: Scope) -> QuerySet[Handoff]:
    """Hand-offs offered to the person, to nobody in person at their units, or to somebody they lead."""
    people = {scope.person_id, *scope.stands_in_for}
    to_them = Q(request__offered_person__in=people) | Q(
        request__offered_person=None, request__offered_unit__in=scope.unit_ids
    )
    return Handoff.objects.filter(to_them, outcome="", request__offered_unit__isnull=False)


def to_answer(scope: Scope, *, at: datetime, limit: int = 20) -> list[Row]:
    """Queue and deliveries together, what breaks first in front."""
    asked = [
        *queue(scope).select_related(*ROW).order_by(FIRST, "pk")[:limit],
        *to_confirm(scope).select_related(*ROW).order_by(FIRST, "pk")[:limit],
    ]
    asked.sort(key=lambda request: (request.due_at is None, request.due_at, request.pk))
    return rows_of(asked[:limit], at=at, for_customer=True)


def offers(scope: Scope, *, at: datetime, limit: int = 20) -> list[Offer]:
    """Hand-offs that wait for the person, with the receiver's own clock."""
    found = list(
        pending_offers(scope)
        .select_related("request__service", "request__accountable", "from_unit", "from_person", "to_unit")
        .order_by(F("respond_by").asc(nulls_last=True), "pk")[:limit]
    )
    calendars = compiled(each.to_unit.calendar_id for each in found)
    return [Offer(each, _offer_clock(each, calendars[each.to_unit.calendar_id], at)) for each in found]


def _offer_clock(handoff: Handoff, calendar: Calendar, at: datetime) -> Clock:
    if handoff.respond_by is None:
        return clock.unpromised()
    return clock.running(
        calendar.working_seconds(at, handoff.respond_by), handoff.request.respond_seconds or 0
    )


def hands(scope: Scope) -> QuerySet[Request]:
    """In progress or paused, held by the person or by those they lead."""
    people = {scope.person_id, *scope.stands_in_for}
    held = Q(holder_person__in=people, closed_at=None) | Q(holder_unit__in=scope.led_ids, closed_at=None)
    return (
        Request.objects.filter(held, discreet_q(scope), state__in=[State.WORKING, State.PAUSED])
        .select_related(*ROW)
        .order_by(FIRST, "pk")
    )


def waiting(scope: Scope) -> QuerySet[Request]:
    """What the person waits for: theirs, with a provider."""
    return mine(scope, "open").order_by(FIRST, "pk")


def answers_waiting(scope: Scope, most: int = 99) -> int:
    """How many things wait for the person's answer, up to ``most``: one query."""
    asked = queue(scope).order_by().values_list("pk")
    delivered = to_confirm(scope).order_by().values_list("pk")
    offered = pending_offers(scope).order_by().values_list("request_id")
    return len(asked.union(delivered, offered)[:most])


def counts(person: Person) -> dict[str, int]:
    """The numbers beside the navigation's entries."""
    return {"answer": answers_waiting(person.scope)}
