"""Every minute: what is new becomes messages, what is due is sent, what is old is forgotten."""

import time
from datetime import datetime

from qiao.webhooks import actions
from qiao.webhooks.delivering import deliver

READING = 10.0


def send_webhooks(*, at: datetime) -> None:
    """Reads on in the ledger, for at most a few seconds, then sends."""
    start = time.monotonic()
    while actions.follow_ledger(at=at) and time.monotonic() - start < READING:
        pass
    deliver(at=at)


def forget_messages(*, at: datetime) -> None:
    """Once an hour."""
    if at.minute == 7:
        actions.forget_old(at=at)


ticks = [send_webhooks, forget_messages]
