"""Events of logins for the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.accounts.events import Kind
from qiao.accounts.reads import SENTENCES
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.chronicle import subject_of, subjects

KINDS = {kind.value: SENTENCES.get(kind, _("Language chosen")) for kind in Kind}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the people whose logins they are."""
    known = subjects(events)
    found = []
    for event in events:
        about = subject_of(event, known)
        what, note = str(KINDS.get(event.kind, event.kind)), str(event.data.get("note", ""))
        found.append(Told(what, about.name, about.url, note, ref=about.ref, heading=True))
    return found


CHAPTER = Chapter(prefix="accounts", label=_("Logins"), kinds=KINDS, tell=tell)
