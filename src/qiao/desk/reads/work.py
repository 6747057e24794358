"""The work list of a unit: many requests, narrowed by a filter, a page at a time in any order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from qiao.catalogue.models import Service
from qiao.desk.filters import Filter, Sort, in_order, keys, narrow
from qiao.desk.models import Request, SavedView, discreet_q
from qiao.desk.rows import Row, listed, rows_of
from qiao.desk.rules import State
from qiao.org.models import Ancestry, Person, Unit
from qiao.org.reads import Calendars
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.paging import Page, key_page

MOST_COUNTED = 1000
# One may do something to so many at once.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Counted:
    """How many there are; counting stops at ``most`` and says so."""

    n: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.n:,}+" if self.more else f"{self.n:,}"


@dataclass(frozen=True)
class Line:
    """One request of a work list. ``offered``: it comes from elsewhere and waits for the unit's answer."""

    row: Row
    offered: bool
    mine: bool

    @property
    def pick(self) -> str:
        """What a ticked box sends: which request, and which revision of it was seen."""
        return f"{self.row.request.id}.{self.row.request.revision}"

    @property
    def overdue(self) -> bool:
        return self.row.clock.kind == "over"


@dataclass(frozen=True)
class Listing:
    lines: list[Line]
    page: Page[Any]
    total: Counted

    @property
    def rows(self) -> list[Row]:
        return [line.row for line in self.lines]


def unit_of(code: str, scope: Scope) -> Unit:
    """The unit, for those who belong to it or lead above it: lists show people's work. Http404 otherwise."""
    unit = UNIT.first(code)
    if unit is None or unit.pk not in scope.unit_ids:
        raise Http404
    return unit


def below(unit: Unit) -> list[int]:
    """The unit and everything below it."""
    return [pk for (pk,) in BELOW.tuples(unit.pk)]


UNIT = Question(lambda code: Unit.objects.select_related("calendar", "leader").filter(code=code))
BELOW = Question(lambda unit: Ancestry.objects.filter(ancestor=unit).values_list("unit_id"))


def work(units: Collection[int], *, seen_by: Scope, over: bool = False) -> QuerySet[Request]:
    """What units hold and what others offer to them, as this person may know of it.

    Two ways, each with all that its index needs. ``over``: those that are over too.
    """
    known = Q(confidential=False) | Q(offered_unit__in=seen_by.own_ids)
    held = Q(discreet_q(seen_by), ~Q(state=State.APPROVAL), holder_unit__in=units)
    if not over:
        held &= Q(closed_at__isnull=True)
    return Request.objects.filter(held | Q(known, offered_unit__in=units))


def asked_for(units: Collection[int], asked: Filter, *, seen_by: Scope, at: datetime) -> QuerySet[Request]:
    """The work of units that the filter asks for."""
    return narrow(work(units, seen_by=seen_by, over=asked.reaches_over), asked, scope=seen_by, at=at)


def listing(
    requests: QuerySet[Request],
    sort: Sort,
    *,
    params: Mapping[str, Any],
    at: datetime,
    units: Collection[int] = (),
    scope: Scope,
    for_customer: bool = False,
    count: bool = True,
) -> Listing:
    """One page: its keys, then what its rows show, and how many there are in all."""
    query, order = keys(requests, sort)
    page = key_page(query, order=order, params=params)
    rows = rows_in(
        [key.id for key in page.items], at=at, for_customer=for_customer
    )  # in the order of the keys
    total = counted(requests) if count else Counted(len(rows), bool(page.older))
    return Listing([line_of(row, units, scope) for row in rows], page, total)


def rows_in(
    ids: Sequence[int], *, at: datetime, for_customer: bool = False, calendars: Calendars | None = None
) -> list[Row]:
    """Rows of these requests, in this order."""
    place = {pk: number for number, pk in enumerate(ids)}
    rows = rows_of(THESE.tuples(ids), at=at, for_customer=for_customer, calendars=calendars)
    return sorted(rows, key=lambda row: place[row.request.id])


THESE = Question(lambda ids: listed(Request.objects.filter(pk__in=ids).order_by()))


def line_of(row: Row, units: Collection[int], scope: Scope) -> Line:
    """How the row stands to the units whose list this is, and to the reader."""
    request = row.request
    offered = request.offered_unit_id in units and request.holder_unit_id not in units
    return Line(row, offered, scope.is_or_stands_in_for(request.holder_person_id))


def counted(requests: QuerySet[Request], most: int = MOST_COUNTED) -> Counted:
    """How many there are, up to ``most``: nobody reads further, and counting all of them costs."""
    n = len(requests.order_by().values_list("pk")[: most + 1])
    return Counted(min(n, most), n > most)


def picked(requests: QuerySet[Request], picks: Collection[str]) -> list[tuple[Request, int]]:
    """The ticked requests, with the revision that was seen; what is not among ``requests`` does not exist."""
    seen: dict[int, int] = {}
    for pick in picks:
        number, _dot, revision = pick.partition(".")
        if number.isdecimal() and revision.isdecimal() and max(len(number), len(revision)) < 16:
            seen[int(number)] = int(revision)
    found = requests.in_bulk(list(seen)[:MOST_AT_ONCE])
    return [(found[pk], revision) for pk, revision in seen.items() if pk in found]


def all_asked_for(requests: QuerySet[Request], sort: Sort) -> list[tuple[Request, int]]:
    """The first so many that match, as they are now."""
    return [(each, each.revision) for each in in_order(requests, sort)[:MOST_AT_ONCE]]


def services_of(units: Collection[int], also: Collection[str] = ()) -> list[Service]:
    """What the units offer, and whatever else a filter names."""
    found = SERVICES.all(units)
    if others := set(also) - {service.code for service in found}:
        found += Service.objects.filter(code__in=others).order_by("unit__order", "code")
    return found


def people_of(units: Collection[int], also: Collection[str] = ()) -> list[Person]:
    """Who works in the units, and whoever else a filter names."""
    found = PEOPLE.all(units)
    if others := set(also) - {person.number for person in found}:
        found += Person.objects.filter(number__in=others).order_by("name", "number")
    return found


SERVICES = Question(lambda units: Service.objects.filter(unit__in=units).order_by("unit__order", "code"))
PEOPLE = Question(lambda units: Person.objects.filter(unit__in=units, active=True).order_by("name", "number"))


def units_named(codes: Collection[str]) -> dict[str, Unit]:
    """Units by code, for the words of a filter."""
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)} if codes else {}


def views_of(unit: Unit, person: Person) -> list[SavedView]:
    """The person's own views of a unit's list, then those that its leader shows to everybody."""
    found = VIEWS.all(unit.pk, person.pk)
    return sorted(found, key=lambda view: (view.person_id != person.pk, view.name, view.pk))


VIEWS = Question(
    lambda unit, person: SavedView.objects.filter(
        Q(person=person) | Q(shared=True), unit=unit
    ).select_related("person")
)


def opening(views: Sequence[SavedView], person: Person) -> SavedView | None:
    """The view with which the list opens: one's own default, else the leader's."""
    defaults = [view for view in views if view.is_default]
    return next((view for view in defaults if view.person_id == person.pk), next(iter(defaults), None))
