"""The events of schedules for the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.schedules.events import LABELS, Kind
from qiao.schedules.models import Schedule


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the schedules that the events are about."""
    found = Schedule.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, found.get(event.subject_id)) for event in events]


def _told(event: Event, schedule: Schedule | None) -> Told:
    what = str(LABELS[Kind(event.kind)]) if event.kind in list(Kind) else event.kind
    if schedule is None:
        return Told(what, subject=f"#{event.subject_id}")
    return Told(what, subject=schedule.title, url=reverse("schedules:schedule", args=[schedule.pk]))


CHAPTER = Chapter(
    prefix="schedule",
    label=_("Schedules"),
    kinds={kind.value: label for kind, label in LABELS.items()},
    tell=tell,
)
