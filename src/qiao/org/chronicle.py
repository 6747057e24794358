"""The organisation's events for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org import story
from qiao.org.models import Calendar, Holiday, Person, Position, Unit
from qiao.org.rules import Kind

LABELS: Mapping[str, Any] = {
    Kind.UNIT_CREATED: gettext_lazy("Unit created"),
    Kind.UNIT_CHANGED: gettext_lazy("Unit changed"),
    Kind.UNIT_MOVED: gettext_lazy("Unit moved"),
    Kind.UNIT_CLOSED: gettext_lazy("Unit closed"),
    Kind.UNIT_REOPENED: gettext_lazy("Unit opened again"),
    Kind.LEADER_SET: gettext_lazy("Leader named"),
    Kind.PERSON_CREATED: gettext_lazy("Person entered"),
    Kind.PERSON_CHANGED: gettext_lazy("Person changed"),
    Kind.PERSON_MOVED: gettext_lazy("Person moved"),
    Kind.PERSON_LEFT: gettext_lazy("Person left"),
    Kind.PERSON_RETURNED: gettext_lazy("Person returned"),
    Kind.POSITION_CREATED: gettext_lazy("Position created"),
    Kind.POSITION_CHANGED: gettext_lazy("Position changed"),
    Kind.POSITION_CLOSED: gettext_lazy("Position closed"),
    Kind.POSITION_REOPENED: gettext_lazy("Position opened again"),
    Kind.POSITION_TAKEN: gettext_lazy("Position given"),
    Kind.POSITION_LEFT: gettext_lazy("Position ended"),
    Kind.SUBSTITUTE_SET: gettext_lazy("Substitute named"),
    Kind.SUBSTITUTE_CHANGED: gettext_lazy("Substitute changed"),
    Kind.SUBSTITUTE_ENDED: gettext_lazy("Substitution ended"),
    Kind.SKILL_NAMED: gettext_lazy("Skill named"),
    Kind.SKILL_CHANGED: gettext_lazy("Skill changed"),
    Kind.SKILL_GIVEN: gettext_lazy("Skill entered"),
    Kind.SKILL_TAKEN: gettext_lazy("Skill taken away"),
    Kind.ROLE_GRANTED: gettext_lazy("Role given"),
    Kind.ROLE_REVOKED: gettext_lazy("Role taken away"),
    Kind.CALENDAR_CREATED: gettext_lazy("Calendar created"),
    Kind.CALENDAR_CHANGED: gettext_lazy("Calendar changed"),
    Kind.CALENDAR_CLOSED: gettext_lazy("Calendar closed"),
    Kind.CALENDAR_REOPENED: gettext_lazy("Calendar opened again"),
    Kind.CALENDAR_DAY_SET: gettext_lazy("Day of a calendar set"),
    Kind.CALENDAR_DAY_CLEARED: gettext_lazy("Day of a calendar cleared"),
    Kind.HOLIDAY_SET: gettext_lazy("Holiday entered"),
    Kind.HOLIDAY_REMOVED: gettext_lazy("Holiday removed"),
}
PAGES: Mapping[type[models.Model], str] = {
    Unit: "org:unit",
    Person: "org:person",
    Position: "org:position_edit",
    Calendar: "org:calendar_edit",
}
KNOWN: tuple[type[models.Model], ...] = (*PAGES, Holiday)


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """A query for each kind of subject that occurs."""
    known = subjects(events)
    found = []
    for event in events:
        about = subject_of(event, known)
        what = (
            story.sentence(event)
            if event.kind in story.SENTENCES
            else str(LABELS.get(event.kind, event.kind))
        )
        changes = tuple(story.changes(event))
        note = str(event.data.get("note", ""))
        found.append(Told(what, about.name, about.url, note, changes, ref=about.ref))
    return found


class Subject(NamedTuple):
    """What an event is about: its name, the address of its page, its number or code."""

    name: str
    url: str = ""
    ref: str = ""


def subject_of(event: Event, known: Mapping[tuple[str, int], Subject]) -> Subject:
    """Out of ``subjects``; by its type and number when it is gone."""
    key = (event.subject_type, event.subject_id)
    return known.get(key, Subject(f"{event.subject_type} {event.subject_id}"))


def subjects(events: Sequence[Event]) -> dict[tuple[str, int], Subject]:
    """Units, people, positions, calendars and holidays that the events are about; one query each."""
    found: dict[tuple[str, int], Subject] = {}
    for kind in KNOWN:
        label = kind._meta.label_lower
        wanted = {event.subject_id for event in events if event.subject_type == label}
        for pk, row in kind._default_manager.in_bulk(wanted).items() if wanted else ():
            url = reverse(PAGES[kind], args=[pk]) if kind in PAGES else ""
            found[label, pk] = Subject(str(row), url, str(getattr(row, "number", getattr(row, "code", ""))))
    return found


def parties(events: Iterable[Event]) -> tuple[dict[int, str], dict[int, str]]:
    """For programs: personnel numbers of those who acted, codes of the units named. Two queries."""
    events = list(events)
    actors = {event.actor_id for event in events if event.actor_id}
    units = {pk for event in events for pk in (event.from_unit_id, event.to_unit_id) if pk}
    return (
        dict(Person.objects.filter(pk__in=actors).values_list("pk", "number")),
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "code")),
    )


def party(pk: int | None, key: str, names: Mapping[int, str]) -> dict[str, Any] | None:
    """A person or unit for programs: ``{"id": 7, "number": "HC-20317"}``; None for nobody."""
    return None if pk is None else {"id": pk, key: names.get(pk)}


def find(words: str) -> Iterable[tuple[str, int]]:
    """People by number or name, units and calendars by code or name: exactly, whatever the capitals."""
    named = Q(name_zh=words) | Q(name_en__iexact=words) | Q(code__iexact=words)
    person = Q(number__iexact=words) | Q(name=words) | Q(name_en__iexact=words)
    for kind, wanted in ((Person, person), (Unit, named), (Calendar, named)):
        found = kind._default_manager.filter(wanted).values_list("pk", flat=True)[:50]
        yield from ((kind._meta.label_lower, pk) for pk in found)


CHAPTER = Chapter(
    prefix="org",
    label=gettext_lazy("Organisation"),
    kinds={kind.value: LABELS.get(kind, kind.value) for kind in Kind},
    tell=tell,
    find=find,
)
