"""A tablet becomes the kiosk of a unit, and ends being it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from qiao.accounts.models import digest
from qiao.kiosk import rules
from qiao.kiosk.models import Device, Sitting
from qiao.kiosk.rules import SET_UP_LASTS, Kind, Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person, Unit

# "When was it last there" to a minute: not every page writes.
PRECISION = timedelta(minutes=1)


@transaction.atomic
def add(*, unit: Unit, name: str, by: Person | None, at: datetime) -> tuple[Device, str]:
    """A kiosk of ``unit``, and the secret of the address with which a tablet becomes it: once, soon."""
    refuse(rules.why_not_keep(by.scope if by else None, unit.pk))
    refuse(None if unit.active else Reason.UNIT_CLOSED)
    name = name.strip()
    refuse(None if name else Reason.UNNAMED)
    device = Device.objects.create(unit=unit, name=name, added_by=by, added_at=at)
    record(Kind.DEVICE_ADDED, subject=device, by=by, at=at, to_unit_id=unit.pk, name=name)
    return device, _open(device, at)


@transaction.atomic
def renew(*, device: Device, by: Person | None, at: datetime) -> str:
    """A new address for setting up. The tablet that was the kiosk until now stays it until another is."""
    device = _locked(device)
    refuse(rules.why_not_renew(device, by.scope if by else None))
    record(Kind.DEVICE_RENEWED, subject=device, by=by, at=at, to_unit_id=device.unit_id)
    return _open(device, at)


@transaction.atomic
def claim(*, secret: str, at: datetime) -> tuple[Device, str]:
    """The tablet that asks is the kiosk from now on, and the only one. The address works no more."""
    found = Device.objects.working().filter(set_up_digest=digest(secret), set_up_until__gt=at)
    device = found.select_for_update(of=("self",), no_key=True).select_related("unit").first()
    if device is None:
        raise Refused(Reason.LINK_OVER)
    token = secrets.token_urlsafe(32)
    mine = Device.objects.filter(pk=device.pk, set_up_digest=digest(secret))
    if not mine.update(digest=digest(token), set_up_digest=None, set_up_until=None, set_up_at=at, seen_at=at):
        raise Refused(Reason.LINK_OVER)
    _clear(device, at)
    record(Kind.DEVICE_SET_UP, subject=device, at=at, to_unit_id=device.unit_id, name=device.name)
    return device, token


@transaction.atomic
def revoke(*, device: Device, by: Person | None, at: datetime) -> None:
    """The tablet is a browser like any other from now on; whoever stands there is out."""
    device = _locked(device)
    refuse(rules.why_not_renew(device, by.scope if by else None))
    Device.objects.filter(pk=device.pk).update(
        digest=None, set_up_digest=None, set_up_until=None, revoked_at=at
    )
    _clear(device, at)
    record(Kind.DEVICE_REVOKED, subject=device, by=by, at=at, from_unit_id=device.unit_id, name=device.name)


def note_seen(*, device: Device, at: datetime) -> None:
    """When it was last there, for the list."""
    if device.seen_at is None or at - device.seen_at >= PRECISION:
        Device.objects.filter(pk=device.pk).update(seen_at=at)


def _open(device: Device, at: datetime) -> str:
    secret = secrets.token_urlsafe(24)
    Device.objects.filter(pk=device.pk).update(set_up_digest=digest(secret), set_up_until=at + SET_UP_LASTS)
    return secret


def _clear(device: Device, at: datetime) -> None:
    Sitting.objects.filter(device=device, ended_at=None).update(ended_at=at)


def _locked(device: Device) -> Device:
    return Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
