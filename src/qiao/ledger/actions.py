"""Appending to the ledger, and following it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max

from qiao.ledger import triggers
from qiao.ledger.models import Bookmark, Event, NextTransaction, Position
from qiao.statements import insert


def record(
    kind: str,
    *,
    subject: models.Model,
    at: datetime,
    by: models.Model | None = None,
    from_unit_id: int | None = None,
    to_unit_id: int | None = None,
    **data: Any,
) -> Event:
    """Appends one event in the caller's transaction.

    ``by`` is the person who did it (None: the system itself). ``data`` must be JSON; what has no value
    is left out, so that a reader may tell "not said" from "said nothing".
    """
    event = Event(
        kind=kind,
        at=at,
        actor_id=by.pk if by else None,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        data={name: value for name, value in data.items() if value not in (None, "")},
    )
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the action that it records")
    return insert(event)


@transaction.atomic
def follow(reader: str, handle: Callable[[Sequence[Event]], None], *, limit: int = 1000) -> int:
    """Hands the next settled events to ``handle`` and stores how far ``reader`` has come.

    Both happen in one transaction: when ``handle`` fails, the bookmark stays. Returns the number of
    events handled; 0 means that the reader is up to date.
    """
    Bookmark.objects.get_or_create(reader=reader)
    mark = Bookmark.objects.select_for_update(no_key=True).get(reader=reader)
    start = Position(mark.transaction, mark.number) if mark.number else Position()
    events = list(Event.objects.after(start)[:limit])
    if events:
        handle(events)
        mark.transaction, mark.number = events[-1].transaction, events[-1].pk
        mark.save()
    return len(events)


@transaction.atomic
def mend_restored() -> int:
    """Renumbers events that were restored from another cluster; returns how many, 0 as a rule.

    Their transactions have numbers that this cluster has not reached: they look unsettled, so that readers
    wait, and new events sort before them. All restored ones move below zero by the same number, and bookmarks
    with them: the order among them stays, everything new comes after, every reader goes on where it was.
    What stands here since the restore has higher ids, and keeps its numbers.
    """
    foreign = Event.objects.filter(transaction__gte=NextTransaction())
    last, highest = foreign.aggregate(last=Max("id"), highest=Max("transaction")).values()
    if last is None:
        return 0
    moved = F("transaction") - (highest + 1)
    with triggers.suspended(transaction.get_connection()):
        many = Event.objects.filter(pk__lte=last).update(transaction=moved)
    Bookmark.objects.filter(number__lte=last, number__gt=0).update(transaction=moved)
    return many
