"""States of a request, who may do what, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

REOPEN_WITHIN = timedelta(days=14)


class State(StrEnum):
    OFFERED = "offered"
    WORKING = "working"
    PAUSED = "paused"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[State, Any] = {
    State.OFFERED: _("To accept"),
    State.WORKING: _("In progress"),
    State.PAUSED: _("Paused"),
    State.DELIVERED: _("To confirm"),
    State.CONFIRMED: pgettext_lazy("state", "Confirmed"),
    State.DECLINED: pgettext_lazy("state", "Declined"),
    State.WITHDRAWN: pgettext_lazy("state", "Withdrawn"),
}


class Verb(StrEnum):
    ASSIGN = "assign"
    ACCEPT = "accept"
    PAUSE = "pause"
    RESUME = "resume"
    OFFER = "offer"
    TAKE = "take"
    REFUSE = "refuse"
    RECALL = "recall"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    COMMENT = "comment"

    @property
    def label(self) -> Any:
        return VERB_LABELS[self]


VERB_LABELS: Mapping[Verb, Any] = {
    Verb.ASSIGN: _("Assign"),
    Verb.ACCEPT: _("Accept"),
    Verb.PAUSE: _("Pause"),
    Verb.RESUME: _("Resume"),
    Verb.OFFER: _("Hand over"),
    Verb.TAKE: _("Accept hand-off"),
    Verb.REFUSE: _("Return with a reason"),
    Verb.RECALL: _("Take the offer back"),
    Verb.DELIVER: _("Deliver"),
    Verb.CONFIRM: _("Confirm"),
    Verb.REOPEN: _("Reopen"),
    Verb.DECLINE: _("Decline"),
    Verb.WITHDRAW: _("Withdraw"),
    Verb.COMMENT: _("Comment"),
}

# A verb that is missing under a state is not possible in it.
TRANSITIONS: Mapping[State, Mapping[Verb, State]] = {
    State.OFFERED: {
        Verb.ASSIGN: State.OFFERED,
        Verb.ACCEPT: State.WORKING,
        Verb.OFFER: State.OFFERED,
        Verb.RECALL: State.OFFERED,
        Verb.REFUSE: State.OFFERED,
        Verb.TAKE: State.WORKING,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.WORKING: {
        Verb.PAUSE: State.PAUSED,
        Verb.OFFER: State.WORKING,
        Verb.RECALL: State.WORKING,
        Verb.REFUSE: State.WORKING,
        Verb.TAKE: State.WORKING,
        Verb.DELIVER: State.DELIVERED,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.PAUSED: {
        Verb.RESUME: State.WORKING,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.DELIVERED: {
        Verb.CONFIRM: State.CONFIRMED,
        Verb.REOPEN: State.WORKING,
    },
    State.CONFIRMED: {
        Verb.REOPEN: State.WORKING,
    },
    State.DECLINED: {},
    State.WITHDRAWN: {},
}

OPEN = frozenset({State.OFFERED, State.WORKING, State.PAUSED, State.DELIVERED})
OVER = frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN})
HELD = frozenset({State.OFFERED, State.WORKING, State.PAUSED})


class PauseKind(StrEnum):
    REQUESTER = "requester"
    THIRD_PARTY = "third_party"
    PARTS = "parts"

    @property
    def label(self) -> Any:
        return PAUSE_LABELS[self]


PAUSE_LABELS: Mapping[PauseKind, Any] = {
    PauseKind.REQUESTER: _("Waiting for the requester"),
    PauseKind.THIRD_PARTY: _("Waiting for a third party"),
    PauseKind.PARTS: _("Waiting for parts"),
}


class RefusalKind(StrEnum):
    """Why a hand-off is returned, or a request declined."""

    NOT_OURS = "not_ours"
    INFORMATION_MISSING = "information_missing"
    NO_CAPACITY = "no_capacity"
    NOT_JUSTIFIED = "not_justified"
    OTHER = "other"

    @property
    def label(self) -> Any:
        return REFUSAL_LABELS[self]


REFUSAL_LABELS: Mapping[RefusalKind, Any] = {
    RefusalKind.NOT_OURS: _("Not ours"),
    RefusalKind.INFORMATION_MISSING: _("Returned, information missing"),
    RefusalKind.NO_CAPACITY: _("No capacity in time"),
    RefusalKind.NOT_JUSTIFIED: _("Not justified"),
    RefusalKind.OTHER: _("Another reason"),
}


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


class RequestView(Protocol):
    """What the rules look at; a Request is one."""

    state: str
    requester_id: int
    beneficiary_id: int | None
    beneficiary_unit_id: int | None
    holder_unit_id: int
    holder_person_id: int | None
    offered_unit_id: int | None
    offered_person_id: int | None
    offered_by_id: int | None
    closed_at: datetime | None


def is_customer(request: RequestView, by: Scope) -> bool:
    """Who asked, whom it is for, who stands in for them; a member when it is for a whole unit."""
    return (
        by.is_or_stands_in_for(request.requester_id)
        or by.is_or_stands_in_for(request.beneficiary_id)
        or (request.beneficiary_unit_id is not None and request.beneficiary_unit_id in by.member_ids)
    )


def is_provider(request: RequestView, by: Scope) -> bool:
    """Members and leaders of the unit that holds it, and those to whom it is offered."""
    return request.holder_unit_id in by.unit_ids or is_offered_to(request, by)


def is_holder(request: RequestView, by: Scope) -> bool:
    """The person who holds it, their substitute, or a leader; any member while nobody in person does."""
    if request.holder_unit_id in by.led_ids or by.is_or_stands_in_for(request.holder_person_id):
        return True
    return request.holder_person_id is None and request.holder_unit_id in by.member_ids


def is_offered_to(request: RequestView, by: Scope) -> bool:
    """To the person by name (or their substitute, or their leader), else to any member of the unit."""
    if request.offered_unit_id is None:
        return False
    if request.offered_person_id is None:
        return request.offered_unit_id in by.unit_ids
    return by.is_or_stands_in_for(request.offered_person_id) or request.offered_unit_id in by.led_ids


def why_not_in_this_state(request: RequestView, verb: Verb) -> Reason | None:
    """The reason that fits the state best, when the verb is not possible in it at all."""
    state = State(request.state)
    return None if verb in TRANSITIONS[state] else _state_says(state, verb)


def _state_says(state: State, verb: Verb) -> Reason:
    if state in OVER:
        return Reason.ALREADY_OVER
    if state is State.DELIVERED:
        return Reason.ALREADY_DELIVERED
    if verb in {Verb.CONFIRM, Verb.REOPEN}:
        return Reason.NOT_DELIVERED
    if verb is Verb.RESUME:
        return Reason.NOT_PAUSED
    if verb in {Verb.ACCEPT, Verb.ASSIGN}:
        return Reason.ALREADY_ACCEPTED
    return Reason.IS_PAUSED if state is State.PAUSED else Reason.NOT_ACCEPTED_YET


def why_not_accept(request: RequestView, by: Scope) -> Reason | None:
    """Any member of the unit it was raised to; whom it was assigned to does not shut out the others."""
    if request.holder_unit_id not in by.unit_ids:
        return Reason.NOT_PROVIDER
    return _pending(request)


def why_not_assign(request: RequestView, by: Scope) -> Reason | None:
    """A member of the unit may point it at a colleague while nobody has accepted it."""
    return why_not_accept(request, by)


def why_not_holder(request: RequestView, by: Scope) -> Reason | None:
    """For what only the holder does."""
    return None if is_holder(request, by) else Reason.NOT_HOLDER


def why_not_move(request: RequestView, by: Scope) -> Reason | None:
    """For what the holder does while no hand-off is pending."""
    return why_not_holder(request, by) or _pending(request)


def why_not_take(request: RequestView, by: Scope) -> Reason | None:
    """The one to whom it was offered accepts or refuses."""
    if request.offered_unit_id is None:
        return Reason.NO_OFFER
    return None if is_offered_to(request, by) else Reason.OFFER_NOT_TO_YOU


def why_not_recall(request: RequestView, by: Scope) -> Reason | None:
    """Who offered takes the offer back; so may the leader of the holding unit."""
    if request.offered_unit_id is None:
        return Reason.NO_OFFER
    if by.is_or_stands_in_for(request.offered_by_id) or request.holder_unit_id in by.led_ids:
        return None
    return Reason.OFFER_NOT_BY_YOU


def why_not_customer(request: RequestView, by: Scope) -> Reason | None:
    """For what only the internal customer does."""
    return None if is_customer(request, by) else Reason.NOT_YOURS


def why_not_comment(request: RequestView, by: Scope) -> Reason | None:
    """Whoever sees a request may comment on it, at any time."""
    return None


def _pending(request: RequestView) -> Reason | None:
    return None if request.offered_unit_id is None else Reason.OFFER_PENDING


WHO: Mapping[Verb, Callable[[RequestView, Scope], Reason | None]] = {
    Verb.ASSIGN: why_not_assign,
    Verb.ACCEPT: why_not_accept,
    Verb.PAUSE: why_not_move,
    Verb.RESUME: why_not_holder,
    Verb.OFFER: why_not_move,
    Verb.TAKE: why_not_take,
    Verb.REFUSE: why_not_take,
    Verb.RECALL: why_not_recall,
    Verb.DELIVER: why_not_move,
    Verb.CONFIRM: why_not_customer,
    Verb.REOPEN: why_not_customer,
    Verb.DECLINE: why_not_move,
    Verb.WITHDRAW: why_not_customer,
    Verb.COMMENT: why_not_comment,
}


def why_not(verb: Verb, request: RequestView, by: Scope, at: datetime) -> Reason | None:
    """The one answer to "may I?": who one is comes first, then what the state allows."""
    if verb is Verb.COMMENT:
        return None
    reason = WHO[verb](request, by) or why_not_in_this_state(request, verb)
    if reason is None and verb is Verb.REOPEN:
        return why_not_any_more(request, at)
    return reason


def why_not_any_more(request: RequestView, at: datetime) -> Reason | None:
    """What was confirmed long ago is not reopened."""
    if request.closed_at is not None and at - request.closed_at > REOPEN_WITHIN:
        return Reason.TOO_LATE_TO_REOPEN
    return None


def possible(request: RequestView, by: Scope, at: datetime) -> dict[Verb, Reason | None]:
    """Every verb with the reason why this person cannot use it now (None: they can)."""
    return {verb: why_not(verb, request, by, at) for verb in Verb}
