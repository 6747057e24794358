"""Who is not there: off shift, away, or gone for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from qiao.org.models import Person
from qiao.org.reads import WITH_CALENDARS, substitutes_at

# How far back somebody's last shift is looked for.
LOOK_BACK = timedelta(days=14)


@dataclass(frozen=True)
class Gone:
    """Somebody who is not there: why (a code of ``because``), since when, and when they are back."""

    person: Person
    why: str
    since: datetime
    back: datetime | None = None
    substitute: Person | None = None


def gone_people(people: QuerySet[Person], *, at: datetime) -> dict[int, Gone]:
    """Of these people those who are not there, by their number; two queries."""
    found = list(people.select_related(*WITH_CALENDARS))
    away = substitutes_at([person.pk for person in found], at)
    gone = {}
    for person in found:
        absence = away.get(person.pk)
        if not person.active:
            gone[person.pk] = Gone(person, "left", _left(person, at))
        elif absence:
            gone[person.pk] = Gone(person, "absent", absence.since, absence.until, absence.substitute)
        elif person.calendar.compiled.shift_at(at) is None:
            gone[person.pk] = _off_shift(person, at)
    return gone


def _off_shift(person: Person, at: datetime) -> Gone:
    calendar = person.calendar.compiled
    shifts = calendar.shifts_between(at - LOOK_BACK, at)
    following = calendar.next_shift(at)
    since = max((shift.end for shift in shifts), default=at - LOOK_BACK)
    return Gone(person, "off_shift", since, following.start if following else None)


def _left(person: Person, at: datetime) -> datetime:
    """The last day, as far back as is looked; who left without one left long ago."""
    earliest = at - LOOK_BACK
    if person.left_on is None:
        return earliest
    return max(earliest, min(at, datetime.combine(person.left_on, datetime.min.time(), at.tzinfo)))
