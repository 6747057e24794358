"""Too many wrong tries in a short time: per badge and per device, with the limits of sign-in (allauth)."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest

from qiao.kiosk.models import Device
from qiao.kiosk.rules import Reason, plain

DEVICE, BADGE, UNKNOWN = "kiosk_device", "kiosk_badge", "kiosk_unknown"


def why_not(http: HttpRequest, device: Device, badge: str) -> Reason | None:
    """Whether another try is too many now.

    A badge that nobody has is "locked" after five tries like any other: nothing tells which ones exist.
    """
    if not _left(http, UNKNOWN, plain(badge)):
        return Reason.LOCKED
    if _left(http, DEVICE, str(device.pk)) and _left(http, BADGE, plain(badge)):
        return None
    return Reason.TOO_MANY


def note_wrong(http: HttpRequest, device: Device, badge: str, *, known: bool) -> None:
    """One more wrong try."""
    for action, key in ((DEVICE, str(device.pk)), (BADGE, plain(badge))):
        ratelimit.consume(http, action=action, key=key)
    if not known:
        ratelimit.consume(http, action=UNKNOWN, key=plain(badge))


def _left(http: HttpRequest, action: str, key: str) -> bool:
    left: Any = ratelimit.consume(http, action=action, key=key, dry_run=True)
    return bool(left)
