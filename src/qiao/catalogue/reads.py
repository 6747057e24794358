"""What people see of the catalogue: what they may ask for, and one service with its promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from qiao.catalogue import rules
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.catalogue.rules import Reason
from qiao.catalogue.targets import Priority, written
from qiao.org.models import Calendar, Person, Unit
from qiao.org.reads import people_on_shift, shift_on
from qiao.ui.paging import Page, key_page
from qiao.worktime import ShiftOn

MOST_FREQUENT = 4
SIZE = 100
# The request's side of the relation is the desk's; only its name is known here.
MINE = "requests__requester"
SEARCHED = (
    "name_zh",
    "name_en",
    "description_zh",
    "description_en",
    "code",
    "unit__name_zh",
    "unit__name_en",
    "category__name_zh",
    "category__name_en",
)


@dataclass(frozen=True)
class Offer:
    """A service in a list, with what is promised at normal priority in words."""

    service: Service
    respond: str
    complete: str


@dataclass(frozen=True)
class Offers:
    """What a person may ask for."""

    shelves: list[tuple[Category, list[Offer]]]
    frequent: list[Offer]
    units: list[Unit]
    page: Page[Service]


@dataclass(frozen=True)
class Promise:
    """What is promised at one priority, in words."""

    priority: Priority
    respond: str
    complete: str
    own: bool


@dataclass(frozen=True)
class ServicePage:
    """One service as a person sees it."""

    service: Service
    version: ServiceVersion | None
    calendar: Calendar
    day: int
    promises: list[Promise]
    shift: ShiftOn | None
    on_shift: list[Person]
    audience: list[Unit]
    why_not_ask: Reason | None
    keeps: bool

    @property
    def assignment(self) -> Any:
        return self.version.assigned_by if self.version else ""


def offers(person: Person, params: Mapping[str, Any]) -> Offers:
    """What ``person`` may ask for: filtered by ``q`` and ``unit`` of ``params``, their frequent ones first.

    Three queries beyond the person's scope, two when filtered.
    """
    may = Service.objects.offered().open_to(person.scope)
    found = on_offer(person, params)
    page = key_page(found, order=("category__order", "category_id", "code"), params=params, size=SIZE)
    shelves = [
        (category, [offer_of(service) for service in group])
        for category, group in groupby(page.items, lambda service: service.category)
    ]
    plain = not any(params.get(name) for name in ("q", "unit", "after", "before"))
    units = list(Unit.objects.filter(pk__in=may.order_by().values("unit")))
    return Offers(shelves, frequent(person, may) if plain else [], units, page)


def on_offer(person: Person, params: Mapping[str, Any]) -> QuerySet[Service]:
    """What ``person`` may ask for, with its promise; filtered by ``q`` and ``unit`` (an id) of ``params``."""
    return _filtered(_with_promise(Service.objects.offered().open_to(person.scope)), params)


def frequent(person: Person, services: QuerySet[Service]) -> list[Offer]:
    """What ``person`` asked for most often, of ``services``; what was asked once counts too."""
    often = (
        _with_promise(services)
        .filter(**{MINE: person})
        .annotate(times=Count("requests"))
        .order_by("-times", "code")
    )
    return [offer_of(service) for service in often[:MOST_FREQUENT]]


def offer_of(service: Service) -> Offer:
    """The service with its usual promise, written in its working days."""
    version = service.version
    if version is None:
        return Offer(service, "", "")
    day = version.working_day(service)
    respond, complete = version.target(Priority.NORMAL)
    return Offer(service, written(respond, day), written(complete, day))


def find(code: str) -> Service:
    """The service of that code with everything its page needs; raises Service.DoesNotExist."""
    return _with_promise(Service.objects.all()).get(code=code)


def page_of(service: Service, person: Person, at: datetime) -> ServicePage | None:
    """The page of a service; None when ``person`` may not know of it."""
    version = service.version
    audience = [] if version is None or version.for_everyone else list(version.audience.all())
    reason = why_not_ask(service, person, audience)
    scope = person.scope
    if rules.why_not_show(may_ask=reason is None, unit_id=service.unit_id, by=scope):
        return None
    calendar = version.counts_on(service) if version else service.unit.calendar
    day = version.working_day(service) if version else 0
    return ServicePage(
        service=service,
        version=version,
        calendar=calendar,
        day=day,
        promises=promises_of(version, day),
        shift=shift_on(service.unit, at),
        on_shift=people_on_shift(service.unit, at),
        audience=audience,
        why_not_ask=reason,
        keeps=rules.why_not_change(service.unit_id, scope) is None,
    )


def why_not_ask(service: Service, person: Person, audience: list[Unit] | None = None) -> Reason | None:
    """Whether ``person`` may raise a request for it; one query when it is not for everybody."""
    version = service.version
    if audience is None:
        audience = [] if version is None or version.for_everyone else list(version.audience.all())
    return rules.why_not_ask(
        active=service.active and service.unit.active,
        published=version is not None,
        for_everyone=version is not None and version.for_everyone,
        audience=frozenset(unit.pk for unit in audience),
        by=person.scope,
    )


def promises_of(version: ServiceVersion | None, day: int) -> list[Promise]:
    """The promise of every priority; ``own`` is False where it is that of normal priority."""
    if version is None:
        return []
    targets = version.targets
    made = []
    for priority in Priority:
        respond, complete = targets.of(priority)
        own = priority in targets.by_priority
        made.append(Promise(priority, written(respond, day), written(complete, day), own))
    return made


def _with_promise(services: QuerySet[Service]) -> QuerySet[Service]:
    return services.select_related("category", "unit__calendar", "version__calendar")


def _filtered(services: QuerySet[Service], params: Mapping[str, Any]) -> QuerySet[Service]:
    for word in str(params.get("q", "")).split()[:5]:
        services = services.filter(_names(word))
    unit = str(params.get("unit", ""))
    if unit.isascii() and unit.isdigit() and len(unit) < 19:
        services = services.filter(unit=int(unit))
    return services


def _names(word: str) -> Q:
    """A word of the name, the description, the code, or of the unit's or category's name."""
    found = Q()
    for column in SEARCHED:
        found |= Q(**{f"{column}__icontains": word.replace("\0", "")})
    return found
