"""The register's events for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from qiao.ledger.chronicle import Change, Chapter, Told
from qiao.ledger.models import Event
from qiao.places.models import Place
from qiao.places.rules import Kind

LABELS: Mapping[str, Any] = {
    Kind.CREATED: gettext_lazy("Place entered"),
    Kind.CHANGED: gettext_lazy("Place changed"),
}
FIELDS: Mapping[str, Any] = {
    "name_zh": gettext_lazy("Name in Chinese"),
    "name_en": gettext_lazy("Name in English"),
    "kind": gettext_lazy("Kind"),
    "unit": gettext_lazy("Belongs to"),
    "inside": gettext_lazy("Lies in"),
    "active": gettext_lazy("In use"),
}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query, however many events."""
    known = Place.objects.in_bulk({event.subject_id for event in events})
    return [_told(event, known.get(event.subject_id)) for event in events]


def _told(event: Event, place: Place | None) -> Told:
    changes = event.data.get("changes", {})
    return Told(
        str(LABELS[event.kind]),
        subject=str(place) if place else "",
        url=reverse("places:edit", args=[place.code]) if place else "",
        changes=tuple(
            Change(str(FIELDS.get(name, name)), *map(_word, pair)) for name, pair in changes.items()
        ),
        ref=place.code if place else "",
    )


def _word(value: Any) -> str:
    return "" if value is None else str(value)


def find(words: str) -> Iterable[tuple[str, int]]:
    """A place by its code."""
    found = Place.objects.filter(code__iexact=words).values_list("pk", flat=True)
    return ((Place._meta.label_lower, pk) for pk in found)


CHAPTER = Chapter("places", gettext_lazy("Places"), {kind.value: LABELS[kind] for kind in Kind}, tell, find)
