"""Answering, correcting, skipping; and what time does with an invitation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiao.desk.rules import State as Stage
from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict, Refused, refuse
from qiao.org.models import Person
from qiao.pulse import rules
from qiao.pulse.events import Kind
from qiao.pulse.models import Answer, Lot
from qiao.pulse.reads.providing import departments_of, providers_of
from qiao.pulse.rules import Kept, Outcome, Reason, Solved, State
from qiao.statements import insert, update

QUICKER = _("You have answered meanwhile, perhaps on another device. What you chose is still here.")


@transaction.atomic
def answer(
    *,
    lot: Lot,
    by: Person,
    at: datetime,
    solved: Solved,
    effort: int,
    kept: Kept,
    comment: str = "",
    expected: int | None = None,
) -> Answer:
    """What the customer says, or says now: each time a new version, and the last one counts.

    ``expected`` is the version that the person has seen (0 for none); Conflict when there is a newer one.
    The event tells that there is an answer and never what it is.
    """
    lot = _own(lot, by, at)
    refuse(None if effort in rules.EFFORT else Reason.NOT_AN_ANSWER)
    version = lot.answers.count()
    if expected is not None and expected != version:
        raise Conflict(QUICKER, lot)
    made = insert(
        Answer(
            lot=lot,
            version=version + 1,
            at=at,
            solved=Solved(solved),
            effort=effort,
            kept=Kept(kept),
            comment=comment.strip()[: rules.LONGEST_COMMENT],
        )
    )
    _move(lot, State.ANSWERED, answered_at=lot.answered_at or at)
    kind = Kind.CORRECTED if version else Kind.ANSWERED
    record(kind, subject=lot, by=by, at=at, to_unit_id=lot.unit_id)
    return made


@transaction.atomic
def skip(*, lot: Lot, by: Person, at: datetime) -> Lot:
    """Would rather not say: counted as that, and not asked again."""
    lot = _own(lot, by, at)
    refuse(Reason.ANSWERED_ALREADY if lot.state == State.ANSWERED else None)
    if lot.state == State.SKIPPED:
        return lot
    _move(lot, State.SKIPPED)
    record(Kind.SKIPPED, subject=lot, by=by, at=at, to_unit_id=lot.unit_id)
    return lot


def why_not(lot: Lot, by: Person, at: datetime) -> Reason | None:
    """The one answer to "may I answer this?": asked on the page, and again by the action."""
    if lot.outcome != Outcome.INVITED or lot.person_id != by.pk:
        return Reason.NOT_ASKED
    if lot.batch_id is not None or (lot.answered_at and at >= rules.closes(lot.answered_at)):
        return Reason.TOO_LATE_TO_CORRECT
    if lot.answered_at is None and (lot.state == State.EXPIRED or (lot.expires_at and at >= lot.expires_at)):
        return Reason.OVER
    if lot.answered_at is None and lot.request.state != Stage.CONFIRMED:
        return Reason.REOPENED
    return rules.why_not_rate(by.scope, departments_of(by), providers_of(lot.request))


def _own(lot: Lot, by: Person, at: datetime) -> Lot:
    lot = Lot.objects.locked(lot.pk)
    if reason := why_not(lot, by, at):
        raise Refused(reason)
    return lot


def _move(lot: Lot, state: State, **changes: datetime) -> None:
    """One conditional update, because SQLite has no row locks: whoever comes second gets Conflict."""
    if not update(Lot, {"pk": lot.pk, "state": lot.state, "batch": None}, {"state": state, **changes}):
        raise Conflict(QUICKER, lot)
    lot.state = state


def expire(*, at: datetime, limit: int = 500) -> int:
    """Closes invitations that nobody answered in time. Returns how many."""
    late = Lot.objects.filter(state=State.OPEN, expires_at__lte=at).order_by("expires_at", "pk")[:limit]
    return sum(_expire_one(lot, at) for lot in late)


@transaction.atomic
def _expire_one(lot: Lot, at: datetime) -> bool:
    if not update(Lot, {"pk": lot.pk, "state": State.OPEN}, {"state": State.EXPIRED}):
        return False
    record(Kind.EXPIRED, subject=lot, at=at, to_unit_id=lot.unit_id)
    return True
