"""Imports of tickets for the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.models import Unit
from qiao.ticketimport.rules import IMPORTED


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the units of the sources."""
    units = Unit.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, units.get(event.subject_id)) for event in events]


def _told(event: Event, unit: Unit | None) -> Told:
    words = _("imported tickets: %(added)d new, %(grown)d grown, %(same)d as they were")
    figures = {name: event.data.get(name, 0) for name in ("added", "grown", "same")}
    url = reverse("org:unit", args=[unit.pk]) if unit is not None else ""
    return Told(words % figures, subject=str(unit or event.data.get("name", "")), url=url)


CHAPTER = Chapter(
    prefix="tickets",
    label=gettext_lazy("Imported tickets"),
    kinds={IMPORTED: gettext_lazy("Tickets imported")},
    tell=tell,
)
