"""Which shift is on, and who works it."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from qiao import worktime
from qiao.org.models import Calendar, Person, Substitution, Unit


def shift_on(unit: Unit, at: datetime) -> worktime.ShiftOn | None:
    """The shift of a unit that is on at that moment, also during its breaks; None when it rests."""
    return unit.calendar.compiled.shift_at(at)


def people_on_shift(unit: Unit, at: datetime) -> list[Person]:
    """Who is at work in a unit and below it: their home unit's shift is on and nobody stands in for them.

    One query (and two per calendar that this process does not know yet).
    """
    people = Person.objects.active().members_of(unit.pk).present(at).select_related("unit__calendar")
    working: dict[int, bool] = {}
    return [person for person in people if _on(person.unit.calendar, at, working)]


def on_shift_of(unit: Unit, at: datetime) -> tuple[int, int]:
    """How many are at work in a unit and below it, and how many belong to it: counted by calendar."""
    away = Substitution.objects.filter(person=OuterRef("pk"), since__lte=at, until__gt=at)
    members = Person.objects.active().filter(unit__ancestry__ancestor=unit).order_by()
    counted = members.values_list("unit__calendar").annotate(
        there=Count("pk", filter=~Exists(away)), n=Count("pk")
    )
    by_calendar = {pk: (there, n) for pk, there, n in counted}
    calendars = Calendar.objects.in_bulk(by_calendar)
    on = sum(there for pk, (there, _n) in by_calendar.items() if calendars[pk].compiled.shift_at(at))
    return on, sum(n for _there, n in by_calendar.values())


def is_on_shift(person: Person, at: datetime) -> bool:
    """Whether the shift of the person's home unit is on and they are not away."""
    if not person.active or person.unit.calendar.compiled.shift_at(at) is None:
        return False
    return not person.absences.filter(since__lte=at, until__gt=at).exists()


def _on(calendar: Calendar, at: datetime, known: dict[int, bool]) -> bool:
    if calendar.pk not in known:
        known[calendar.pk] = calendar.compiled.shift_at(at) is not None
    return known[calendar.pk]
