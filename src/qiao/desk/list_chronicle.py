"""Events of whole lists for the event log: who took how many requests along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from qiao.desk.events import ListKind
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.models import Unit


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the units whose lists they were. The filter may name people; it is nobody's secret here."""
    units = Unit.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, units.get(event.subject_id)) for event in events]


def _told(event: Event, unit: Unit | None) -> Told:
    n = event.data.get("n", 0)
    what = ngettext("exported %(n)d request as %(form)s", "exported %(n)d requests as %(form)s", n) % {
        "n": n,
        "form": str(event.data.get("form", "")).upper(),
    }
    if unit is None:
        return Told(what, subject=f"#{event.subject_id}")
    return Told(what, subject=str(unit), url=reverse("org:unit", args=[unit.pk]))


CHAPTER = Chapter(
    prefix="worklist",
    label=gettext_lazy("Lists of requests"),
    kinds={ListKind.EXPORTED.value: gettext_lazy("List exported")},
    tell=tell,
)
