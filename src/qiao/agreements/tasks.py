"""What waits for a head: drafts to read and to sign, reviews that are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from qiao.agreements.models import Agreement, Version
from qiao.agreements.reads import counting, parties_of
from qiao.agreements.rules import OPEN, REVIEW_AHEAD, Side
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.statements import Question

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
    people = frozenset({scope.person_id, *scope.stands_in_for})
    rows = WITH_SOMETHING_TO_DO.all(people, (at + REVIEW_AHEAD).date())
    every = Version.objects.prefetch_related("customers", "signatures").order_by("number")
    prefetch_related_objects(rows, Prefetch("versions", every, "shown"))
    made = (_task(each, people, scope, at) for each in rows)
    return [task for task in made if task is not None]


def _with_something_to_do(people: Collection[int], review: date) -> QuerySet[Agreement]:
    """Where one of them heads a party, and a draft is open or the review comes before a day."""
    versions = Version.objects.filter(agreement=OuterRef("pk"))
    customer = Exists(versions.filter(customers__leader__in=people))
    party = Q(provider__leader__in=people) | customer
    found = Agreement.objects.filter(party, Q(review_on__lte=review) | Exists(versions.open()))
    return found.select_related("provider").order_by("review_on", "-id")[:MOST]


WITH_SOMETHING_TO_DO = Question(_with_something_to_do)


def _task(agreement: Agreement, people: Collection[int], scope: Scope, at: datetime) -> Task | None:
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


def _mine(agreement: Agreement, version: Version, people: Collection[int]) -> set[int]:
    units = [agreement.provider, *version.customers.all()]
    return {unit.pk for unit in units if unit.leader_id in people}
