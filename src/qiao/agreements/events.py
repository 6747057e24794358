"""Kinds of events on agreements, as the ledger keeps them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    PROPOSED = "agreement.proposed"
    CHANGED = "agreement.changed"
    COMMENTED = "agreement.commented"
    SIGNED = "agreement.signed"
    CONCLUDED = "agreement.concluded"
    REVISED = "agreement.revised"
    WITHDRAWN = "agreement.withdrawn"
    REVIEWED = "agreement.reviewed"
    ENDED = "agreement.ended"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS: Mapping[Kind, Any] = {
    Kind.PROPOSED: _("Agreement proposed"),
    Kind.CHANGED: _("Agreement: other words proposed"),
    Kind.COMMENTED: _("Agreement: clause commented on"),
    Kind.SIGNED: _("Agreement signed"),
    Kind.CONCLUDED: _("Agreement signed by both sides"),
    Kind.REVISED: _("Agreement: next version begun"),
    Kind.WITHDRAWN: _("Agreement: draft withdrawn"),
    Kind.REVIEWED: _("Agreement reviewed"),
    Kind.ENDED: _("Agreement ended"),
}
