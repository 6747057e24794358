"""PINs: chosen by their person, given by a leader once, locked by wrong tries."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from qiao.kiosk import rules
from qiao.kiosk.models import Pin, Sitting
from qiao.kiosk.rules import GIVEN, GIVEN_LASTS, Kind, Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def set_pin(*, person: Person, pin: str, at: datetime, sitting: Sitting | None = None) -> Pin:
    """One's own PIN, on Me or at a kiosk; it also unlocks. ``sitting``: where one is at the moment."""
    refuse(rules.why_not_pin(pin, person.number))
    known = _locked(person)
    if known is not None and not known.one_time:
        refuse(Reason.PIN_SAME if check_password(pin, known.hash) else None)
    made = _keep(person, make_password(pin), at=at)
    if sitting is not None:
        Sitting.objects.filter(pk=sitting.pk).update(new_pin=False)
    record(Kind.PIN_SET, subject=person, by=person, at=at)
    return made


@transaction.atomic
def give_pin(*, person: Person, by: Person | None, at: datetime) -> str:
    """A one-time PIN for somebody whom one leads, to be told in person; it also unlocks."""
    refuse(rules.why_not_help(by.scope if by else None, person.unit_id, active=person.active))
    pin = _drawn(person.number)
    _locked(person)
    _keep(person, make_password(pin), at=at, one_time=True, until=at + GIVEN_LASTS)
    record(Kind.PIN_GIVEN, subject=person, by=by, at=at)
    return pin


@transaction.atomic
def unlock(*, person: Person, by: Person | None, at: datetime) -> None:
    """The PIN opens again: their leader has seen that it is they who asks."""
    refuse(rules.why_not_help(by.scope if by else None, person.unit_id, active=person.active))
    opened = Pin.objects.filter(person=person, locked_at__isnull=False).update(locked_at=None, failed=0)
    refuse(None if opened else Reason.NOT_LOCKED)
    record(Kind.UNLOCKED, subject=person, by=by, at=at)


def _locked(person: Person) -> Pin | None:
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    return Pin.objects.filter(person=person).first()


def _keep(
    person: Person, hashed: str, *, at: datetime, one_time: bool = False, until: datetime | None = None
) -> Pin:
    values = {"hash": hashed, "one_time": one_time, "until": until, "set_at": at}
    kept, _made = Pin.objects.update_or_create(
        person=person, defaults={**values, "failed": 0, "locked_at": None}
    )
    return kept


def _drawn(badge: str) -> str:
    while True:
        pin = f"{secrets.randbelow(10**GIVEN):0{GIVEN}d}"
        if rules.why_not_pin(pin, badge) is None:
            return pin
