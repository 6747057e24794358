"""The round that sends what is due: claims, calls several receivers at once, writes down what came back."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings

from qiao.webhooks import actions, sending, signing
from qiao.webhooks.models import Delivery, Try, Webhook
from qiao.webhooks.rules import SwitchedOff, Trouble
from qiao.webhooks.sending import Answer

log = logging.getLogger(__name__)
BUDGET = 20.0
AT_ONCE = 8
EACH = 4


def deliver(*, at: datetime, budget: float = BUDGET) -> int:
    """Sends what is due, for at most about ``budget`` seconds; returns how many tries that were.

    A receiver that fails is left alone for the rest of the round, so that one that is down costs one timeout.
    ``at`` is when the round began; later moments follow from the clock that only measures.
    """
    start, done, failing = time.monotonic(), 0, set[int]()

    def now() -> datetime:
        return at + timedelta(seconds=time.monotonic() - start)

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        while time.monotonic() - start < budget:
            claimed = list(_claimed(now(), failing))
            if not claimed:
                break
            answers = pool.map(_call, [attempt.delivery for attempt in claimed], [now()] * len(claimed))
            for attempt, answer in zip(claimed, answers, strict=True):
                actions.end(attempt=attempt, answer=answer, at=now(), chance=random.random())
                if answer.trouble:
                    failing.add(attempt.delivery.webhook_id)
            done += len(claimed)
    return done


def _claimed(at: datetime, failing: set[int]) -> Iterator[Try]:
    """A few messages of each receiver; what no administrator answers for any more is ended."""
    rows = Delivery.objects.due(at).exclude(webhook__in=failing).select_related("webhook__owner")
    taken: dict[int, int] = {}
    allowed: dict[int, bool] = {}
    for delivery in rows[: AT_ONCE * EACH]:
        webhook = delivery.webhook
        if webhook.pk not in allowed:
            allowed[webhook.pk] = _may_send(webhook, at)
        taken[webhook.pk] = taken.get(webhook.pk, 0) + 1
        if not allowed[webhook.pk] or taken[webhook.pk] > EACH:
            continue
        attempt = actions.begin(delivery=delivery, at=at)
        if attempt is not None:
            yield attempt


def _may_send(webhook: Webhook, at: datetime) -> bool:
    if webhook.owner.active and webhook.owner.scope.is_administrator:
        return True
    actions.switch_off(webhook=webhook, by=None, at=at, why=SwitchedOff.OWNER)
    return False


def send_now(delivery: Delivery, *, at: datetime) -> Delivery:
    """One message at once, for somebody who waits for the result; it goes on by itself if that fails."""
    attempt = actions.begin(delivery=delivery, at=at)
    if attempt is None:
        return delivery
    return actions.end(attempt=attempt, answer=_call(delivery, at), at=at, chance=random.random())


def _call(delivery: Delivery, at: datetime) -> Answer:
    """The call itself: no database in here, since it runs beside others."""
    try:
        return _signed_call(delivery, at)
    except Exception:  # one message that nobody can send must not hold up the others
        log.exception("message %s", delivery.message)
        return Answer(Trouble.BROKEN)


def _signed_call(delivery: Delivery, at: datetime) -> Answer:
    webhook, body = delivery.webhook, delivery.body.encode()
    sealed = [webhook.secret]
    if webhook.old_secret and webhook.old_until and at < webhook.old_until:
        sealed.append(webhook.old_secret)
    keys = [key for key in map(signing.unseal, sealed) if key]
    if not keys:
        return Answer(Trouble.BROKEN)
    headers = {
        **signing.headers(keys, delivery.message, at, body),
        "Content-Type": "application/json",
        "User-Agent": "Qiao-Webhooks/1",
    }
    return sending.post(webhook.url, body, headers, private=settings.WEBHOOK_PRIVATE)
