"""Finding the card that an address speaks of, for whoever may see it."""

from __future__ import annotations

from django.http import Http404

from qiao.accounts.gates import PersonRequest
from qiao.roles import rules
from qiao.roles.models import Edition, RoleCard
from qiao.roles.reads import cards


def found(http: PersonRequest, pk: int) -> RoleCard:
    """The card, or 404."""
    card = cards.one(pk, seen_by=http.person)
    if card is None:
        raise Http404
    return card


def written(http: PersonRequest, pk: int) -> tuple[RoleCard, Edition]:
    """A card with the edition that is being written, for holder and leaders; to others there is none."""
    card = found(http, pk)
    if card.draft is None or not rules.is_close(card.seat, http.person.scope):
        raise Http404
    return card, card.draft


def number(text: str) -> int | None:
    """A number out of the address."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
