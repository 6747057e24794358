"""Who may keep the register of places, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.org.rules import Scope


class Kind(StrEnum):
    CREATED = "places.created"
    CHANGED = "places.changed"


class Reason(StrEnum):
    """Why something is refused. The value is the stable code."""

    NOT_KEEPER = "not_keeper"
    CODE_TAKEN = "place_code_taken"
    CODE_MISSING = "place_code_missing"
    NAME_MISSING = "place_name_missing"
    INSIDE_ITSELF = "inside_itself"
    UNIT_CLOSED = "place_unit_closed"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self is Reason.NOT_KEEPER else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_KEEPER: _(
        "Only who leads the unit that a place belongs to, or an administrator, may do this."
    ),
    Reason.CODE_TAKEN: _("The code “%(code)s” is taken: choose another."),
    Reason.CODE_MISSING: _("A code is missing: letters, digits, - and _, as on the plate."),
    Reason.NAME_MISSING: _("A name is missing."),
    Reason.INSIDE_ITSELF: _("A place cannot lie inside itself."),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
}


def why_not_keep(by: Scope | None, unit_id: int) -> Reason | None:
    """Leaders enter the places of their units, administrators those of all (None: the system)."""
    if by is None or by.is_administrator or unit_id in by.led_ids:
        return None
    return Reason.NOT_KEEPER


def keeps_some(by: Scope) -> bool:
    """Whether this person may enter any place at all."""
    return by.is_administrator or bool(by.led_ids)
