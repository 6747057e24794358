"""Lists of requests: a person's own, those in their hands, those that wait for their answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet

from qiao.desk.models import Handoff, Request, customer_ways, discreet_q, joined_by
from qiao.desk.rows import Listed, Row, address, listed, rows_of
from qiao.desk.rules import UNDONE, State
from qiao.org.models import Person
from qiao.org.reads import Calendars
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui import clock
from qiao.ui.clock import Clock
from qiao.worktime import Calendar

FIRST = F("due_at").asc(nulls_last=True)
# So many of a kind are asked for; of what waits for an answer so many are counted.
MOST, MOST_COUNTED = 20, 99
TABS = {
    "open": Q(state__in=UNDONE),
    "confirm": Q(state=State.DELIVERED),
    "done": Q(closed_at__isnull=False),
}


# What an offer shows; nothing else is fetched.
OFFER = (
    "respond_by",
    "request__number",
    "request__title",
    "request__revision",
    "request__respond_seconds",
    "from_unit__name_zh",
    "from_unit__name_en",
    "from_person__name",
    "from_person__name_en",
    "to_unit__calendar_id",
)


@dataclass(frozen=True)
class Offer:
    """A hand-off that waits for the reader's answer."""

    handoff: Handoff
    clock: Clock

    @property
    def url(self) -> str:
        return address(self.handoff.request.number)


def mine(scope: Scope, tab: str = "open", joined: Collection[int] | None = None) -> QuerySet[Request]:
    """What the person asked for, or what is for them or their team. ``joined``: see ``joined_by``."""
    return Request.objects.for_customer(scope, over=tab == "done", joined=joined).filter(TABS[tab])


def queue(scope: Scope) -> QuerySet[Request]:
    """Raised to the person's units and not accepted: assigned to them, or to nobody in person."""
    return Request.objects.filter(reduce(or_, _queued(scope)))


# Ways are kept flat, each with all that its index needs: SQLite searches an OR by indices only like that.
def _queued(scope: Scope) -> list[Q]:
    people = {scope.person_id, *scope.stands_in_for}
    untouched = Q(discreet_q(scope), state=State.OFFERED, offered_unit=None, closed_at=None)
    return [
        Q(untouched, holder_person__in=people),
        Q(untouched, holder_person=None, holder_unit__in=scope.unit_ids),
    ]


def to_confirm(scope: Scope, joined: Collection[int] | None = None) -> QuerySet[Request]:
    """Delivered to the person, who has not said whether it is good."""
    return mine(scope, "confirm", joined)


def _offered(scope: Scope, prefix: str = "") -> list[Q]:
    """Offered to the person, to nobody in person at their units, or to somebody they stand in for.

    Of confidential ones only those who may open them hear: the unit's own members and its leader, and who
    is asked by name or stands in for them.
    """
    to_person, to_unit = f"{prefix}offered_person", f"{prefix}offered_unit"
    people = {scope.person_id, *scope.stands_in_for}
    known = Q(**{f"{prefix}confidential": False}) | Q(**{f"{to_unit}__in": scope.own_ids})
    return [
        Q(**{f"{to_person}__in": people}),
        Q(known, **{to_person: None, f"{to_unit}__in": scope.unit_ids}),
    ]


def pending_offers(scope: Scope) -> QuerySet[Handoff]:
    """Hand-offs that wait for the person's answer."""
    return Handoff.objects.filter(reduce(or_, _offered(scope, "request__")), outcome="")


def to_answer(
    scope: Scope,
    *,
    at: datetime,
    calendars: Calendars | None = None,
    joined: Collection[int] | None = None,
) -> list[Row]:
    """Queue and deliveries together, what breaks first in front."""
    joined = joined_by(scope) if joined is None else joined
    rows = [*QUEUED.tuples(scope), *DELIVERED.tuples(scope, joined)]
    asked = sorted(map(Listed._make, rows), key=lambda row: (row.due_at is None, row.due_at, row.id))
    return rows_of(asked[:MOST], at=at, for_customer=True, calendars=calendars)


QUEUED = Question(lambda scope: listed(queue(scope)).order_by(FIRST, "pk")[:MOST])
DELIVERED = Question(lambda scope, joined: listed(to_confirm(scope, joined)).order_by(FIRST, "pk")[:MOST])


def offers(scope: Scope, *, at: datetime, calendars: Calendars | None = None) -> list[Offer]:
    """Hand-offs that wait for the person, with the receiver's own clock."""
    found = OFFERS.all(scope)
    works = (calendars or Calendars()).of(each.to_unit.calendar_id for each in found)
    return [Offer(each, _offer_clock(each, works[each.to_unit.calendar_id], at)) for each in found]


OFFERS = Question(
    lambda scope: (
        pending_offers(scope)
        .select_related("request", "from_unit", "from_person", "to_unit")
        .only(*OFFER)
        .order_by(F("respond_by").asc(nulls_last=True), "pk")[:MOST]
    )
)


def offer_clocks(requests: Collection[int], *, at: datetime) -> dict[int, Clock]:
    """The receiver's clock of the hand-offs that are pending for these requests, by request."""
    if not requests:
        return {}
    found = PENDING.all(requests)
    works = Calendars().of(each.to_unit.calendar_id for each in found)
    return {each.request_id: _offer_clock(each, works[each.to_unit.calendar_id], at) for each in found}


PENDING = Question(
    lambda requests: (
        Handoff.objects.filter(request__in=requests, outcome="")
        .select_related("request", "to_unit")
        .only("respond_by", "request__respond_seconds", "to_unit__calendar_id")
    )
)


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
    running = Request.objects.filter(held, discreet_q(scope), state__in=[State.WORKING, State.PAUSED])
    return running.order_by(FIRST, "pk")


def waiting(scope: Scope, joined: Collection[int] | None = None) -> QuerySet[Request]:
    """What the person waits for: theirs, with a provider."""
    return mine(scope, "open", joined).order_by(FIRST, "pk")


def unattended(scope: Scope, *, at: datetime, calendars: Calendars | None = None) -> list[Row]:
    """What nobody who is there looks after, in the units that the person leads; longest first."""
    return rows_of(UNATTENDED.tuples(scope), at=at, calendars=calendars) if scope.led_ids else []


def _unattended(scope: Scope) -> QuerySet[Request]:
    return Request.objects.filter(
        discreet_q(scope), holder_unit__in=scope.led_ids, unattended_at__isnull=False, closed_at=None
    )


UNATTENDED = Question(lambda scope: listed(_unattended(scope)).order_by("unattended_at", "pk")[:MOST])


def answers_waiting(scope: Scope) -> int:
    """How many things wait for the person's answer, up to ``MOST_COUNTED``: one query, on every page."""
    return len(WAITING.tuples(scope))


def _waiting(scope: Scope) -> QuerySet[Request]:
    delivered = [Q(way, state=State.DELIVERED, closed_at=None) for way in customer_ways(scope)]
    return Request.objects.filter(reduce(or_, [*_queued(scope), *_offered(scope), *delivered]))


WAITING = Question(lambda scope: _waiting(scope).order_by().values_list("pk")[:MOST_COUNTED])


def counts(person: Person) -> dict[str, int]:
    """The numbers beside the navigation's entries."""
    return {"answer": answers_waiting(person.scope)}
