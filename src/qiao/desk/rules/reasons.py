"""Why something is refused: stable codes, and the sentences that people read. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_YOURS = "not_yours"
    NOT_HOLDER = "not_holder"
    NOT_PROVIDER = "not_provider"
    NOT_LEADER = "not_leader"
    NOT_ACCEPTED_YET = "not_accepted_yet"
    ALREADY_ACCEPTED = "already_accepted"
    ALREADY_DELIVERED = "already_delivered"
    NOT_DELIVERED = "not_delivered"
    ALREADY_OVER = "already_over"
    IS_PAUSED = "is_paused"
    NOT_PAUSED = "not_paused"
    OFFER_PENDING = "offer_pending"
    NO_OFFER = "no_offer"
    OFFER_NOT_TO_YOU = "offer_not_to_you"
    OFFER_NOT_BY_YOU = "offer_not_by_you"
    OFFER_TO_HOLDER = "offer_to_holder"
    TOO_LATE_TO_REOPEN = "too_late_to_reopen"
    NOT_A_MEMBER = "not_a_member"
    UNIT_CLOSED = "unit_closed"
    PERSON_GONE = "person_gone"
    SAY_WHY = "say_why"
    SUGGEST_OWNER = "suggest_owner"
    NAME_COUNTERPART = "name_counterpart"
    NOT_OFFERED_TO_YOU = "service_not_for_you"
    SERVICE_CLOSED = "service_closed"
    SAY_WHAT = "say_what"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_YOURS: _("Only who asked for it, or whom it is for, may do this."),
    Reason.NOT_HOLDER: _("Only who holds it now, a substitute or the team's leader may do this."),
    Reason.NOT_PROVIDER: _("Only members of the unit that holds it may do this."),
    Reason.NOT_LEADER: _("Only a leader of the unit that holds it may do this."),
    Reason.NOT_ACCEPTED_YET: _("Nobody has accepted it yet: accept it first."),
    Reason.ALREADY_ACCEPTED: _("It has been accepted already."),
    Reason.ALREADY_DELIVERED: _("It has been delivered: confirm or reopen it."),
    Reason.NOT_DELIVERED: _("It has not been delivered yet."),
    Reason.ALREADY_OVER: _("It is over."),
    Reason.IS_PAUSED: _("It is paused: resume it first."),
    Reason.NOT_PAUSED: _("It is not paused."),
    Reason.OFFER_PENDING: _("It is offered to somebody: wait for the answer or take the offer back."),
    Reason.NO_OFFER: _("No hand-off is waiting for an answer."),
    Reason.OFFER_NOT_TO_YOU: _("This hand-off was offered to somebody else."),
    Reason.OFFER_NOT_BY_YOU: _("Only who offered the hand-off, or the leader, may take it back."),
    Reason.OFFER_TO_HOLDER: _("They hold it already: choose somebody else."),
    Reason.TOO_LATE_TO_REOPEN: _("It was confirmed more than 14 days ago: please raise a new request."),
    Reason.NOT_A_MEMBER: _("This person does not belong to the unit."),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
    Reason.PERSON_GONE: _("This person is no longer active: choose another."),
    Reason.SAY_WHY: _("Please say why, so that the others understand."),
    Reason.SUGGEST_OWNER: _("Please suggest whose it is."),
    Reason.NAME_COUNTERPART: _("Please name whom it is waiting for."),
    Reason.NOT_OFFERED_TO_YOU: _("This service is not offered to your unit."),
    Reason.SERVICE_CLOSED: _("This service is not offered at the moment."),
    Reason.SAY_WHAT: _("Please write something first."),
}
