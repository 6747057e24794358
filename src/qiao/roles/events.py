"""Kinds of events on role cards, as the ledger keeps them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    DRAFTED = "role_card.drafted"
    EDITED = "role_card.edited"
    SUBMITTED = "role_card.submitted"
    WITHDRAWN = "role_card.withdrawn"
    RETURNED = "role_card.returned"
    APPROVED = "role_card.approved"
    SIGNED = "role_card.signed"
    IN_FORCE = "role_card.in_force"
    LINE_ACCEPTED = "role_card.line_accepted"
    LINE_REFUSED = "role_card.line_refused"
    CONFIRMED = "role_card.confirmed"
    ENDED = "role_card.ended"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS: Mapping[Kind, Any] = {
    Kind.DRAFTED: _("began an edition of a role card"),
    Kind.EDITED: _("wrote on a role card"),
    Kind.SUBMITTED: _("gave a role card to the leader"),
    Kind.WITHDRAWN: _("took a role card back to write on"),
    Kind.RETURNED: _("returned a role card"),
    Kind.APPROVED: _("approved a role card and signed as leader"),
    Kind.SIGNED: _("signed a role card as holder"),
    Kind.IN_FORCE: _("Role card in force"),
    Kind.LINE_ACCEPTED: _("accepted a line of a role card"),
    Kind.LINE_REFUSED: _("did not accept a line of a role card"),
    Kind.CONFIRMED: _("confirmed that a role card still holds"),
    Kind.ENDED: _("Role card ended"),
}
