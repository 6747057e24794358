"""What holds, who is told, and what was told to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from qiao.desk.models import Request
from qiao.escalation.models import Line, Policy
from qiao.escalation.rules import Terms
from qiao.org.models import Person
from qiao.org.reads import leaders_above, leaders_of
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.paging import Page, key_page

# On a page, and on Today.
SIZE, FEW = 30, 5
# What a line in a list speaks of.
SHOWN = ("mark__request__service", "mark__request__holder_unit")


def terms_of(service_id: int | None) -> Terms:
    """What holds for a service: its own, else the organisation's, else as delivered. One query."""
    rows = {row.service_id: row for row in Policy.objects.filter(Q(service=service_id) | Q(service=None))}
    row = rows.get(service_id) or rows.get(None)
    return row.terms if row else Terms()


def circle(request: Request, level: int, *, at: datetime) -> list[Person]:
    """Who is told at a level: so many steps up the holder's chain, and the first contact.

    Level 0 is whoever holds it. Nobody is told who may not open it: of something confidential the chain
    ends with the direct leader of the unit.
    """
    chain = _seeing(request, _chain(request))
    people = chain[min(level, len(chain) - 1) :][:1] if chain else []
    first = request.accountable or next(iter(leaders_above(request.accountable_unit_id)), None)
    there = _seeing(request, [first] if first else [])
    return list({each.pk: each for each in [*people, *there]}.values())


def _chain(request: Request) -> list[Person]:
    """The holder, then their leaders; the leaders of the unit while nobody in person holds it."""
    holder = request.holder_person
    above = leaders_above(request.holder_unit_id)
    people = [holder, *leaders_of(holder), *above] if holder else above
    return list({each.pk: each for each in people}.values())


def _seeing(request: Request, people: list[Person]) -> list[Person]:
    """Those who may open it."""
    same = Request.objects.filter(pk=request.pk)
    return [each for each in people if each.active and same.visible_to(each.scope).exists()]


def told_to(person: Person) -> QuerySet[Line]:
    """What somebody was told of and is still open, newest first."""
    return _told_to(person.scope)


def _told_to(scope: Scope) -> QuerySet[Line]:
    lines = Line.objects.filter(person=scope.person_id, told_at__isnull=False, mark__request__closed_at=None)
    return lines.filter(mark__request__in=Request.objects.visible_to(scope).values("pk"))


def mine(person: Person, params: Mapping[str, Any]) -> Page[Line]:
    """A page of it."""
    rows = told_to(person).select_related(*SHOWN)
    return key_page(rows, order=("-id",), params=params, size=SIZE)


def policies() -> list[Policy]:
    """What was set, the organisation's own in front."""
    rows = list(Policy.objects.select_related("service"))
    return sorted(rows, key=lambda row: (row.service_id is not None, row.service and row.service.code))


def policy_of(service_id: int | None) -> Policy | None:
    """What was set for a service, or for all."""
    return Policy.objects.filter(service=service_id).first()


def latest(person: Person) -> list[Line]:
    """The newest of it, each request once. One query."""
    found = {row.mark.request_id: row for row in reversed(LATEST.all(person.scope))}
    return sorted(found.values(), key=lambda row: -row.pk)[:FEW]


LATEST = Question(
    lambda scope: _told_to(scope).select_related("mark__request__holder_unit").order_by("-id")[: 3 * FEW]
)
