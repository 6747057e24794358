"""Who works on tickets of a unit must belong to it: holding a request alone does not make one see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qiao.desk.importing.organisation import FETCH, code_for
from qiao.org.models import Ancestry, Holding, Person, Position
from qiao.ticketimport.models import TicketSource
from qiao.ticketimport.names import Named, Names

AGENT = ("工单处理人", "Agent")


def strangers(names: Names, people: dict[int, int], units: dict[str, int]) -> Iterator[tuple[Named, str]]:
    """People with the units whose tickets they work on without belonging to them."""
    working = [
        (named, unit)
        for named in names.everybody
        for unit in named.units
        if id(named) in people and unit in units
    ]
    belonging = _belonging({people[id(named)] for named, _unit in working})
    for named, unit in working:
        if units[unit] not in belonging.get(people[id(named)], frozenset()):
            yield named, unit


def _belonging(people: set[int]) -> dict[int, set[int]]:
    """For each person the units that they are members of: home, positions, and what is above these."""
    at: dict[int, set[int]] = {}
    for some in _portions(people):
        homes = Person.objects.filter(pk__in=some).values_list("pk", "unit_id")
        held = Holding.objects.filter(person__in=some).values_list("person_id", "position__unit_id")
        for person, unit in (*homes, *held):
            at.setdefault(person, set()).add(unit)
    above: dict[int, set[int]] = {}
    for some in _portions(set().union(*at.values())):
        for unit, ancestor in Ancestry.objects.filter(unit__in=some).values_list("unit_id", "ancestor_id"):
            above.setdefault(unit, set()).add(ancestor)
    return {person: set().union(*(above.get(unit, {unit}) for unit in units)) for person, units in at.items()}


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), FETCH):
        yield wanted[start : start + FETCH]


def join(
    names: Names, people: dict[int, int], units: dict[str, int], own: set[int], source: TicketSource
) -> None:
    """A position in each of the source's own units for those who work there without living there."""
    for named, unit in list(strangers(names, people, units)):
        if units[unit] not in own:
            continue
        position, _created = Position.objects.get_or_create(
            code=code_for(f"ta{source.pk}", unit),
            defaults={"name_zh": AGENT[0], "name_en": AGENT[1], "unit_id": units[unit]},
        )
        Holding.objects.get_or_create(position=position, person_id=people[id(named)])
