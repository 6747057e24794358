"""The events of role cards for the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.roles.events import LABELS, Kind
from qiao.roles.models import RoleCard

NOBODY = frozenset({Kind.IN_FORCE, Kind.ENDED})
# Drafts are for few: what was written into one is not for whoever reads the log.
OPENLY = frozenset({Kind.IN_FORCE, Kind.ENDED, Kind.CONFIRMED, Kind.LINE_ACCEPTED})


def tell(events: Sequence[Event], viewer: Any) -> list[Told]:
    """One query: the cards that the events are about."""
    cards = RoleCard.objects.select_related("position", "person")
    found = cards.in_bulk({event.subject_id for event in events})
    return [_told(event, found.get(event.subject_id)) for event in events]


def _told(event: Event, card: RoleCard | None) -> Told:
    known = event.kind in list(Kind)
    what = str(LABELS[Kind(event.kind)]) if known else event.kind
    heading, openly = event.kind in NOBODY, event.kind in OPENLY
    if card is None:
        return Told(what, subject=f"#{event.subject_id}", heading=heading, open=openly)
    number = event.data.get("edition")
    return Told(
        what,
        subject=str(card),
        url=reverse("roles:card", args=[card.pk]),
        note=_("edition %(n)d") % {"n": number} if number else "",
        heading=heading,
        open=openly,
    )


CHAPTER = Chapter(
    prefix="role_card",
    label=gettext_lazy("Role cards"),
    kinds={kind.value: label for kind, label in LABELS.items()},
    tell=tell,
)
