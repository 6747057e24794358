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
    NOT_APPROVED_YET = "not_approved_yet"
    APPROVERS_DECIDE = "approvers_decide"
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
    UNIT_HOLDS_REQUESTS = "unit_holds_requests"
    PERSON_GONE = "person_gone"
    SAY_WHY = "say_why"
    SUGGEST_OWNER = "suggest_owner"
    SAME_PRIORITY = "same_priority"
    AT_LIMIT = "at_limit"
    UNIT_AT_LIMIT = "unit_at_limit"
    NOT_YOUR_UNIT = "not_your_unit"
    NAME_COUNTERPART = "name_counterpart"
    NOT_OFFERED_TO_YOU = "service_not_for_you"
    SERVICE_CLOSED = "service_closed"
    SAY_WHAT = "say_what"
    PARTS_OPEN = "parts_open"
    BLOCKED = "blocked"
    ITEMS_OPEN = "items_open"
    NOT_YOURS_TO_CONFIRM = "not_yours_to_confirm"
    OTHERS_NEED_IT = "others_need_it"
    NOT_YOURS_TO_LINK = "not_yours_to_link"
    NOT_YOURS_TO_BLOCK = "not_yours_to_block"
    SAME_REQUEST = "same_request"
    NO_SUCH_REQUEST = "no_such_request"
    IN_A_CIRCLE = "in_a_circle"
    LINKED_ALREADY = "linked_already"
    CONFIDENTIAL_ALONE = "confidential_alone"
    LEADING_NOT_YOURS = "leading_not_yours"
    LEADING_DONE = "leading_done"
    IS_A_PART = "is_a_part"
    BLOCKS_OTHERS = "blocks_others"
    NOT_MERGED = "not_merged"
    TOO_LATE_TO_SEPARATE = "too_late_to_separate"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_ITEMS = "too_many_items"
    COMES_WITH_SERVICE = "comes_with_service"
    CHECKED_ALREADY = "checked_already"
    MAY_NOT_SEE = "may_not_see"
    NO_PROVIDER_THERE = "no_provider_there"
    WHICH_OF_THEM = "which_of_them"
    NOT_YOUR_TEMPLATES = "not_your_templates"
    UNKNOWN_VARIABLE = "unknown_variable"
    CHOOSE_SOME = "choose_some"
    WENT_WRONG = "went_wrong"
    NAME_THE_VIEW = "name_the_view"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in PERSONAL else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_YOURS: _("Only who asked for it, or whom it is for, may do this."),
    Reason.NOT_HOLDER: _("Only who holds it now, a substitute or the team's leader may do this."),
    Reason.NOT_PROVIDER: _("Only members of the unit that holds it may do this."),
    Reason.NOT_LEADER: _("Only a leader of the unit that holds it may do this."),
    Reason.NOT_APPROVED_YET: _("It waits for approval first."),
    Reason.APPROVERS_DECIDE: _("Only those who are asked to approve it decide this."),
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
    Reason.UNIT_HOLDS_REQUESTS: _(
        "It still has open requests (%(count)s): hand them over or end them first."
    ),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
    Reason.PERSON_GONE: _("This person is no longer active: choose another."),
    Reason.SAY_WHY: _("Please say why, so that the others understand."),
    Reason.SUGGEST_OWNER: _("Please suggest whose it is."),
    Reason.SAME_PRIORITY: _("It has this priority already: choose another."),
    Reason.AT_LIMIT: _("You have as many in progress as your unit allows: deliver or hand over one first."),
    Reason.UNIT_AT_LIMIT: _(
        "Your unit has as many in progress as it allows: deliver or hand over one first."
    ),
    Reason.NOT_YOUR_UNIT: _("Only who leads the unit or an administrator may do this."),
    Reason.NAME_COUNTERPART: _("Please name whom it is waiting for."),
    Reason.NOT_OFFERED_TO_YOU: _("This service is not offered to your unit."),
    Reason.SERVICE_CLOSED: _("This service is not offered at the moment."),
    Reason.SAY_WHAT: _("Please write something first."),
    Reason.MAY_NOT_SEE: _("%(person)s may not see this request and is not told."),
    Reason.NO_PROVIDER_THERE: _("%(person)s is not one of the providers and does not read internal notes."),
    Reason.WHICH_OF_THEM: _(
        "There is more than one %(person)s: write the unit behind the name, as in %(example)s."
    ),
    Reason.NOT_YOUR_TEMPLATES: _(
        "Only a leader of the unit may do this; for the whole organisation, an administrator."
    ),
    Reason.UNKNOWN_VARIABLE: _("Nothing is known under %(unknown)s. You may use: %(known)s."),
    Reason.PARTS_OPEN: _("A sub-request is still open: it has to end first."),
    Reason.BLOCKED: _("Another request that it waits for is not done yet."),
    Reason.ITEMS_OPEN: _("Required items of the checklist are not ticked off yet."),
    Reason.NOT_YOURS_TO_CONFIRM: _(
        "Whoever asked for the leading request confirms it. If it is not solved for you, reopen it."
    ),
    Reason.OTHERS_NEED_IT: _("Others asked for the same and were merged into it: it goes on for them."),
    Reason.NOT_YOURS_TO_LINK: _("Only who serves or asked for one of the two may link them."),
    Reason.NOT_YOURS_TO_BLOCK: _("Only members of the unit that holds it may have it wait for another."),
    Reason.NO_SUCH_REQUEST: _("There is no such request, or you may not see it."),
    Reason.SAME_REQUEST: _("This is the same request: choose another."),
    Reason.IN_A_CIRCLE: _("They would wait for each other in a circle: choose another."),
    Reason.LINKED_ALREADY: _("They are linked like this already."),
    Reason.CONFIDENTIAL_ALONE: _("A confidential request is never merged: others would get to read it."),
    Reason.LEADING_NOT_YOURS: _(
        "Another unit holds the leading request: hand this one over to them, so that they merge it."
    ),
    Reason.LEADING_DONE: _("The other request is no longer being worked on: choose one that is open."),
    Reason.IS_A_PART: _("It is a sub-request: the one above waits for it, so it ends by itself."),
    Reason.BLOCKS_OTHERS: _("Others wait for it: let them wait for the leading request first."),
    Reason.NOT_MERGED: _("It is not merged into another."),
    Reason.TOO_LATE_TO_SEPARATE: _("It was merged more than 7 days ago: please raise a new request."),
    Reason.TOO_DEEP: _("A sub-request of a sub-request has no further ones: ask from the one above."),
    Reason.TOO_MANY_PARTS: _("It has 20 sub-requests already."),
    Reason.TOO_MANY_ITEMS: _("The checklist has 50 items already."),
    Reason.COMES_WITH_SERVICE: _("This item came with the service and stays."),
    Reason.CHECKED_ALREADY: _("It is ticked off already: take the tick back first."),
    Reason.CHOOSE_SOME: _("Please choose at least one request first."),
    Reason.WENT_WRONG: _("Something went wrong with this one; nothing of it was changed."),
    Reason.NAME_THE_VIEW: _("Please give the view a name."),
}

# Those that somebody else would not hear.
PERSONAL = frozenset(
    {
        Reason.NOT_YOURS,
        Reason.APPROVERS_DECIDE,
        Reason.NOT_HOLDER,
        Reason.NOT_PROVIDER,
        Reason.NOT_LEADER,
        Reason.OFFER_NOT_TO_YOU,
        Reason.OFFER_NOT_BY_YOU,
        Reason.NOT_YOUR_UNIT,
        Reason.NOT_OFFERED_TO_YOU,
        Reason.NOT_YOURS_TO_CONFIRM,
        Reason.NOT_YOURS_TO_LINK,
        Reason.NOT_YOURS_TO_BLOCK,
        Reason.NOT_YOUR_TEMPLATES,
    }
)
