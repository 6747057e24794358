"""Who gets a new request, and why (ADR 27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Assignment
from qiao.desk.models import Request
from qiao.desk.reads.limits import limits_of
from qiao.desk.rules import HELD
from qiao.org.models import Person, PersonQuerySet
from qiao.org.reads import WITH_CALENDARS, those_on
from qiao.statements import Question, update


@dataclass(frozen=True)
class Choice:
    """A person, or nobody (the unit's queue), and the reason as a code with its facts, for the story."""

    person: Person | None
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """For the event."""
        return {"because": self.why, **self.facts}


def choose(version: ServiceVersion, service: Service, *, at: datetime) -> Choice:
    """The default assignee of a new request.

    Never chosen: who is away, left, or has as many in progress as the unit allows. When that leaves nobody
    it waits in the queue.
    """
    rule = Assignment(version.assignment)
    if rule is Assignment.QUEUE:
        return Choice(None, "queue")
    skill = _skill(version) if rule is Assignment.SKILL else {}
    there = _there(rule, version, service.unit_id, at)
    if not there:
        return Choice(None, "nobody_skilled" if rule is Assignment.SKILL else "nobody_there", skill)
    free = _not_full(there, service.unit_id)
    if not free:
        return Choice(None, "all_full")
    return PICKS[rule](free, service, skill)


def _there(rule: Assignment, version: ServiceVersion, unit_id: int, at: datetime) -> list[Person]:
    """The members who come into question, the least loaded in front."""
    if rule is Assignment.SKILL:
        day = timezone.localdate(at)
        return those_on(SKILLED.all(unit_id, at, version.skill_id or 0, version.skill_level, day), at)
    return (
        those_on(WITH_SHIFTS.all(unit_id, at), at)
        if rule is Assignment.ON_SHIFT
        else MEMBERS.all(unit_id, at)
    )


def _next_in_turn(free: list[Person], service: Service, facts: Mapping[str, Any]) -> Choice:
    by_id = {person.pk: person for person in free}
    ids = sorted(by_id)
    turn = TURN.tuples(service.pk)[0][0]
    chosen = next((pk for pk in ids if turn is None or pk > turn), ids[0])
    update(Service, {"pk": service.pk}, {"last_turn": chosen})
    return Choice(by_id[chosen], "round_robin")


def _least(why: str) -> Callable[[list[Person], Service, Mapping[str, Any]], Choice]:
    def pick(free: list[Person], service: Service, facts: Mapping[str, Any]) -> Choice:
        first = free[0]  # they come with the least loaded in front
        return Choice(first, why, {**facts, "load": _load(first)})

    return pick


PICKS: Mapping[Assignment, Callable[[list[Person], Service, Mapping[str, Any]], Choice]] = {
    Assignment.ROUND_ROBIN: _next_in_turn,
    Assignment.LEAST_LOADED: _least("least_loaded"),
    Assignment.ON_SHIFT: _least("on_shift"),
    Assignment.SKILL: _least("skill"),
}


def _members(unit_id: int, at: datetime) -> PersonQuerySet:
    """Those of a unit who are not away."""
    return Person.objects.active().members_of(unit_id).present(at)


def _by_load(members: QuerySet[Person]) -> QuerySet[Person]:
    """Counted by a subquery of its own: joined, everything that they ever held would be read."""
    held = Request.objects.open().filter(holder_person=OuterRef("pk"), state__in=HELD).order_by()
    load = Coalesce(Subquery(held.values("holder_person").annotate(n=Count("pk")).values("n")), 0)
    return members.annotate(load=load).order_by("load", "pk")


MEMBERS = Question(lambda unit, at: _by_load(_members(unit, at)))
WITH_SHIFTS = Question(lambda unit, at: _by_load(_members(unit, at).select_related(*WITH_CALENDARS)))
SKILLED = Question(
    lambda unit, at, skill, level, day: _by_load(
        _members(unit, at).skilled(skill, level, day).select_related(*WITH_CALENDARS)
    )
)
TURN = Question(
    lambda service: (
        Service.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=service)
        .values_list("last_turn_id")
    )
)


def _load(person: Person) -> int:
    return int(vars(person)["load"])


def _not_full(people: list[Person], unit_id: int) -> list[Person]:
    """Those below the limit of the unit; what is assigned to them and not accepted yet counts, too."""
    most = limits_of(unit_id).most_each
    return people if most is None else [person for person in people if _load(person) < most]


def _skill(version: ServiceVersion) -> dict[str, Any]:
    skill = version.skill
    return {"skill": [skill.name_zh, skill.name_en]} if skill else {}
