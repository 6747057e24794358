"""The people and units that a page speaks of, read together: two queries, however often they are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from qiao.desk.changed import mentioned
from qiao.ledger.models import Event
from qiao.org.models import Person, Unit
from qiao.statements import Question

PEOPLE_IN_DATA = ("person", "on_behalf_of", "assigned_to", "gone", "leader", "asked_for")
UNITS_IN_DATA = ("suggested", "for_unit")
PEOPLE = Question(lambda ids: Person.objects.filter(pk__in=ids).order_by())
UNITS = Question(lambda ids: Unit.objects.filter(pk__in=ids).order_by())


@dataclass(frozen=True)
class Names:
    """People and units by their number."""

    people: Mapping[int, Person]
    units: Mapping[int, Unit]
    # Numbers of other requests, of those that the reader may see.
    requests: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event], rows: Iterable[Model] = ()) -> Names:
        """Those whom events and rows mention, and the leaders of the units."""
        people: set[int | None] = set()
        units: set[int | None] = set()
        for event in events:
            people |= {event.actor_id, *(event.data.get(key) for key in PEOPLE_IN_DATA)}
            units |= {event.from_unit_id, event.to_unit_id, *(event.data.get(key) for key in UNITS_IN_DATA)}
            people |= {*event.data.get("watchers", ()), *mentioned(event, Person)}
            people |= {*event.data.get("people", ()), *event.data.get("instead", ())}
            units |= mentioned(event, Unit)
        for row in rows:
            people.update(_mentioned(row, Person).values())
            units.update(_mentioned(row, Unit).values())
        found = {unit.pk: unit for unit in UNITS.all(units - {None})}
        people |= {unit.leader_id for unit in found.values()}
        names = cls({person.pk: person for person in PEOPLE.all(people - {None})}, found)
        names.fill(found.values())
        return names

    def fill(self, rows: Iterable[Model]) -> None:
        """Gives rows the people and units that they mention, so that reading one asks nothing more."""
        for row in rows:
            for kind, known in ((Person, self.people), (Unit, self.units)):
                for name, pk in _mentioned(row, kind).items():
                    if pk in known:
                        setattr(row, name, known[pk])

    def person(self, pk: int | None) -> str:
        """Their name; the product's own for what nobody did."""
        return str(self.people.get(pk or 0, _("Qiao")))

    def request(self, pk: int | None) -> str:
        """The number of another request that the reader may see."""
        return self.requests.get(pk or 0, _("another request"))

    def unit(self, pk: int | None) -> str:
        """Its name."""
        return str(self.units.get(pk or 0, "?"))


def _mentioned(row: Model, kind: type[Model]) -> dict[str, Any]:
    """The row's references to people, or to units, by field."""
    return {name: getattr(row, attname) for name, attname in _references(type(row), kind)}


@lru_cache
def _references(model: type[Model], kind: type[Model]) -> tuple[tuple[str, str], ...]:
    fields = (each for each in model._meta.concrete_fields if each.related_model is kind)
    return tuple((each.name, each.attname) for each in fields)
