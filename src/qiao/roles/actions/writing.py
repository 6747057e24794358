"""Beginning an edition and writing on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from qiao.ledger.refusals import refuse
from qiao.org.models import Holding, Person, Position
from qiao.roles import changes, rules, sheet
from qiao.roles.actions import guard
from qiao.roles.drafting import drafted
from qiao.roles.events import Kind
from qiao.roles.models import Edition, Line, RoleCard
from qiao.roles.reads.history import History, reach_of
from qiao.roles.reads.seats import Leaders
from qiao.roles.reads.tree import Tree
from qiao.roles.rules import Reason, Seat, Side, Verb
from qiao.roles.sheet import LineSaid, Texts, Words


@transaction.atomic
def begin(
    *,
    position: Position,
    person: Person,
    by: Person,
    at: datetime,
    history: History | None = None,
    leaders: Leaders | None = None,
) -> RoleCard:
    """Begins a card, drafted from what happened, or the next edition of one that is in force.

    Who drafts many cards at once reads ``history`` and ``leaders`` once for all of them.
    """
    leaders = leaders or Leaders([position.unit_id])
    seat = Seat(person.pk, leaders.unit_above(position.unit_id, person.pk))
    refuse(rules.why_not_write(seat, by.scope))
    refuse(None if _held(position, person) else Reason.NOT_HELD)
    card, _new = RoleCard.objects.get_or_create(
        position=position, person=person, defaults={"leader_unit_id": seat.leader_unit_id}
    )
    card = guard.locked(card)
    refuse(Reason.HAS_CARD if card.draft_id else None)
    old = card.current
    lines = [line.said for line in old.lines.all()] if old else _first(card, history, at)
    texts = old.texts if old else {name: Words() for name in sheet.TEXTS}
    number = (card.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        card=card, number=number, begun_at=at, begun_by=by, texts_data=sheet.dumped(texts)
    )
    _write(edition, lines)
    guard.touch(card, draft=edition, ended_at=None, leader_unit_id=seat.leader_unit_id)
    guard.tell(Kind.DRAFTED, card, edition, by=by, at=at, lines=len(lines))
    return card


@transaction.atomic
def edit(
    *,
    card: RoleCard,
    by: Person,
    at: datetime,
    texts: Texts | None = None,
    lines: Mapping[Side, Sequence[LineSaid]] | None = None,
    expected: int | None = None,
) -> RoleCard:
    """Writes on the edition that is being written: only the texts and sides that are given."""
    card, edition = guard.drafted(card, Verb.EDIT, by=by, expected=expected)
    before = changes.Sheet(edition.texts, tuple(line.said for line in edition.lines.all()))
    after = _edited(before, texts or {}, lines or {})
    refuse(sheet.why_not_keep(list(after.lines)))
    if after == before:
        return card
    edition.texts_data = sheet.dumped(after.texts)
    edition.remark = ""
    edition.save(update_fields=["texts_data", "remark"])
    if after.lines != before.lines:
        _write(edition, list(after.lines))
    guard.touch(card)
    told = changes.told(before, after)
    guard.tell(Kind.EDITED, card, edition, by=by, at=at, fields=sorted({each.field for each in told}))
    return card


def _edited(before: changes.Sheet, texts: Texts, lines: Mapping[Side, Sequence[LineSaid]]) -> changes.Sheet:
    kept = {line.key: line for line in before.lines}
    refuse(
        Reason.UNKNOWN_LINE
        if any(line.key and line.key not in kept for given in lines.values() for line in given)
        else None
    )
    found: list[LineSaid] = []
    for side in Side:
        if side not in lines:
            found += [line for line in before.lines if line.side is side]
            continue
        for line in lines[side]:
            old = kept.get(line.key)
            found.append(replace(line, side=side, because=old.because if old else {"kind": "written"}))
    return changes.Sheet({**before.texts, **texts}, _numbered(found, max(kept, default=0)))


def _numbered(lines: Sequence[LineSaid], last: int) -> tuple[LineSaid, ...]:
    """Every new line gets a key that none had before."""
    numbered = []
    for line in lines:
        if not line.key:
            last += 1
            line = replace(line, key=last)
        numbered.append(line)
    return tuple(numbered)


def _first(card: RoleCard, history: History | None, at: datetime) -> list[LineSaid]:
    tree = history.tree if history else Tree()
    reach = reach_of(card.person, card.position, tree)
    history = history or History(at, reach, tree)
    found = drafted(
        history.provided(reach),
        history.asked(reach),
        history.offers,
        own=history.own(reach),
        waits=history.waits(reach),
    )
    return list(_numbered(found, 0))


def _held(position: Position, person: Person) -> bool:
    return position.active and Holding.objects.filter(position=position, person=person).exists()


def _write(edition: Edition, lines: Sequence[LineSaid]) -> None:
    edition.lines.all().delete()
    Line.objects.bulk_create(
        Line(
            edition=edition,
            ordinal=ordinal,
            side=line.side,
            key=line.key,
            service_id=line.service_id,
            unit_id=line.unit_id,
            person_id=line.person_id,
            because=dict(line.because),
            **{
                f"{name}_{code}": getattr(getattr(line, name), code)
                for name in sheet.WORDS
                for code in ("zh", "en")
            },
        )
        for ordinal, line in enumerate(lines)
    )
