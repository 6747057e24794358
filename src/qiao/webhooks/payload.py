"""What a message says: that something happened, about which number, where to read on. No words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from qiao.ledger import chronicle
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.chronicle import parties, party
from qiao.org.rules import Scope

PING = "webhooks.ping"
HISTORY = frozenset({"log"})


def bodies(events: Sequence[Event], owner: Scope) -> dict[int, str]:
    """The message of each event that may leave the house, by the event's number.

    What is withheld from the owner (confidential requests of others) is not sent at all, and neither is a
    kind that no package tells.
    """
    told = chronicle.told(events, owner)
    people, units = parties(events)
    return {
        event.pk: message(
            event.kind,
            event.at,
            event=event.pk,
            subject={
                "type": event.subject_type,
                "id": event.subject_id,
                "ref": each.ref,
                "url": _address(each),
            },
            actor=party(event.actor_id, "number", people),
            from_unit=party(event.from_unit_id, "code", units),
            to_unit=party(event.to_unit_id, "code", units),
        )
        for event, each in zip(events, told, strict=True)
        if each.open and not each.withheld
    }


def _address(told: Told) -> str | None:
    return f"{settings.PUBLIC_URL}{told.url}" if told.url else None


def message(kind: str, at: datetime, **data: Any) -> str:
    """One message as Standard Webhooks shapes it: type, timestamp, data."""
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False)


def wants(kinds: Iterable[str], kind: str) -> bool:
    """Whether a webhook of these kinds is told of one: by its name, or by all of its package."""
    return kind in kinds or kind.partition(".")[0] in kinds


def known_kinds() -> set[str]:
    """What one may subscribe to: every kind that a package tells, and each package as a whole."""
    return {kind for chapter in sendable() for kind in (chapter.prefix, *chapter.kinds)}


def sendable() -> list[Chapter]:
    """The packages whose events may be sent: all that tell theirs, but for imported history."""
    return [chapter for chapter in chronicle.chapters() if chapter.prefix not in HISTORY]
