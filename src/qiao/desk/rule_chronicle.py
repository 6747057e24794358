"""What was set for units, for the event log: how much they take on at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.desk.events import RuleKind
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.models import Unit


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the units."""
    units = Unit.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, units.get(event.subject_id)) for event in events]


def _told(event: Event, unit: Unit | None) -> Told:
    what = _("set how much is taken on at once: %(each)s per person, %(together)s together") % {
        "each": event.data.get("most_each", "—"),
        "together": event.data.get("most_together", "—"),
    }
    if unit is None:
        return Told(what, subject=f"#{event.subject_id}")
    return Told(what, subject=str(unit), url=reverse("org:unit", args=[unit.pk]))


CHAPTER = Chapter(
    prefix="desk",
    label=gettext_lazy("Rules of work"),
    kinds={RuleKind.WORK_RULE_SET.value: gettext_lazy("How much at once")},
    tell=tell,
)
