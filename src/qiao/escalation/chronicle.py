"""What holds for escalations, for the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.catalogue.models import Service
from qiao.escalation.events import PolicyKind
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the services."""
    services = Service.objects.in_bulk({event.data.get("service") for event in events} - {None})
    return [_told(event, services) for event in events]


def _told(event: Event, services: dict[int, Service]) -> Told:
    marks = ", ".join(f"{mark} %" for mark in event.data.get("marks", ()))
    what = _("set when requests are escalated: at %(marks)s") % {"marks": marks}
    if not event.data.get("active", True):
        what = _("switched escalation off")
    service = services.get(event.data.get("service") or 0)
    subject = str(service) if service else _("all services without their own")
    return Told(what, subject=subject, url=reverse("escalation:settings"))


CHAPTER = Chapter(
    prefix="escalation",
    label=gettext_lazy("Escalation"),
    kinds={PolicyKind.SET.value: gettext_lazy("When requests are escalated")},
    tell=tell,
)
