"""The other side of a line: asked when a card comes into force, answers once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person
from qiao.roles import rules
from qiao.roles.actions import guard
from qiao.roles.events import Kind
from qiao.roles.models import Ask, Edition, Line, RoleCard
from qiao.roles.reads.seats import Leaders
from qiao.roles.rules import Answer, Asked, CardState, Reason, Side


@transaction.atomic
def accept(*, line: Line, by: Person, at: datetime) -> Line:
    """The other side agrees to it."""
    line = _answer(line, Answer.ACCEPTED, "", by=by, at=at)
    guard.tell(Kind.LINE_ACCEPTED, line.edition.card, line.edition, by=by, at=at, line=line)
    return line


@transaction.atomic
def refuse_line(*, line: Line, note: str, by: Person, at: datetime) -> Line:
    """The other side does not agree, and says why; the holder finds it on Today."""
    note = note.strip()
    line = _answer(line, Answer.REFUSED, note, by=by, at=at)
    Ask.objects.create(
        card=line.edition.card, kind=Asked.REFUSED, line=line, person_id=line.edition.card.person_id
    )
    guard.tell(Kind.LINE_REFUSED, line.edition.card, line.edition, by=by, at=at, line=line, remark=note)
    return line


def _answer(line: Line, answer: Answer, note: str, *, by: Person, at: datetime) -> Line:
    now = (
        Line.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition__card__position")
        .get(pk=line.pk)
    )
    refuse(None if now.edition.state == CardState.FORCE else Reason.NOT_OPEN)
    refuse(rules.why_not_answer(now.answer, (now.asks_person_id, now.asks_unit_id), by.scope))
    refuse(Reason.SAY_WHY if answer is Answer.REFUSED and not note else None)
    said = {"answer": answer, "answered_by": by, "answered_at": at, "note": note}
    if not Line.objects.filter(pk=now.pk, answer=Answer.OPEN).update(**said):
        raise Refused(Reason.ANSWERED)
    Ask.objects.filter(line=now).delete()
    for name, value in said.items():
        setattr(now, name, value)
    return now


def ask(card: RoleCard, edition: Edition, before: Edition | None, leaders: Leaders | None) -> None:
    """Asks the other side of every line that it has not accepted like this already."""
    known = {line.key: line for line in before.lines.all()} if before else {}
    lines = [line for line in edition.lines.all() if line.side != Side.DUTY]
    leaders = leaders or Leaders({line.unit_id for line in lines if line.unit_id})
    asked = []
    for line in lines:
        _other_side(line, card.person_id, leaders)
        old = known.get(line.key)
        if old and old.answer == Answer.ACCEPTED and old.said.same_promise(line.said):
            line.answer, line.answered_by_id, line.answered_at = (
                old.answer,
                old.answered_by_id,
                old.answered_at,
            )
        elif line.asks_person_id or line.asks_unit_id:
            asked.append(
                Ask(
                    card=card,
                    kind=Asked.LINE,
                    line=line,
                    person_id=line.asks_person_id,
                    unit_id=line.asks_unit_id,
                )
            )
    Line.objects.bulk_update(lines, ["asks_unit", "asks_person", "answer", "answered_by", "answered_at"])
    Ask.objects.bulk_create(asked)


def _other_side(line: Line, holder_id: int, leaders: Leaders) -> None:
    """The person, or the unit that answers for the one it names; nobody when that is the holder."""
    line.asks_person_id = line.person_id if line.person_id != holder_id else None
    line.asks_unit_id = None
    if line.person_id is None and line.unit_id is not None:
        found = leaders.answering(line.unit_id)
        line.asks_unit_id = found[0] if found and found[1] != holder_id else None
