"""Who may do what with a request, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from qiao.desk.rules.reasons import Reason
from qiao.desk.rules.states import OVER, TRANSITIONS, State, Verb
from qiao.org.rules import Scope

REOPEN_WITHIN = timedelta(days=14)


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
