"""Who gets a new request, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Assignment
from qiao.desk.models import Request
from qiao.desk.rules import HELD
from qiao.org.models import Person


@dataclass(frozen=True)
class Choice:
    """A person, or nobody (the unit's queue), and the reason as a code for the story."""

    person: Person | None
    why: str

    @property
    def told(self) -> dict[str, Any]:
        """For the event."""
        return {"assigned_because": self.why, "because": self.why}


def choose(version: ServiceVersion, service: Service, *, at: datetime) -> Choice:
    """The default assignee of a new request. Absent people and those who left are never chosen."""
    rule = Assignment(version.assignment)
    if rule is Assignment.QUEUE:
        return Choice(None, "queue")
    members = Person.objects.active().members_of(service.unit_id).present(at)
    if rule is Assignment.ROUND_ROBIN:
        return _next_in_turn(members, service)
    if rule is Assignment.LEAST_LOADED:
        return _least_loaded(list(_with_load(members)), "least_loaded")
    working = [person for person in _with_load(members) if person.unit.calendar.compiled.is_working(at)]
    return _least_loaded(working, "on_shift")


def _next_in_turn(members: QuerySet[Person], service: Service) -> Choice:
    ids = sorted(members.values_list("pk", flat=True))
    if not ids:
        return Choice(None, "nobody_there")
    turn = (
        Service.objects.select_for_update(of=("self",))
        .values_list("last_turn_id", flat=True)
        .get(pk=service.pk)
    )
    chosen = next((pk for pk in ids if turn is None or pk > turn), ids[0])
    Service.objects.filter(pk=service.pk).update(last_turn=chosen)
    return Choice(Person.objects.get(pk=chosen), "round_robin")


def _with_load(members: QuerySet[Person]) -> QuerySet[Person]:
    """Counted by a subquery of its own: joined, everything that they ever held would be read."""
    held = Request.objects.open().filter(holder_person=OuterRef("pk"), state__in=HELD).order_by()
    load = Coalesce(Subquery(held.values("holder_person").annotate(n=Count("pk")).values("n")), 0)
    return members.select_related("unit__calendar").annotate(load=load).order_by("load", "pk")


def _least_loaded(members: list[Person], why: str) -> Choice:
    return Choice(members[0], why) if members else Choice(None, "nobody_there")
