"""One try: claimed before the call, settled after it. Between the two nothing is locked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from qiao.webhooks import post, rules
from qiao.webhooks.actions.keeping import switch_off
from qiao.webhooks.models import Delivery, Try, Webhook
from qiao.webhooks.rules import MessageState, SwitchedOff, Trouble
from qiao.webhooks.sending import Answer


@transaction.atomic
def begin(*, delivery: Delivery, at: datetime) -> Try | None:
    """Claims a message for one try; None when somebody else was quicker or it is settled.

    It comes back by itself after the lease: whoever is killed in the middle only delays it.
    """
    claimed = Delivery.objects.filter(
        pk=delivery.pk, state=MessageState.WAITING, next_at=delivery.next_at, webhook__off=""
    ).update(next_at=at + rules.LEASE, tries=F("tries") + 1)
    if not claimed:
        return None
    delivery.tries += 1
    delivery.next_at = at + rules.LEASE
    return Try.objects.create(delivery=delivery, at=at, trouble=Trouble.INTERRUPTED)


@transaction.atomic
def end(*, attempt: Try, answer: Answer, at: datetime, chance: float) -> Delivery:
    """Writes down what came back, and what follows: arrived, again later, or given up."""
    attempt.trouble, attempt.status = answer.trouble, answer.status
    attempt.answer, attempt.milliseconds = answer.body, answer.milliseconds
    attempt.save(update_fields=["trouble", "status", "answer", "milliseconds"])
    delivery = attempt.delivery
    if not answer.trouble:
        _settle(delivery, MessageState.DELIVERED, at)
        Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=False).update(failing_since=None)
        return delivery
    wait = rules.wait_after(delivery.tries, chance, answer.retry_after)
    if wait is None:
        _settle(delivery, MessageState.FAILED, at)
    else:
        delivery.next_at = at + wait
        Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries).update(next_at=delivery.next_at)
    _blame(delivery.webhook_id, answer, at)
    return delivery


def _settle(delivery: Delivery, state: MessageState, at: datetime) -> None:
    delivery.state, delivery.settled_at, delivery.next_at = state, at, None
    delivery.save(update_fields=["state", "settled_at", "next_at"])


def _blame(webhook_id: int, answer: Answer, at: datetime) -> None:
    """Notes since when nothing arrives; after three days, or when it is gone, the webhook is switched off."""
    Webhook.objects.filter(pk=webhook_id, failing_since=None).update(failing_since=at)
    webhook = Webhook.objects.select_related("owner").get(pk=webhook_id)
    if webhook.off:
        return
    gone = answer.status == 410
    if gone or (webhook.failing_since and at - webhook.failing_since >= rules.GIVE_UP):
        switch_off(webhook=webhook, by=None, at=at, why=SwitchedOff.GONE if gone else SwitchedOff.FAILING)
        webhook.refresh_from_db()
        transaction.on_commit(lambda: post.tell_owner(webhook))
