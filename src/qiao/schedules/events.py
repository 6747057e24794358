"""Kinds of events on schedules, as the ledger keeps them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    CREATED = "schedule.created"
    CHANGED = "schedule.changed"
    PAUSED = "schedule.paused"
    RESUMED = "schedule.resumed"
    ENDED = "schedule.ended"
    OWNED = "schedule.owned"
    RAISED = "schedule.raised"
    FAILED = "schedule.failed"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS: Mapping[Kind, Any] = {
    Kind.CREATED: _("Schedule made"),
    Kind.CHANGED: _("Schedule changed"),
    Kind.PAUSED: _("Schedule paused"),
    Kind.RESUMED: _("Schedule resumed"),
    Kind.ENDED: _("Schedule ended"),
    Kind.OWNED: _("Schedule has a new owner"),
    Kind.RAISED: _("Request raised by a schedule"),
    Kind.FAILED: _("Schedule could not raise its request"),
}
