"""The catalogue's events for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.events import Kind
from qiao.catalogue.models import Category, Service
from qiao.ledger.chronicle import Change, Chapter, Told
from qiao.ledger.models import Event

SERVICE, CATEGORY = Service._meta.label_lower, Category._meta.label_lower


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """Two queries: the services, the categories."""
    services = Service.objects.in_bulk({each.subject_id for each in events if each.subject_type == SERVICE})
    categories = Category.objects.in_bulk(
        {each.subject_id for each in events if each.subject_type == CATEGORY}
    )
    return [_told(event, services, categories) for event in events]


def _told(event: Event, services: Mapping[int, Service], categories: Mapping[int, Category]) -> Told:
    what = str(Kind(event.kind).label) if event.kind in set(Kind) else event.kind
    changed = event.data.get("changed", {})
    changes = changed.items() if isinstance(changed, dict) else ()
    service = services.get(event.subject_id) if event.subject_type == SERVICE else None
    category = categories.get(event.subject_id) if event.subject_type == CATEGORY else None
    return Told(
        what,
        subject=str(service or category or f"{event.subject_type} {event.subject_id}"),
        url=reverse("catalogue:service", args=[service.code]) if service else "",
        heading=True,
        ref=service.code if service else category.code if category else "",
        changes=tuple(Change(name, str(before), str(after)) for name, (before, after) in changes),
    )


def find(words: str) -> Iterable[tuple[str, int]]:
    """A service or a category by its code."""
    for model in (Service, Category):
        found = model.objects.filter(code__iexact=words).values_list("pk", flat=True)
        yield from ((model._meta.label_lower, pk) for pk in found)


CHAPTER = Chapter(
    prefix="catalogue",
    label=_("Catalogue"),
    kinds={kind.value: kind.label for kind in Kind},
    tell=tell,
    find=find,
)
