"""Who may set up a kiosk, what a PIN has to be, what a kiosk lets through. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from qiao.org.rules import Scope

# Wrong tries in a row until a PIN opens no more.
TRIES = 5
SHORTEST, LONGEST = 4, 8
# Of a PIN that a leader gives: random, so it may be longer than what people choose.
GIVEN = 6
GIVEN_LASTS = timedelta(days=3)
# How long the address works with which a tablet becomes the kiosk.
SET_UP_LASTS = timedelta(minutes=30)
# Nobody touches it for so long: it is over. And whatever happens, it is over after the longest.
IDLE = timedelta(minutes=2)
WHOLE = timedelta(minutes=30)


class Kind(StrEnum):
    """What the ledger says."""

    DEVICE_ADDED = "kiosk.device_added"
    DEVICE_SET_UP = "kiosk.device_set_up"
    DEVICE_RENEWED = "kiosk.device_renewed"
    DEVICE_REVOKED = "kiosk.device_revoked"
    IDENTIFIED = "kiosk.identified"
    PIN_SET = "kiosk.pin_set"
    PIN_GIVEN = "kiosk.pin_given"
    LOCKED = "kiosk.locked"
    UNLOCKED = "kiosk.unlocked"


class Reason(StrEnum):
    """Why something is refused. The value is the stable code."""

    NOT_KEEPER = "not_kiosk_keeper"
    NOT_LEADER = "not_their_leader"
    UNNAMED = "kiosk_unnamed"
    UNIT_CLOSED = "kiosk_unit_closed"
    REVOKED = "kiosk_revoked"
    LINK_OVER = "kiosk_link_over"
    WRONG = "wrong_badge_or_pin"
    LOCKED = "pin_locked"
    TOO_MANY = "too_many_tries"
    OVER = "pin_over"
    NOT_LOCKED = "pin_not_locked"
    GONE = "person_gone"
    PIN_DIGITS = "pin_digits"
    PIN_SIMPLE = "pin_simple"
    PIN_BADGE = "pin_badge"
    PIN_SAME = "pin_same"
    PIN_TWICE = "pin_twice"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in {Reason.NOT_KEEPER, Reason.NOT_LEADER} else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_KEEPER: _("Only who leads the unit, or an administrator, looks after its kiosks."),
    Reason.NOT_LEADER: _("Only who leads this person's unit, or an administrator, may do this."),
    Reason.UNNAMED: _("Please name it, so that you know later which one it is."),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
    Reason.REVOKED: _("This kiosk has been revoked. Add a new one."),
    Reason.LINK_OVER: _("This address was used already or is too old. Ask for a new one."),
    Reason.WRONG: _("Badge number or PIN is not right."),
    Reason.LOCKED: _(
        "This PIN is locked after five wrong tries. Your leader or an administrator unlocks it."
    ),
    Reason.TOO_MANY: _("Too many tries. Wait a minute."),
    Reason.OVER: _("This one-time PIN is too old. Ask your leader for a new one."),
    Reason.NOT_LOCKED: _("This PIN is not locked."),
    Reason.GONE: _("This person has left."),
    Reason.PIN_DIGITS: _("A PIN has 4 to 8 digits."),
    Reason.PIN_SIMPLE: _("This PIN is guessed at once. Take one without a pattern."),
    Reason.PIN_BADGE: _("A PIN must not be a part of your badge number."),
    Reason.PIN_SAME: _("This is the PIN that you had. Take another."),
    Reason.PIN_TWICE: _("The two PINs differ."),
}


class DeviceView(Protocol):
    unit_id: int
    revoked_at: datetime | None


def why_not_keep(by: Scope | None, unit_id: int) -> Reason | None:
    """Leaders look after the kiosks of their units, administrators after all (None: the system)."""
    if by is None or by.is_administrator or unit_id in by.led_ids:
        return None
    return Reason.NOT_KEEPER


def keeps_some(by: Scope) -> bool:
    """Whether this person may set up any kiosk at all."""
    return by.is_administrator or bool(by.led_ids)


def why_not_renew(device: DeviceView, by: Scope | None) -> Reason | None:
    """A new address for another tablet, or for the same one after its cookies were cleared."""
    return why_not_keep(by, device.unit_id) or (Reason.REVOKED if device.revoked_at else None)


def why_not_help(by: Scope | None, home_id: int, *, active: bool) -> Reason | None:
    """One-time PINs and unlocking: for those whom one leads, and for everybody as an administrator."""
    if not active:
        return Reason.GONE
    if by is None or by.is_administrator or home_id in by.led_ids:
        return None
    return Reason.NOT_LEADER


def why_not_pin(pin: str, badge: str) -> Reason | None:
    """Digits without a pattern, and nothing that stands on the badge."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdigit()):
        return Reason.PIN_DIGITS
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if len(steps) == 1 and abs(steps.pop()) <= 1:
        return Reason.PIN_SIMPLE
    digits = "".join(sign for sign in badge if sign.isdigit())
    return Reason.PIN_BADGE if pin in digits else None


def why_not_try(*, locked: bool, over: bool) -> Reason | None:
    """Whether a PIN can open anything at all before it is even compared."""
    if locked:
        return Reason.LOCKED
    return Reason.OVER if over else None


def is_over(*, began_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Whether a sitting has ended by itself."""
    return at - seen_at >= IDLE or at - began_at >= WHOLE


def plain(badge: str) -> str:
    """A badge number as it is compared: scanners and people differ in capitals and blanks."""
    return badge.replace("\0", "").strip().lower()[:40]
