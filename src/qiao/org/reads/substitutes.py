"""Who stands in for whom at a moment."""

from collections.abc import Iterable
from datetime import datetime

from qiao.org.models import Person, Substitution


def substitutes_at(people: Iterable[int], at: datetime) -> dict[int, Substitution]:
    """By the id of the absent person: the substitution that holds then. One query."""
    rows = Substitution.objects.filter(person_id__in=list(people), since__lte=at, until__gt=at)
    return {row.person_id: row for row in rows.select_related("substitute")}


def acting_for(person: Person, at: datetime) -> Person:
    """Who acts for ``person`` then: the substitute, or themselves. There are no chains to follow."""
    found = substitutes_at([person.pk], at).get(person.pk)
    return found.substitute if found else person


def absences_of(person: Person, at: datetime) -> list[Substitution]:
    """The present and coming absences of a person, soonest first."""
    return list(person.absences.filter(until__gt=at).select_related("substitute").order_by("since"))


def duties_of(person: Person, at: datetime) -> list[Substitution]:
    """For whom a person stands in now or soon."""
    return list(person.stands_in.filter(until__gt=at).select_related("person").order_by("since"))
