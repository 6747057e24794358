"""From a draft to a card in force: review, signatures, and confirming that it still holds."""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from qiao.ledger.refusals import refuse
from qiao.org.models import Person
from qiao.roles import rules, sheet
from qiao.roles.actions import guard, lines
from qiao.roles.events import Kind
from qiao.roles.models import Edition, RoleCard, Signature
from qiao.roles.reads.seats import Leaders
from qiao.roles.rules import LONGEST_REVIEW, REVIEW_MONTHS, Asked, CardState, Part, Reason, Verb


@transaction.atomic
def submit(*, card: RoleCard, by: Person, at: datetime, expected: int | None = None) -> RoleCard:
    """Gives the draft to the leader."""
    card, edition = guard.drafted(card, Verb.SUBMIT, by=by, expected=expected)
    _complete(edition)
    guard.move(edition, Verb.SUBMIT, remark="")
    guard.done(card, *guard.WRITING)
    guard.ask_leader(card, Asked.REVIEW)
    guard.tell(Kind.SUBMITTED, card, edition, by=by, at=at)
    return guard.touch(card)


@transaction.atomic
def withdraw(*, card: RoleCard, by: Person, at: datetime, expected: int | None = None) -> RoleCard:
    """Takes it back to write on; signatures on it are gone."""
    card, edition = guard.drafted(card, Verb.WITHDRAW, by=by, expected=expected)
    edition.signatures.all().delete()
    guard.move(edition, Verb.WITHDRAW)
    guard.done(card, *guard.WRITING)
    guard.tell(Kind.WITHDRAWN, card, edition, by=by, at=at)
    return guard.touch(card)


@transaction.atomic
def return_(
    *, card: RoleCard, remark: str, by: Person, at: datetime, expected: int | None = None
) -> RoleCard:
    """The leader wants it written otherwise, and says what."""
    card, edition = guard.drafted(card, Verb.RETURN, by=by, expected=expected)
    remark = remark.strip()
    refuse(None if remark else Reason.SAY_WHY)
    guard.move(edition, Verb.RETURN, remark=remark)
    guard.done(card, *guard.WRITING)
    guard.ask_holder(card, Asked.REWRITE)
    guard.tell(Kind.RETURNED, card, edition, by=by, at=at, remark=remark)
    return guard.touch(card)


@transaction.atomic
def approve(*, card: RoleCard, by: Person, at: datetime, expected: int | None = None) -> RoleCard:
    """The leader has read it and signs."""
    card, edition = guard.drafted(card, Verb.APPROVE, by=by, expected=expected)
    Signature.objects.create(edition=edition, part=Part.LEADER, person=by, at=at)
    guard.move(edition, Verb.APPROVE)
    guard.done(card, *guard.WRITING)
    guard.ask_holder(card, Asked.SIGN)
    guard.tell(Kind.APPROVED, card, edition, by=by, at=at)
    return guard.touch(card)


@transaction.atomic
def sign(
    *,
    card: RoleCard,
    by: Person,
    at: datetime,
    expected: int | None = None,
    leaders: Leaders | None = None,
) -> RoleCard:
    """The holder signs: the edition is in force, the one before is not, and the other sides are asked.

    Lines that are as they were stay accepted; nobody is asked twice for the same thing.
    """
    card, edition = guard.drafted(card, Verb.SIGN, by=by, expected=expected)
    _complete(edition)
    Signature.objects.create(edition=edition, part=Part.HOLDER, person=by, at=at)
    guard.move(edition, Verb.SIGN, force_at=at)
    before = card.current
    if before is not None:
        guard.move(before, Verb.REPLACE, over_at=at)
    guard.done(card, *guard.WRITING, Asked.LINE, Asked.REFUSED, Asked.AGAIN)
    lines.ask(card, edition, before, leaders)
    review_on = timezone.localdate(at) + relativedelta(months=REVIEW_MONTHS)
    guard.ask_leader(card, Asked.AGAIN, review_on)
    guard.tell(Kind.SIGNED, card, edition, by=by, at=at)
    guard.tell(Kind.IN_FORCE, card, edition, by=None, at=at)
    return guard.touch(card, current=edition, draft=None, review_on=review_on)


@transaction.atomic
def confirm(
    *, card: RoleCard, review_on: date, by: Person, at: datetime, expected: int | None = None
) -> RoleCard:
    """Leader and holder have looked at it together: it still holds, until the next review."""
    card = guard.locked(card, expected=expected)
    state = CardState(card.current.state) if card.current else CardState.DRAFT
    refuse(rules.why_not(Verb.CONFIRM, state, card.seat, by.scope))
    today = timezone.localdate(at)
    refuse(None if today < review_on <= today + relativedelta(months=LONGEST_REVIEW) else Reason.BAD_DATE)
    guard.done(card, Asked.AGAIN)
    guard.ask_leader(card, Asked.AGAIN, review_on)
    guard.tell(Kind.CONFIRMED, card, card.current, by=by, at=at, review_on=review_on.isoformat())
    return guard.touch(card, review_on=review_on)


def _complete(edition: Edition) -> None:
    refuse(sheet.why_not_hand_in(edition.texts, [line.said for line in edition.lines.all()]))
