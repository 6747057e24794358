"""Events as an administrator reads them: on a page, and as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qiao.ledger import chronicle
from qiao.ledger.chronicle import Told
from qiao.ledger.models import Event
from qiao.org.chronicle import parties, party
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope

TOGETHER = 500


@dataclass(frozen=True)
class Row:
    """One event on the page. ``data`` is what the ledger keeps, for whoever looks behind the words."""

    event: Event
    told: Told
    who: str
    from_unit: str
    to_unit: str
    data: str


def rows(events: Sequence[Event], viewer: Scope) -> list[Row]:
    """In the same order; a fixed number of queries for each package whose events are among them."""
    told = chronicle.told(events, viewer)
    people = Person.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    units = Unit.objects.in_bulk(_units(events))
    return [_row(event, each, people, units) for event, each in zip(events, told, strict=True)]


def _units(events: Iterable[Event]) -> set[int]:
    return {pk for event in events for pk in (event.from_unit_id, event.to_unit_id) if pk}


def _row(event: Event, told: Told, people: Mapping[int, Person], units: Mapping[int, Unit]) -> Row:
    who = _("Qiao") if event.actor_id is None else str(people.get(event.actor_id, f"#{event.actor_id}"))
    if told.withheld:
        return Row(event, told, _("Somebody"), "", "", "")
    return Row(
        event,
        told,
        who,
        str(units.get(event.from_unit_id or 0, "")),
        str(units.get(event.to_unit_id or 0, "")),
        json.dumps(event.data, ensure_ascii=False, indent=1, sort_keys=True)
        if told.open and event.data
        else "",
    )


def lines(events: Iterable[Event], viewer: Scope | None) -> Iterator[str]:
    """Each event as one line of JSON, ``\\n`` included; people by personnel number, units by code.

    What is withheld from the reader says only when, what kind and about which subject.
    """
    waiting = iter(events)
    while some := list(islice(waiting, TOGETHER)):
        yield from (json.dumps(each, ensure_ascii=False) + "\n" for each in records(some, viewer))


def records(events: Sequence[Event], viewer: Scope | None) -> Iterator[dict[str, Any]]:
    """The same as plain values; three queries however many events."""
    secret = withheld_among(events, viewer)
    people, units = parties(events)
    for event in events:
        said = _plain(event)
        if event.pk in secret:
            said["withheld"] = True
        else:
            said |= _full(event, people, units)
        yield said


def withheld_among(events: Sequence[Event], viewer: Scope | None) -> set[int]:
    """The numbers of those events of which the reader may know only that they happened."""
    condition = chronicle.withheld(viewer) if viewer is not None else None
    if condition is None:
        return set()
    found = Event.objects.filter(Q(pk__in=[event.pk for event in events]), condition)
    return set(found.values_list("pk", flat=True))


def _plain(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "position": str(event.position),
        "kind": event.kind,
        "at": event.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "subject": {"type": event.subject_type, "id": event.subject_id},
    }


def _full(event: Event, people: Mapping[int, str], units: Mapping[int, str]) -> dict[str, Any]:
    return {
        "actor": party(event.actor_id, "number", people),
        "from_unit": party(event.from_unit_id, "code", units),
        "to_unit": party(event.to_unit_id, "code", units),
        "data": event.data,
    }
