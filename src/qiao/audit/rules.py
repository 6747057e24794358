"""Who may read the event log, which kinds it leaves itself. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.org.rules import Scope


class Kind(StrEnum):
    EXPORTED = "audit.exported"


class Reason(StrEnum):
    """Why something is refused."""

    NOT_ADMINISTRATOR = "not_administrator"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        return 403


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ADMINISTRATOR: _("Only administrators read the event log."),
}


def why_not_read(by: Scope) -> Reason | None:
    """The event log is for administrators."""
    return None if by.is_administrator else Reason.NOT_ADMINISTRATOR
