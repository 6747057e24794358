"""Who leads."""

from collections.abc import Collection, Iterable

from qiao.org.models import Ancestry, Person, Unit

DEPARTMENTS = (Unit.Kind.DEPARTMENT, Unit.Kind.PLANT, Unit.Kind.COMPANY)


def leaders_above(unit_id: int, *, direct: bool = False) -> list[Person]:
    """Who leads a unit and the ones above it, nearest first; ``direct``: only the unit's own. One query."""
    rows: Iterable[Ancestry] = (
        Ancestry.objects.filter(unit=unit_id, ancestor__leader__active=True)
        .select_related("ancestor__leader__unit__calendar", "ancestor__leader__own_calendar")
        .order_by("depth")
    )
    leaders = {row.ancestor.leader_id: row.ancestor.leader for row in rows if not direct or row.depth == 0}
    return [leader for leader in leaders.values() if leader is not None]


def leaders_of(person: Person, *, without: Collection[int] = ()) -> list[Person]:
    """Who leads a person, nearest first: the manager, if any, then the leaders of the units above."""
    rows = Person.objects.active().select_related("unit__calendar", "own_calendar")
    manager = [rows.filter(pk=person.manager_id).first()] if person.manager_id else []
    found = {each.pk: each for each in [*manager, *leaders_above(person.unit_id)] if each is not None}
    return [each for pk, each in found.items() if pk != person.pk and pk not in without]


def department_of(unit_id: int) -> int:
    """The nearest department, plant or company at or above a unit; the unit itself where there is none."""
    rows = Ancestry.objects.filter(unit=unit_id, ancestor__kind__in=DEPARTMENTS).order_by("depth")
    return rows.values_list("ancestor_id", flat=True).first() or unit_id
