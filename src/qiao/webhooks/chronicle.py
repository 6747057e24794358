"""What happens to webhooks, for the event log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from qiao.ledger.chronicle import Change, Chapter, Told
from qiao.ledger.models import Event
from qiao.webhooks.models import Webhook
from qiao.webhooks.rules import Kind, SwitchedOff

SUBJECT = Webhook._meta.label_lower
LABELS: Mapping[str, Any] = {
    Kind.CREATED.value: _("Webhook made"),
    Kind.CHANGED.value: _("Webhook changed"),
    Kind.SWITCHED_OFF.value: _("Webhook switched off"),
    Kind.SWITCHED_ON.value: _("Webhook switched on"),
    Kind.SECRET_CHANGED.value: _("Secret of a webhook changed"),
    Kind.REPLAYED.value: _("Messages of a webhook sent again"),
    Kind.DELETED.value: _("Webhook deleted"),
}
FIELDS: Mapping[str, Any] = {
    "name": _("Name"),
    "host": pgettext_lazy("of a webhook", "Receiver"),
    "kinds": _("Kinds of events"),
}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: those that still exist."""
    numbers = {event.subject_id for event in events}
    there = dict(Webhook.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [_told(event, there) for event in events]


def _told(event: Event, there: Mapping[int, str]) -> Told:
    url = reverse("webhooks:one", args=[event.subject_id]) if event.subject_id in there else ""
    name = there.get(event.subject_id) or event.data.get("name", f"#{event.subject_id}")
    changes = event.data.get("changes", {})
    return Told(
        str(LABELS.get(event.kind, event.kind)),
        subject=str(name),
        url=url,
        note=_note(event),
        changes=tuple(_change(field, pair) for field, pair in changes.items()),
        ref=str(event.subject_id),
        heading=True,
    )


def _note(event: Event) -> str:
    why = event.data.get("why")
    if why in set(SwitchedOff):
        return str(SwitchedOff(why).label)
    many = event.data.get("messages")
    return ngettext("%(n)d message", "%(n)d messages", many) % {"n": many} if many else ""


def _change(field: str, pair: Sequence[Any]) -> Change:
    before, after = (", ".join(each) if isinstance(each, list) else str(each or "") for each in pair)
    return Change(str(FIELDS.get(field, field)), before, after)


def find(words: str) -> Iterable[tuple[str, int]]:
    """A webhook by its name."""
    found = Webhook.objects.filter(name__iexact=words).values_list("pk", flat=True)
    return [(SUBJECT, pk) for pk in found]


CHAPTER = Chapter(prefix="webhooks", label=_("Webhooks"), kinds=LABELS, tell=tell, find=find)
