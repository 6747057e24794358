"""Which kiosk this is, who stands there, and what everybody at the line may see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from qiao.accounts.models import digest
from qiao.catalogue.models import ServiceVersion
from qiao.catalogue.questions import FieldKind
from qiao.desk.models import Request
from qiao.desk.rows import clock_of
from qiao.desk.rules import State
from qiao.kiosk import rules
from qiao.kiosk.models import Device, Pin, Sitting
from qiao.org.models import Person, Unit
from qiao.org.reads import on_shift_of, shift_on
from qiao.org.rules import Scope
from qiao.org.shift_words import shift_bar
from qiao.places.models import Place
from qiao.ui.bars import ShiftBar
from qiao.ui.clock import Clock

SHOWN = 20
# A line whose shift has not begun looks back so far.
BEFORE = timedelta(hours=12)


def device_of(token: str) -> Device | None:
    """The kiosk whose secret this is; one query."""
    return Device.objects.working().select_related("unit__calendar").filter(digest=digest(token)).first()


def waiting_for_tablet(secret: str, at: datetime) -> Device | None:
    """The kiosk that a set-up address is for, while it works."""
    found = Device.objects.working().filter(set_up_digest=digest(secret), set_up_until__gt=at)
    return found.select_related("unit").first()


def sitting_of(device: Device, secret: str, at: datetime) -> Sitting | None:
    """Who stands there now; nobody when time is up or the person has left."""
    open_ = Sitting.objects.filter(device=device, digest=digest(secret), ended_at=None, person__active=True)
    found = open_.select_related("person__unit").first()
    if found is None or rules.is_over(began_at=found.began_at, seen_at=found.seen_at, at=at):
        return None
    return found


def narrowed(scope: Scope) -> Scope:
    """At a kiosk people ask as members of their units and serve nobody: no office, nobody they lead."""
    return Scope(person_id=scope.person_id, member_ids=scope.member_ids, asks_only=True)


def is_own(number: str, scope: Scope) -> bool:
    """Whether somebody is the customer of a request: others do not exist at a kiosk."""
    numbered = Request.objects.filter(number=number)
    return numbered.for_customer(scope).exists() or numbered.for_customer(scope, over=True).exists()


def devices(scope: Scope) -> QuerySet[Device]:
    """The kiosks that somebody looks after."""
    found = Device.objects.working().select_related("unit", "added_by")
    return found if scope.is_administrator else found.filter(unit__in=scope.led_ids)


def people(scope: Scope, words: str = "") -> QuerySet[Person]:
    """Those whose PINs somebody may help with."""
    found = Person.objects.active().select_related("unit", "pin")
    found = found if scope.is_administrator else found.filter(unit__in=scope.led_ids)
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | Q(number__iexact=word))
    return found


def pin_of(person: Person) -> Pin | None:
    """Somebody's PIN, or None."""
    return Pin.objects.filter(person=person).first()


@dataclass(frozen=True)
class Line:
    """What everybody may see of a request: no title, no name, nothing that somebody wrote."""

    number: str
    service: Any
    place: str
    holder: Any
    state: Any
    clock: Clock


@dataclass(frozen=True)
class Queue:
    """Open requests of a unit: those of the shift that is on, and what it has taken over."""

    shift: ShiftBar | None
    on: int
    members: int
    now: list[Line]
    before: list[Line]
    more: bool

    @property
    def count(self) -> int:
        return len(self.now) + len(self.before)


def queue(unit: Unit, at: datetime) -> Queue:
    """What the unit has asked for and waits for; a fixed number of queries. Nothing confidential."""
    on = shift_on(unit, at)
    since = on.start if on else at - BEFORE
    found = list(_asked_by(unit)[: SHOWN + 1])
    places = _places(found)
    there, members = on_shift_of(unit, at)
    lines = [(each.raised_at >= since, _line(each, places, at)) for each in found[:SHOWN]]
    return Queue(
        shift=shift_bar(on, at) if on else None,
        on=there,
        members=members,
        now=[line for new, line in lines if new],
        before=[line for new, line in lines if not new],
        more=len(found) > SHOWN,
    )


def _asked_by(unit: Unit) -> QuerySet[Request]:
    below = list(unit.descent.values_list("unit_id", flat=True))
    members = list(Person.objects.active().filter(unit__in=below).values_list("pk", flat=True))
    ways = Q(requester__in=members, closed_at=None) | Q(beneficiary_unit__in=below, closed_at=None)
    found = Request.objects.filter(ways, confidential=False)
    joined = ("service", "version", "calendar", "holder_unit")
    return found.select_related(*joined).order_by("-id")


def _line(request: Request, places: dict[int, Place], at: datetime) -> Line:
    place = places.get(_place_in(request) or 0)
    return Line(
        number=request.number,
        service=request.service,
        place=f"{place} ({place.code})" if place else "",
        holder=request.holder_unit,
        state=State(request.state).label,
        clock=clock_of(request, request.calendar.compiled, at=at, for_customer=True),
    )


def _places(requests: Sequence[Request]) -> dict[int, Place]:
    """The machines that they are about: one query."""
    wanted = {pk for pk in map(_place_in, requests) if pk}
    return Place.objects.in_bulk(wanted)


def _place_in(request: Request) -> int | None:
    given = (request.answers.get(key) for key in _asks_where(request.version))
    return next((pk for pk in given if isinstance(pk, int)), None)


def _asks_where(version: ServiceVersion) -> Iterable[str]:
    return (field.key for field in version.form.fields if field.kind is FieldKind.PLACE)


def has_pin(person: Person | None) -> bool:
    """Whether a wrong try was counted against somebody."""
    return person is not None and Pin.objects.filter(person=person).exists()


def person_of(badge: str) -> Person | None:
    """Whose badge it is. Digits alone are enough when only one number ends so: a keypad has no letters."""
    badge = rules.plain(badge)
    people = Person.objects.active().select_related("unit")
    exact = people.filter(number__iexact=badge).first() if badge else None
    if exact is not None or not badge.isascii() or not badge.isdigit():
        return exact
    tail = re.compile(rf"\D*0*{badge.lstrip('0') or '0'}")
    near = [each for each in people.filter(number__endswith=badge)[:20] if tail.fullmatch(each.number)]
    return near[0] if len(near) == 1 else None
