"""How many calls a minute. Counted for the caller, over all threads, processes and machines.

A process takes a share of the minute from the database and spends it in memory. Shares shrink as the minute
is used up, so the limit holds exactly, for one small write in a dozen calls or more (docs/adr/0016).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from qiao.rest import actions

log = logging.getLogger(__name__)
MOST_KEPT = 2000


@dataclass(frozen=True)
class Standing:
    """Where a caller stands: calls left in this minute, seconds to the next one."""

    allowed: bool
    left: int
    resets_in: int

    def headers(self) -> Mapping[str, str]:
        """RateLimit and RateLimit-Policy (IETF draft), Retry-After when it is too much."""
        said = {
            "RateLimit-Policy": f'"default";q={settings.API_CALLS_PER_MINUTE};w=60',
            "RateLimit": f'"default";r={self.left};t={self.resets_in}',
        }
        return said if self.allowed else {**said, "Retry-After": str(self.resets_in)}


@dataclass
class _Share:
    """What this process may still spend of a minute, and what nobody has taken yet (None: not asked)."""

    minute: int
    own: int = 0
    others: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_shares: dict[int, _Share] = {}
_lock = threading.Lock()


def spend(actor_id: int, at: datetime) -> Standing:
    """Takes one call of the caller's minute."""
    minute, second = divmod(int(at.timestamp()), 60)
    share = _share_of(actor_id, minute)
    with share.lock:
        if share.own == 0 and share.others != 0:
            share.own, share.others = _taken(actor_id, minute)
        allowed = share.own > 0
        share.own -= allowed
        return Standing(allowed, share.own + (share.others or 0), 60 - second)


def forget() -> None:
    """Drops what this process has in hand; for tests."""
    with _lock:
        _shares.clear()


def _share_of(actor_id: int, minute: int) -> _Share:
    with _lock:
        share = _shares.get(actor_id)
        if share is None or share.minute != minute:
            if len(_shares) >= MOST_KEPT:
                _drop_old(minute)
            share = _shares[actor_id] = _Share(minute)
        return share


def _drop_old(minute: int) -> None:
    for old in [pk for pk, each in _shares.items() if each.minute != minute]:
        del _shares[old]


def _taken(actor_id: int, minute: int) -> tuple[int, int]:
    try:
        return actions.give(actor_id=actor_id, minute=minute, limit=settings.API_CALLS_PER_MINUTE)
    except DatabaseError:  # counting must not be what stops people
        log.warning("the calls of %s could not be counted", actor_id, exc_info=True)
        return 1, 0
