"""What every action on a card does first and last."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict, Refused, refuse
from qiao.org.models import Person
from qiao.roles import rules
from qiao.roles.events import Kind
from qiao.roles.models import Ask, Edition, Line, RoleCard
from qiao.roles.rules import Asked, CardState, Reason, Verb

QUICKER = _("This changed while you were reading. What you typed is still here.")


def locked(card: RoleCard, *, expected: int | None = None) -> RoleCard:
    """The card as it is now, with its editions, locked until the transaction ends."""
    now = (
        RoleCard.objects.select_for_update(of=("self",), no_key=True)
        .select_related("position__unit", "person", "current", "draft")
        .get(pk=card.pk)
    )
    if expected is not None and now.revision != expected:
        raise Conflict(QUICKER, now)
    return now


def drafted(card: RoleCard, verb: Verb, *, by: Person, expected: int | None) -> tuple[RoleCard, Edition]:
    """The card and the edition that is being written, if ``by`` may do this with it now."""
    card = locked(card, expected=expected)
    edition = card.draft
    if edition is None:
        state = CardState.FORCE if card.current_id else CardState.ENDED
        raise Refused(rules.why_not(verb, state, card.seat, by.scope) or Reason.NOT_BEING_WRITTEN)
    refuse(rules.why_not(verb, edition.state, card.seat, by.scope))
    return card, edition


def move(edition: Edition, verb: Verb, **also: Any) -> None:
    """Takes an edition into its next state."""
    edition.state = rules.TRANSITIONS[CardState(edition.state)][verb]
    for name, value in also.items():
        setattr(edition, name, value)
    edition.save(update_fields=["state", *also])


def touch(card: RoleCard, **also: Any) -> RoleCard:
    """One conditional update, so that nothing is lost where rows cannot be locked."""
    values = {**also, "revision": F("revision") + 1}
    if not RoleCard.objects.filter(pk=card.pk, revision=card.revision).update(**values):
        raise Conflict(QUICKER, card)
    card.revision += 1
    for name, value in also.items():
        setattr(card, name, value)
    return card


WRITING = (Asked.REVIEW, Asked.SIGN, Asked.REWRITE)


def done(card: RoleCard, *kinds: Asked) -> None:
    """Nobody has to do this any more."""
    Ask.objects.filter(card=card, kind__in=kinds).delete()


def ask_holder(card: RoleCard, kind: Asked) -> None:
    """Puts it on the holder's Today."""
    Ask.objects.create(card=card, kind=kind, person_id=card.person_id)


def ask_leader(card: RoleCard, kind: Asked, due_on: date | None = None) -> None:
    """Puts it on the Today of who leads the holder; on the holder's own when nobody does."""
    unit = card.leader_unit_id
    who = {"unit_id": unit} if unit else {"person_id": card.person_id}
    Ask.objects.create(card=card, kind=kind, due_on=due_on, **who)


def tell(
    kind: Kind, card: RoleCard, edition: Edition | None, *, by: Person | None, at: datetime, **data: Any
) -> None:
    """Into the ledger, in the same transaction."""
    line: Line | None = data.pop("line", None)
    record(
        kind,
        subject=card,
        by=by,
        at=at,
        from_unit_id=card.position.unit_id,
        to_unit_id=line.asks_unit_id if line else card.leader_unit_id,
        edition=edition.number if edition else None,
        line=line.key if line else None,
        **data,
    )
