"""What the event log itself leaves in the ledger."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.audit.rules import Kind
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event

LABELS = {Kind.EXPORTED.value: _("Events exported")}


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """No query: who did it is said anyway."""
    return [
        Told(str(LABELS.get(event.kind, event.kind)), note=_filters(event), heading=True) for event in events
    ]


def _filters(event: Event) -> str:
    return " · ".join(f"{name}={value}" for name, value in event.data.get("filters", {}).items())


CHAPTER = Chapter(prefix="audit", label=_("Event log"), kinds=LABELS, tell=tell)
