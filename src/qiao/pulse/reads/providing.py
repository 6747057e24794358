"""Who had a part in providing a request, and whose department is whose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from qiao.desk.models import Handoff, Hop, Request
from qiao.ledger.models import Event
from qiao.org.models import Ancestry, Person, Unit
from qiao.pulse.rules import Providers

# Below these everybody is of one department.
TOPS = (Unit.Kind.DEPARTMENT, Unit.Kind.WORKSHOP)
PROVIDING = frozenset(
    f"request.{verb}"
    for verb in ("accepted", "paused", "resumed", "offered", "taken", "delivered", "declined")
)


def providers_of(request: Request) -> Providers:
    """The whole chain: whoever held it, acted on it as a provider, or was to take it; and their units."""
    units = {request.service.unit_id, request.holder_unit_id, request.accountable_unit_id}
    people = {request.holder_person_id, request.accountable_id}
    for unit, person in Hop.objects.filter(request=request).values_list("unit_id", "person_id"):
        units.add(unit)
        people.add(person)
    taken = Handoff.objects.filter(request=request, outcome=Handoff.Outcome.ACCEPTED)
    people |= set(taken.values_list("answered_by_id", flat=True))
    acted = Event.objects.about(request).filter(kind__in=PROVIDING)
    people |= set(acted.values_list("actor_id", flat=True))
    return Providers(
        people=frozenset(pk for pk in people if pk),
        units=frozenset(units),
        departments=departments(units),
    )


def departments_of(person: Person) -> frozenset[int]:
    """The nearest department or workshop of a person's home unit and of the positions that they hold."""
    homes = Q(unit_id=person.unit_id) | Q(unit__positions__holdings__person=person)
    links = Ancestry.objects.filter(homes, ancestor__kind__in=TOPS).order_by("-depth")
    nearest = dict(links.values_list("unit_id", "ancestor_id"))
    return frozenset(nearest.values())


def departments(unit_ids: Iterable[int]) -> frozenset[int]:
    """Every department and workshop above these units, themselves among them: who belongs to the office of a
    division does not rate the division's workshops."""
    return frozenset(
        Ancestry.objects.filter(unit__in=set(unit_ids), ancestor__kind__in=TOPS).values_list(
            "ancestor_id", flat=True
        )
    )
