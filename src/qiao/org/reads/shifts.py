"""Which shift is on, and who works it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from qiao import worktime
from qiao.org.models import Calendar, Person, Substitution, Unit
from qiao.org.reads.calendars import Calendars
from qiao.statements import Question

# What must be fetched with people whose shifts are asked for.
WITH_CALENDARS = ("unit__calendar", "own_calendar")


def shift_on(unit: Unit, at: datetime) -> worktime.ShiftOn | None:
    """The shift of a unit that is on at that moment, also during its breaks; None when it rests."""
    return unit.calendar.compiled.shift_at(at)


def people_on_shift(unit: Unit, at: datetime) -> list[Person]:
    """Who is at work in a unit and below it: their shift is on and nobody stands in for them.

    One query (and two per calendar that this process does not know yet).
    """
    people = Person.objects.active().members_of(unit.pk).present(at).select_related(*WITH_CALENDARS)
    return those_on(people, at)


def those_on(people: Iterable[Person], at: datetime) -> list[Person]:
    """Of people fetched with ``WITH_CALENDARS``, those whose shift is on; each calendar is asked once."""
    working: dict[int, bool] = {}
    return [person for person in people if _on(person.calendar, at, working)]


def on_shift_of(unit: Unit, at: datetime, calendars: Calendars | None = None) -> tuple[int, int]:
    """How many are at work in a unit and below it, and how many belong to it: counted by calendar.

    ``calendars``: what the page has read already.
    """
    found = {pk: (there, n) for pk, there, n in BY_CALENDAR.tuples(unit.pk, at)}
    works = (calendars or Calendars()).of(found)
    on = sum(there for pk, (there, _n) in found.items() if works[pk].shift_at(at))
    return on, sum(n for _there, n in found.values())


def _by_calendar(unit: int, at: datetime) -> QuerySet[Person, Any]:
    """Of each calendar how many are there, and how many there are."""
    away = Substitution.objects.filter(person=OuterRef("pk"), since__lte=at, until__gt=at)
    members = Person.objects.active().filter(unit__ancestry__ancestor=unit).order_by()
    by_calendar = members.annotate(works_by=Coalesce("own_calendar", "unit__calendar"))
    return by_calendar.values_list("works_by").annotate(
        there=Count("pk", filter=~Exists(away)), n=Count("pk")
    )


BY_CALENDAR = Question(_by_calendar)


def is_on_shift(person: Person, at: datetime) -> bool:
    """Whether the person's shift is on and they are not away."""
    if not person.active or person.calendar.compiled.shift_at(at) is None:
        return False
    return not person.absences.filter(since__lte=at, until__gt=at).exists()


def _on(calendar: Calendar, at: datetime, known: dict[int, bool]) -> bool:
    if calendar.pk not in known:
        known[calendar.pk] = calendar.compiled.shift_at(at) is not None
    return known[calendar.pk]
