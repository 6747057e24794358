"""What waits for a head: drafts to read and to sign, reviews that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q

from qiao.agreements.models import Agreement, Version
from qiao.agreements.reads import counting, parties_of
from qiao.agreements.rules import OPEN, REVIEW_AHEAD, Side
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope

MOST = 20


@dataclass(frozen=True)
class Task:
    """One thing to do about an agreement: a version to sign (``draft``), or its review."""

    agreement: Agreement
    customers: list[Unit]
    draft: Version | None
    unread: bool


def tasks(person: Person, *, at: datetime) -> list[Task]:
    """Of the agreements whose units this person heads or whose head they stand in for; nothing for others."""
    scope = person.scope
    if not scope.head_ids and not scope.stands_in_for:
        return []
    people = {scope.person_id, *scope.stands_in_for}
    versions = Version.objects.filter(agreement=OuterRef("pk"))
    customer = Exists(versions.filter(customers__leader__in=people))
    party = Q(provider__leader__in=people) | customer
    due = Q(review_on__lte=(at + REVIEW_AHEAD).date())
    every = Prefetch(
        "versions",
        Version.objects.prefetch_related("customers", "signatures").order_by("number"),
        "shown",
    )
    found = Agreement.objects.filter(party, due | Exists(versions.open()))
    rows = found.select_related("provider").prefetch_related(every).order_by("review_on", "-id")[:MOST]
    made = (_task(each, people, scope, at) for each in rows)
    return [task for task in made if task is not None]


def _task(agreement: Agreement, people: set[int], scope: Scope, at: datetime) -> Task | None:
    versions: list[Version] = agreement.shown  # type: ignore[attr-defined]
    draft = next((each for each in versions if each.state in OPEN), None)
    if draft is not None:
        mine = _mine(agreement, draft, people)
        missing = mine - {each.unit_id for each in draft.signatures.all()}
        if not missing:
            return None
        parties = parties_of(agreement, draft)
        sides: set[Side] = {parties.side_of(unit) for unit in mine}
        unread = any(draft.seen(side) < draft.wording for side in sides)
        return Task(agreement, list(draft.customers.all()), draft, unread)
    version = counting(versions, at)
    if agreement.review_on is None or not _mine(agreement, version, people):
        return None
    return Task(agreement, list(version.customers.all()), None, False)


def _mine(agreement: Agreement, version: Version, people: set[int]) -> set[int]:
    units = [agreement.provider, *version.customers.all()]
    return {unit.pk for unit in units if unit.leader_id in people}
