"""The organisation moves on: cards of those who left a position end, and other leaders are asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from qiao.org.models import Holding
from qiao.roles.actions import guard
from qiao.roles.events import Kind
from qiao.roles.models import Ask, RoleCard
from qiao.roles.reads.seats import Leaders
from qiao.roles.rules import Asked, Verb

FROM_LEADERS = (Asked.REVIEW, Asked.AGAIN)


def settle(*, at: datetime) -> int:
    """Ends what nobody holds, and follows new leaders; two queries when nothing has changed."""
    held = Holding.objects.filter(position=OuterRef("position"), person=OuterRef("person"))
    cards = RoleCard.objects.filter(ended_at=None).annotate(held=Exists(held))
    rows = list(cards.values_list("pk", "held", "position__unit_id", "person_id", "leader_unit_id"))
    leaders = Leaders({unit for _pk, _held, unit, _person, _leader in rows})
    changed = 0
    for pk, is_held, unit, person, leader_unit in rows:
        if not is_held:
            _end(pk, at)
        elif leaders.unit_above(unit, person) != leader_unit:
            _follow(pk, leaders.unit_above(unit, person))
        else:
            continue
        changed += 1
    return changed


@transaction.atomic
def _end(pk: int, at: datetime) -> None:
    card = guard.locked(RoleCard(pk=pk))
    for edition in filter(None, (card.current, card.draft)):
        guard.move(edition, Verb.END, over_at=at)
    Ask.objects.filter(card=card).delete()
    guard.tell(Kind.ENDED, card, card.current or card.draft, by=None, at=at)
    guard.touch(card, current=None, draft=None, review_on=None, ended_at=at)


@transaction.atomic
def _follow(pk: int, unit_id: int | None) -> None:
    card = guard.locked(RoleCard(pk=pk))
    for ask in Ask.objects.filter(Q(kind__in=FROM_LEADERS), card=card):
        ask.unit_id, ask.person_id = unit_id, None if unit_id else card.person_id
        ask.save(update_fields=["unit", "person"])
    guard.touch(card, leader_unit_id=unit_id)
