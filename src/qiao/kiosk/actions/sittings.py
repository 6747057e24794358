"""Somebody steps up to a kiosk, stays, and leaves."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from qiao.accounts.models import digest
from qiao.kiosk import reads, rules
from qiao.kiosk.models import Device, Pin, Sitting
from qiao.kiosk.rules import TRIES, Kind, Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person

PRECISION = timedelta(seconds=5)
KEEP = timedelta(days=30)


def identify(*, device: Device, badge: str, pin: str, at: datetime) -> tuple[Sitting, str]:
    """Who has this badge and this PIN stands at the kiosk now; whoever stood there before does no more.

    Returns the sitting and its secret. Not one transaction on purpose: a wrong try stays counted when it is
    refused. It is counted before the comparison, so that many tries at once are no more than five.
    Refused alike, and as slowly, whether the badge, the PIN or both are unknown.
    """
    person = reads.person_of(badge)
    known = Pin.objects.filter(person=person).first() if person else None
    if person is None or known is None:
        make_password(pin)
        raise Refused(Reason.WRONG)
    refuse(rules.why_not_try(locked=not _count(known), over=False))
    if not check_password(pin, known.hash):
        _wrong(known, device=device, at=at)
        raise Refused(Reason.WRONG)
    refuse(rules.why_not_try(locked=False, over=known.over(at)))
    return _step_up(device, person, known, at=at)


def still(*, sitting: Sitting, at: datetime) -> None:
    """Somebody touched the screen."""
    if at - sitting.seen_at >= PRECISION:
        Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(seen_at=at)
        sitting.seen_at = at


@transaction.atomic
def done(*, sitting: Sitting, at: datetime) -> None:
    """Whoever stood there is gone: said so, or ran out of time."""
    Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(ended_at=at)


@transaction.atomic
def forget_old(*, at: datetime, limit: int = 5000) -> int:
    """Sittings that ended a month ago; the ledger keeps that somebody was there. Returns how many."""
    old = Sitting.objects.filter(ended_at__lt=at - KEEP).order_by("ended_at").values_list("pk", flat=True)
    return Sitting.objects.filter(pk__in=list(old[:limit])).delete()[0]


@transaction.atomic
def _count(pin: Pin) -> bool:
    """Takes one of the tries; False when there is none left."""
    left = Pin.objects.filter(pk=pin.pk, failed__lt=TRIES, locked_at=None)
    return bool(left.update(failed=F("failed") + 1))


@transaction.atomic
def _wrong(pin: Pin, *, device: Device, at: datetime) -> None:
    """After the last try the PIN is locked, and the ledger says where it happened."""
    if Pin.objects.filter(pk=pin.pk, failed__gte=TRIES, locked_at=None).update(locked_at=at):
        record(Kind.LOCKED, subject=pin.person, at=at, device=device.pk, name=device.name)


@transaction.atomic
def _step_up(device: Device, person: Person, pin: Pin, *, at: datetime) -> tuple[Sitting, str]:
    Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    Pin.objects.filter(pk=pin.pk).update(failed=0)
    Sitting.objects.filter(device=device, ended_at=None).update(ended_at=at)
    secret = secrets.token_urlsafe(32)
    sitting = Sitting.objects.create(
        device=device,
        person=person,
        digest=digest(secret),
        new_pin=pin.one_time,
        began_at=at,
        seen_at=at,
    )
    record(Kind.IDENTIFIED, subject=device, by=person, at=at, to_unit_id=device.unit_id, name=device.name)
    return sitting, secret
