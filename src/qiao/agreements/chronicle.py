"""The events of agreements for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.agreements.events import LABELS, Kind
from qiao.agreements.models import Agreement
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event

SUBJECT = Agreement._meta.label_lower


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the agreements that the events are about."""
    found = Agreement.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, found.get(event.subject_id)) for event in events]


def _told(event: Event, agreement: Agreement | None) -> Told:
    what = str(LABELS[Kind(event.kind)]) if event.kind in list(Kind) else event.kind
    if agreement is None:
        return Told(what, subject=f"#{event.subject_id}", heading=True)
    return Told(
        what,
        subject=_("%(number)s, version %(version)s")
        % {"number": agreement.number, "version": event.data.get("version", 1)},
        url=reverse("agreements:agreement", args=[agreement.number]),
        note=str(event.data.get("note", "")),
        ref=agreement.number,
        heading=True,
    )


def find(words: str) -> Iterable[tuple[str, int]]:
    """By number."""
    keys = Agreement.objects.filter(number__iexact=words.strip()).values_list("pk", flat=True)
    return [(SUBJECT, pk) for pk in keys]


CHAPTER = Chapter(
    prefix="agreement",
    label=gettext_lazy("Agreements"),
    kinds={kind.value: label for kind, label in LABELS.items()},
    tell=tell,
    find=find,
)
