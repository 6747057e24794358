"""Events of kiosks and PINs for the event log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.kiosk.models import Device
from qiao.kiosk.rules import Kind
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.chronicle import subject_of, subjects

KINDS: Mapping[str, Any] = {
    Kind.DEVICE_ADDED: _("Kiosk added"),
    Kind.DEVICE_SET_UP: _("Tablet set up as a kiosk"),
    Kind.DEVICE_RENEWED: _("New set-up address for a kiosk"),
    Kind.DEVICE_REVOKED: _("Kiosk revoked"),
    Kind.IDENTIFIED: _("Identified at a kiosk"),
    Kind.PIN_SET: _("PIN set"),
    Kind.PIN_GIVEN: _("One-time PIN given"),
    Kind.LOCKED: _("PIN locked after wrong tries"),
    Kind.UNLOCKED: _("PIN unlocked"),
}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """Two queries: the kiosks, and the people whose PINs they are."""
    label = Device._meta.label_lower
    kiosks = Device.objects.in_bulk({each.subject_id for each in events if each.subject_type == label})
    known = subjects(events)
    return [_told(event, kiosks, known) for event in events]


def _told(event: Event, kiosks: Mapping[int, Device], known: Any) -> Told:
    what, note = str(KINDS.get(event.kind, event.kind)), ""
    if event.subject_type == Device._meta.label_lower:
        kiosk = kiosks.get(event.subject_id)
        return Told(what, str(kiosk or event.data.get("name", "")), heading=True)
    about = subject_of(event, known)
    note = str(event.data.get("name", ""))
    return Told(what, about.name, about.url, note, ref=about.ref, heading=True)


CHAPTER = Chapter("kiosk", _("Kiosks"), {kind.value: KINDS[kind] for kind in Kind}, tell)
