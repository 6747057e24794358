"""What the pages of units and people show: each a fixed number of queries, whatever their size."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from qiao.org.models import Ancestry, Grant, Holding, Person, Position, Skilled, Substitution, Unit
from qiao.org.reads.substitutes import absences_of, duties_of, substitutes_at
from qiao.worktime import ShiftOn

SHOWN = 60


@dataclass(frozen=True)
class Member:
    """Somebody in a list, with who stands in for them at the moment."""

    person: Person
    away: Substitution | None = None


@dataclass(frozen=True)
class UnitPage:
    """A unit with everything around it."""

    unit: Unit
    chain: list[Unit]
    children: list[Unit]
    members: list[Member]
    headcount: int
    positions: list[Position]
    away_leader: Substitution | None
    shift: ShiftOn | None
    next_shift: ShiftOn | None


def unit_page(unit_id: int, at: datetime) -> UnitPage | None:
    """The page of a unit, None when there is no such unit."""
    unit = Unit.objects.select_related("leader", "calendar", "parent").filter(pk=unit_id).first()
    if unit is None:
        return None
    people = list(unit.people.active()[:SHOWN])
    ids = [person.pk for person in people] + ([unit.leader_id] if unit.leader_id else [])
    away = substitutes_at(ids, at)
    calendar = unit.calendar.compiled
    shift = calendar.shift_at(at)
    return UnitPage(
        unit=unit,
        chain=chain_of(unit),
        children=list(counted(unit.children.active()).select_related("leader")),
        members=[Member(person, away.get(person.pk)) for person in people],
        headcount=Person.objects.active().members_of(unit.pk).count(),
        positions=_positions(unit),
        away_leader=away.get(unit.leader_id or 0),
        shift=shift,
        next_shift=None if shift else calendar.next_shift(at),
    )


def chain_of(unit: Unit) -> list[Unit]:
    """Everything above a unit, from the top down, with the leaders."""
    rows = (
        Ancestry.objects.filter(unit=unit, depth__gt=0).select_related("ancestor__leader").order_by("-depth")
    )
    return [row.ancestor for row in rows]


def counted(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each unit with ``headcount``: the active people in it and below."""
    people = Count("descent__unit__people", filter=Q(descent__unit__people__active=True))
    return units.annotate(headcount=people)


def _positions(unit: Unit) -> list[Position]:
    holders = Prefetch("holdings", Holding.objects.select_related("person"))
    return list(unit.positions.filter(active=True).prefetch_related(holders))


@dataclass(frozen=True)
class PersonPage:
    """A person with everything around them."""

    person: Person
    chain: list[Unit]
    holdings: list[Holding]
    skills: list[Skilled]
    leads: list[Unit]
    reports: list[Person]
    away: Substitution | None
    absences: list[Substitution]
    duties: list[Substitution]
    roles: list[Grant] = field(default_factory=list)


def person_page(person_id: int, at: datetime) -> PersonPage | None:
    """The page of a person, None when there is no such person."""
    people = Person.objects.select_related("unit__leader", "unit__calendar", "own_calendar", "manager")
    person = people.filter(pk=person_id).first()
    if person is None:
        return None
    absences = absences_of(person, at)
    return PersonPage(
        person=person,
        chain=chain_of(person.unit),
        holdings=list(person.holdings.select_related("position__unit").order_by("position__code")),
        skills=list(person.skills.select_related("skill")),
        leads=list(person.leads.filter(active=True)),
        reports=list(person.reports.filter(active=True)[:SHOWN]),
        away=next((row for row in absences if row.since <= at), None),
        absences=absences,
        duties=duties_of(person, at),
        roles=list(person.grants.all()),
    )


def people_found(text: str = "", unit: Unit | None = None, *, gone: bool | None = False) -> QuerySet[Person]:
    """People by part of a name, number or e-mail, in a unit and below; ``gone``: who left (None: both)."""
    people = Person.objects.select_related("unit", "manager")
    if gone is not None:
        people = people.filter(active=not gone)
    if unit is not None:
        people = people.members_of(unit.pk)
    for word in text.split()[:5]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(number__istartswith=word)
            | Q(email__istartswith=word)
        )
    return people


def units_found(text: str) -> QuerySet[Unit]:
    """Open units by a part of their name or code."""
    units = Unit.objects.active().select_related("leader", "parent")
    for word in text.split()[:5]:
        units = units.filter(
            Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(code__istartswith=word)
        )
    return units


def whole_tree(*, closed: bool = False) -> list[Unit]:
    """Every unit with its leader and ``headcount`` (with everything below); two queries."""
    units = Unit.objects.all() if closed else Unit.objects.active()
    rows = list(units.select_related("leader", "own_calendar"))
    direct = Person.objects.active().values("unit").annotate(number=Count("pk")).values_list("unit", "number")
    return _summed(rows, dict(direct))


def _summed(units: list[Unit], direct: dict[int, int]) -> list[Unit]:
    """Adds every unit's people to all units above it, going up from each."""
    by_id = {unit.pk: unit for unit in units}
    for unit in units:
        unit.headcount = 0  # type: ignore[attr-defined]
    for unit in units:
        above: Unit | None = unit
        while above is not None:
            above.headcount += direct.get(unit.pk, 0)  # type: ignore[attr-defined]
            above = by_id.get(above.parent_id or 0)
    return units
