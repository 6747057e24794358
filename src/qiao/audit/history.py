"""Everything that changed on one request, field by field, as somebody who sees it may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qiao.desk import changed, others, story
from qiao.desk.models import Request
from qiao.desk.names import Names
from qiao.desk.rules import is_customer, is_provider
from qiao.ledger.chronicle import Change
from qiao.ledger.models import Event
from qiao.org.models import Person

# What a request is born with; its value then is the first "before", or what it still is.
BORN_WITH = ("state", "priority", "holder_unit_id", "holder_person_id", "respond_by", "promised_at", "due_at")


@dataclass(frozen=True)
class Entry:
    """One event: when, who, what in words, and each field before and after."""

    at: datetime
    who: str
    what: str
    note: str
    internal: bool
    changes: tuple[Change, ...]


def history(request: Request, viewer: Person) -> list[Entry]:
    """Newest first; three queries. What is internal, only for providers; of others, what one may see."""
    scope = viewer.scope
    provider = is_provider(request, scope) or not is_customer(request, scope)
    events = list(Event.objects.about(request))
    names = Names.of(events, [request])
    shown = [event for event in events if _is_shown(event, provider=provider)]
    shown, names = others.readable(shown, names, scope)
    entries = [_entry(event, names) for event in shown]
    if entries:
        entries[0] = _born(request, events, entries[0], names)
    return entries[::-1]


def _is_shown(event: Event, *, provider: bool) -> bool:
    """As in the story: what is internal for providers only, who begins to watch for nobody."""
    return event.kind not in story.UNTOLD and (provider or not event.data.get("internal"))


def _entry(event: Event, names: Names) -> Entry:
    return Entry(
        at=event.at,
        who=names.person(event.actor_id),
        what=story.sentence(event, names),
        note=str(event.data.get("note", "")),
        internal=bool(event.data.get("internal")),
        changes=changed.changes(event, names),
    )


def _born(request: Request, events: Sequence[Event], entry: Entry, names: Names) -> Entry:
    """The first entry with the values that it began with: known by going back from what is there now."""
    first: dict[str, Any] = {}
    for event in reversed(events):
        first |= {column: pair[0] for column, pair in event.data.get("changes", {}).items()}
    values = {column: first.get(column, changed.as_kept(getattr(request, column))) for column in BORN_WITH}
    began = tuple(
        Change(changed.label(column), "", text)
        for column, value in values.items()
        if (text := changed.shown(column, value, names))
    )
    return Entry(entry.at, entry.who, entry.what, entry.note, entry.internal, began + entry.changes)
