"""Everything that changes webhooks and their messages."""

from qiao.webhooks.actions.keeping import (
    change,
    create,
    delete,
    new_secret,
    switch_off,
    switch_on,
)
from qiao.webhooks.actions.queueing import follow_ledger, forget_old, ping, replay, replay_between
from qiao.webhooks.actions.trying import begin, end

__all__ = [
    "begin",
    "change",
    "create",
    "delete",
    "end",
    "follow_ledger",
    "forget_old",
    "new_secret",
    "ping",
    "replay",
    "replay_between",
    "switch_off",
    "switch_on",
]
