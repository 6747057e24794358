"""The pulse in the event log: that it was drawn, sealed and published; never whom it met or who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.pulse.events import Kind
from qiao.pulse.models import Batch, Draw

KINDS: Mapping[str, Any] = {
    Kind.SEALED: gettext_lazy("Chance of a month sealed"),
    Kind.REVEALED: gettext_lazy("Chance of a month revealed"),
    Kind.DRAWN: gettext_lazy("Drawn whether to ask"),
    Kind.ANSWERED: gettext_lazy("Pulse answered"),
    Kind.CORRECTED: gettext_lazy("Pulse corrected"),
    Kind.SKIPPED: gettext_lazy("Pulse skipped"),
    Kind.EXPIRED: gettext_lazy("Pulse not answered in time"),
    Kind.PUBLISHED: gettext_lazy("Results of the pulse published"),
}
# They lead to a person: for the operator alone, who has the database anyway.
PERSONAL = (Kind.DRAWN, Kind.ANSWERED, Kind.CORRECTED, Kind.SKIPPED, Kind.EXPIRED)


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """Two queries: the months, the batches."""
    months = Draw.objects.in_bulk({each.subject_id for each in events if _about(each, Draw)})
    found = Batch.objects.select_related("unit")
    batches = found.in_bulk({each.subject_id for each in events if _about(each, Batch)})
    return [_told(event, viewer, months, batches) for event in events]


def _about(event: Event, model: type[Draw] | type[Batch]) -> bool:
    return event.subject_type == model._meta.label_lower


def _told(event: Event, viewer: Any, months: Mapping[int, Draw], batches: Mapping[int, Batch]) -> Told:
    what = str(KINDS.get(event.kind, event.kind))
    if event.kind in PERSONAL:
        hidden = viewer is not None
        return Told(what, subject=_("An invitation"), withheld=hidden, open=not hidden, heading=True)
    month, batch = months.get(event.subject_id), batches.get(event.subject_id)
    if _about(event, Batch) and batch is not None:
        url = reverse("pulse:unit", args=[batch.unit.code])
        return Told(what, subject=str(batch.unit), url=url, ref=batch.unit.code, heading=True)
    return Told(what, subject=month.month if month else "", heading=True)


def withheld(viewer: Any) -> Q:
    """What leads to a person, for everybody but the operator."""
    return Q(kind__in=[] if viewer is None else list(PERSONAL))


CHAPTER = Chapter(prefix="pulse", label=gettext_lazy("Pulse"), kinds=KINDS, tell=tell, withheld=withheld)
