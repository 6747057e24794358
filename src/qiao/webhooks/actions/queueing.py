"""What becomes a message: new events, pings, and what is asked for again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q

from qiao.ledger.actions import follow, record
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person
from qiao.webhooks import rules
from qiao.webhooks.models import Delivery, Webhook
from qiao.webhooks.payload import PING, bodies, message, wants
from qiao.webhooks.rules import Kind, MessageState, Reason

READER = "webhooks"
TOGETHER = 500


def follow_ledger(*, at: datetime, limit: int = TOGETHER) -> int:
    """Writes a message for every webhook that is told of the next settled events; returns how many were read.

    Bookmark and messages are one transaction: none is missed, none is written twice.
    """

    def handle(events: Sequence[Event]) -> None:
        for webhook in Webhook.objects.on().select_related("owner"):
            _queue(webhook, [event for event in events if _is_news(webhook, event)], at)

    return follow(READER, handle, limit=limit)


def _is_news(webhook: Webhook, event: Event) -> bool:
    """Of its kinds, after it was made, and no history that an import brought."""
    return event.pk > webhook.since and wants(webhook.kinds, event.kind) and "log" not in event.data


def _queue(webhook: Webhook, events: Sequence[Event], at: datetime) -> int:
    said = bodies(events, webhook.owner.scope) if events else {}
    made = [
        Delivery(
            webhook=webhook,
            message=new_message(),
            event=event.pk,
            kind=event.kind,
            body=said[event.pk],
            created_at=at,
            next_at=at,
        )
        for event in events
        if event.pk in said
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def new_message() -> str:
    """A number that nobody guesses and nobody else gives."""
    return f"msg_{secrets.token_hex(16)}"


@transaction.atomic
def ping(*, webhook: Webhook, by: Person, at: datetime) -> Delivery:
    """A message that only says hello, to be sent at once."""
    refuse(rules.why_not_administer(by.scope))
    refuse(Reason.IS_OFF if webhook.off else None)
    body = message(PING, at, webhook=webhook.pk, name=webhook.name)
    return Delivery.objects.create(
        webhook=webhook, message=new_message(), kind=PING, body=body, created_at=at, next_at=at
    )


@transaction.atomic
def replay(*, delivery: Delivery, by: Person, at: datetime) -> Delivery:
    """Sends one message again: the same number, the same bytes, all its tries anew."""
    refuse(rules.why_not_administer(by.scope))
    refuse(Reason.IS_OFF if delivery.webhook.off else None)
    _again(Q(pk=delivery.pk), at)
    delivery.refresh_from_db()
    record(Kind.REPLAYED, subject=delivery.webhook, by=by, at=at, name=delivery.webhook.name, messages=1)
    return delivery


@transaction.atomic
def replay_between(*, webhook: Webhook, since: datetime, until: datetime, by: Person, at: datetime) -> int:
    """Sends everything of a time again, and what was never written because it was off. Returns how many.

    A message that has been written before keeps its number, so that a receiver can tell.
    """
    refuse(rules.why_not_administer(by.scope))
    refuse(Reason.IS_OFF if webhook.off else None)
    refuse(Reason.ENDS_BEFORE_START if until <= since else None)
    events = _happened(webhook, since, until)
    if len(events) > rules.MOST_REPLAYED:
        raise Refused(Reason.TOO_MUCH_TO_REPLAY, most=rules.MOST_REPLAYED)
    many = 0
    for part in _parts(events):
        known = Q(webhook=webhook, event__in=[event.pk for event in part])
        written = set(Delivery.objects.filter(known).values_list("event", flat=True))
        many += _again(known, at) + _queue(webhook, [event for event in part if event.pk not in written], at)
    refuse(None if many else Reason.NOTHING_TO_REPLAY)
    record(Kind.REPLAYED, subject=webhook, by=by, at=at, name=webhook.name, messages=many)
    return many


def _happened(webhook: Webhook, since: datetime, until: datetime) -> list[Event]:
    """Of its kinds, oldest first; one more than may be replayed when there are too many."""
    events = Event.objects.settled().filter(at__gte=since, at__lt=until).order_by("at", "id").iterator()
    wanted = (event for event in events if wants(webhook.kinds, event.kind) and "log" not in event.data)
    return list(islice(wanted, rules.MOST_REPLAYED + 1))


def _parts(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    for start in range(0, len(events), TOGETHER):
        yield events[start : start + TOGETHER]


def _again(which: Q, at: datetime) -> int:
    return Delivery.objects.filter(which).update(
        state=MessageState.WAITING, tries=0, next_at=at, settled_at=None
    )


def forget_old(*, at: datetime, limit: int = 1000) -> int:
    """Messages that are settled are kept for a month; those of a webhook that is off too."""
    old = Delivery.objects.filter(created_at__lt=at - rules.KEPT).order_by("created_at")
    return Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()[0]
