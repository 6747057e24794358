"""Who had a part in providing a request, and whose department is whose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from qiao.desk.models import Handoff, Hop, Request
from qiao.ledger.models import Event
from qiao.org.models import Ancestry, Person, Unit
from qiao.pulse.rules import Providers
from qiao.statements import Question

# Below these everybody is of one department.
TOPS = (Unit.Kind.DEPARTMENT, Unit.Kind.WORKSHOP)
PROVIDING = frozenset(
    f"request.{verb}"
    for verb in ("accepted", "paused", "resumed", "offered", "taken", "delivered", "declined")
)

HELD = Question(lambda request: Hop.objects.filter(request=request).values_list("unit_id", "person_id"))
TAKEN = Question(
    lambda request: Handoff.objects.filter(request=request, outcome=Handoff.Outcome.ACCEPTED).values_list(
        "answered_by_id"
    )
)
ACTED = Question(
    lambda request: Event.objects.filter(
        subject_type=Request._meta.label_lower, subject_id=request, kind__in=PROVIDING
    ).values_list("actor_id")
)
# Of the home unit and of the units of one's positions, the nearest last.
TOPS_OF = Question(
    lambda person, unit: (
        Ancestry.objects.filter(
            Q(unit_id=unit) | Q(unit__positions__holdings__person=person), ancestor__kind__in=TOPS
        )
        .order_by("-depth")
        .values_list("unit_id", "ancestor_id")
    )
)

TOPS_ABOVE = Question(
    lambda unit: Ancestry.objects.filter(unit=unit, ancestor__kind__in=TOPS).values_list("ancestor_id")
)


def providers_of(request: Request) -> Providers:
    """The whole chain: whoever held it, acted on it as a provider, or was to take it; and their units."""
    units = {request.service.unit_id, request.holder_unit_id, request.accountable_unit_id}
    people = {request.holder_person_id, request.accountable_id}
    for unit, person in HELD.tuples(request.pk):
        units.add(unit)
        people.add(person)
    people |= {person for (person,) in (*TAKEN.tuples(request.pk), *ACTED.tuples(request.pk))}
    return Providers(
        people=frozenset(pk for pk in people if pk),
        units=frozenset(units),
        departments=departments(units),
    )


def departments_of(person: Person) -> frozenset[int]:
    """The nearest department or workshop of a person's home unit and of the positions that they hold."""
    return frozenset(dict(TOPS_OF.tuples(person.pk, person.unit_id)).values())


def departments(unit_ids: Iterable[int]) -> frozenset[int]:
    """Every department and workshop above these units, themselves among them: who belongs to the office of a
    division does not rate the division's workshops."""
    return frozenset(top for unit_id in set(unit_ids) for (top,) in TOPS_ABOVE.tuples(unit_id))
