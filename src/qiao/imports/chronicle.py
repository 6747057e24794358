"""What happens to imports, for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiao.imports.models import Import
from qiao.imports.rules import SYSTEMS, Kind, System
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event

SUBJECT = Import._meta.label_lower
LABELS: Mapping[str, Any] = {
    Kind.UPLOADED.value: _("Files to import uploaded"),
    Kind.MAPPED.value: _("Mapping of an import changed"),
    Kind.STARTED.value: _("Import begun"),
    Kind.FINISHED.value: _("Import finished"),
    Kind.FAILED.value: _("Import failed"),
    Kind.STOPPED.value: _("Import stopped"),
    Kind.DISCARDED.value: _("Files of an import removed"),
}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: those that still exist."""
    numbers = {event.subject_id for event in events}
    there = dict(Import.objects.filter(pk__in=numbers).values_list("pk", "title"))
    return [_told(event, there) for event in events]


def _told(event: Event, there: Mapping[int, str]) -> Told:
    url = reverse("imports:one", args=[event.subject_id]) if event.subject_id in there else ""
    name = there.get(event.subject_id) or event.data.get("title", f"#{event.subject_id}")
    return Told(
        str(LABELS.get(event.kind, event.kind)),
        subject=str(name),
        url=url,
        note=_note(event),
        ref=str(event.subject_id),
        heading=True,
    )


def _note(event: Event) -> str:
    system = event.data.get("system", "")
    words = [str(SYSTEMS[System(system)])] if system in set(System) else []
    if event.data.get("job") == "rehearse":
        words.append(str(_("dry run")))
    return " · ".join(words)


def find(words: str) -> Iterable[tuple[str, int]]:
    """An import by its title."""
    found = Import.objects.filter(title__iexact=words).values_list("pk", flat=True)
    return [(SUBJECT, pk) for pk in found]


CHAPTER = Chapter(prefix="imports", label=_("Imports"), kinds=LABELS, tell=tell, find=find)
