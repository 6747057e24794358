"""Who may do what with a request, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from qiao.desk.rules.reasons import Reason
from qiao.desk.rules.states import OVER, TRANSITIONS, State, Verb, Voice
from qiao.org.rules import Scope

REOPEN_WITHIN = timedelta(days=14)
SEPARATE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Company:
    """Customers besides the one who asked: of merged duplicates, or the unit that holds the request above.

    ``confirming`` are those of ``units`` whose leaders may confirm in the place of who asked.
    """

    people: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    confirming: frozenset[int] = frozenset()

    def has(self, by: Scope) -> bool:
        """Whether this person is among them."""
        return bool(
            self.people & {by.person_id, *by.stands_in_for}
            or self.units & (by.member_ids | (self.confirming & by.led_ids))
        )


ALONE = Company()


class RequestView(Protocol):
    """What the rules look at: a Request, or a row of a list."""

    @property
    def state(self) -> str: ...
    @property
    def requester_id(self) -> int: ...
    @property
    def beneficiary_id(self) -> int | None: ...
    @property
    def beneficiary_unit_id(self) -> int | None: ...
    @property
    def holder_unit_id(self) -> int: ...
    @property
    def holder_person_id(self) -> int | None: ...
    @property
    def offered_unit_id(self) -> int | None: ...
    @property
    def offered_person_id(self) -> int | None: ...
    @property
    def offered_by_id(self) -> int | None: ...
    @property
    def open_parts(self) -> int: ...
    @property
    def open_blockers(self) -> int: ...
    @property
    def open_items(self) -> int: ...
    @property
    def company(self) -> Company: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def approving(self) -> frozenset[int]: ...


def is_customer(request: RequestView, by: Scope) -> bool:
    """Who asked, whom it is for, who was merged into it, and who stands in for them."""
    return is_own_customer(request, by) or request.company.has(by)


def is_own_customer(request: RequestView, by: Scope) -> bool:
    """Who asked, whom it is for, who stands in for them; a member when it is for a whole unit."""
    return (
        by.is_or_stands_in_for(request.requester_id)
        or by.is_or_stands_in_for(request.beneficiary_id)
        or (request.beneficiary_unit_id is not None and request.beneficiary_unit_id in by.member_ids)
    )


def is_provider(request: RequestView, by: Scope) -> bool:
    """Members and leaders of the unit that holds it, and those to whom it is offered."""
    return request.holder_unit_id in by.unit_ids or is_offered_to(request, by)


def is_own(request: RequestView, by: Scope) -> bool:
    """Whether somebody speaks to their own unit: no response clock runs against oneself."""
    return request.holder_unit_id in by.member_ids


def voice_of(request: RequestView, by: Scope) -> Voice | None:
    """Whose word it is: the customer's goes first, since nobody answers themselves."""
    if is_customer(request, by):
        return None if is_own(request, by) else Voice.CUSTOMER
    return Voice.PROVIDER if is_provider(request, by) else None


def reads_internal(request: RequestView, by: Scope) -> bool:
    """Whether notes among providers are theirs to read, of those who see a request.

    Never a customer's, nor of those who see it because they approve it.
    """
    if is_provider(request, by):
        return True
    approver = request.approving & {by.person_id, *by.stands_in_for}
    return not approver and not is_customer(request, by)


def why_not_keep_templates(unit_id: int | None, by: Scope) -> Reason | None:
    """A unit's answer templates are its leaders', the organisation's (no unit) are the administrators'."""
    mine = by.is_administrator if unit_id is None else unit_id in by.led_ids
    return None if mine else Reason.NOT_YOUR_TEMPLATES


def why_not_set_rule(unit_id: int, by: Scope) -> Reason | None:
    """How much a unit takes on is its leaders' to say, up the chain, and the administrators'."""
    return None if by.is_administrator or unit_id in by.led_ids else Reason.NOT_YOUR_UNIT


def is_holder(request: RequestView, by: Scope) -> bool:
    """The person who holds it, their substitute, or a leader; any member while nobody in person does."""
    if by.asks_only:
        return False
    if request.holder_unit_id in by.led_ids or by.is_or_stands_in_for(request.holder_person_id):
        return True
    return request.holder_person_id is None and request.holder_unit_id in by.member_ids


def is_offered_to(request: RequestView, by: Scope) -> bool:
    """To the person by name (or their substitute, or their leader), else to any member of the unit."""
    if request.offered_unit_id is None or by.asks_only:
        return False
    if request.offered_person_id is None:
        return request.offered_unit_id in by.unit_ids
    return by.is_or_stands_in_for(request.offered_person_id) or request.offered_unit_id in by.led_ids


def why_not_in_this_state(request: RequestView, verb: Verb) -> Reason | None:
    """The reason that fits the state best, when the verb is not possible in it at all."""
    state = State(request.state)
    return None if verb in TRANSITIONS[state] else _state_says(state, verb)


# What a verb waits for, in states of work in which it is not possible.
AWAITS: Mapping[Verb, Reason] = {
    Verb.CONFIRM: Reason.NOT_DELIVERED,
    Verb.REOPEN: Reason.NOT_DELIVERED,
    Verb.RESUME: Reason.NOT_PAUSED,
    Verb.ACCEPT: Reason.ALREADY_ACCEPTED,
    Verb.ASSIGN: Reason.ALREADY_ACCEPTED,
    Verb.SEPARATE: Reason.NOT_MERGED,
}


def _state_says(state: State, verb: Verb) -> Reason:
    if state in OVER:
        return Reason.ALREADY_OVER
    if state is State.APPROVAL:
        return Reason.NOT_APPROVED_YET
    if state is State.DELIVERED:
        return Reason.ALREADY_DELIVERED
    if verb in AWAITS:
        return AWAITS[verb]
    return Reason.IS_PAUSED if state is State.PAUSED else Reason.NOT_ACCEPTED_YET


def why_not_approve(request: RequestView, by: Scope) -> Reason | None:
    """Who is asked is known to whoever asks them (``gates``): nobody approves by the desk's own door."""
    return Reason.APPROVERS_DECIDE


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
    giver = request.offered_by_id or request.holder_person_id  # a rule offers for who holds it
    mine = by.is_or_stands_in_for(giver) or request.holder_unit_id in by.led_ids
    return None if mine and not by.asks_only else Reason.OFFER_NOT_BY_YOU


def why_not_customer(request: RequestView, by: Scope) -> Reason | None:
    """For what only the internal customer does."""
    return None if is_customer(request, by) else Reason.NOT_YOURS


def why_not_confirm(request: RequestView, by: Scope) -> Reason | None:
    """Whoever asked says that it is done, for nobody else; of a part also the leader of who needs it."""
    if is_own_customer(request, by) or request.company.confirming & by.led_ids:
        return None
    return Reason.NOT_YOURS_TO_CONFIRM if is_customer(request, by) else Reason.NOT_YOURS


def why_not_withdraw(request: RequestView, by: Scope) -> Reason | None:
    """Whoever asked takes it back, unless others were merged into it."""
    if why_not_confirm(request, by):
        return Reason.NOT_YOURS
    company = request.company
    merged = company.people or company.units - company.confirming
    return Reason.OTHERS_NEED_IT if merged else None


def why_not_merge(request: RequestView, by: Scope) -> Reason | None:
    """Who sorts the queue, or who holds it, finds that it is a duplicate; its own parts must be over."""
    waits = State(request.state) is State.OFFERED and request.holder_unit_id in by.unit_ids
    if not waits and not is_holder(request, by):
        return Reason.NOT_HOLDER
    return _pending(request) or (Reason.PARTS_OPEN if request.open_parts else None)


def why_not_separate(request: RequestView, by: Scope) -> Reason | None:
    """Members of the unit that merged it; those who asked for it say so in a comment."""
    return None if request.holder_unit_id in by.unit_ids else Reason.NOT_PROVIDER


def why_not_ready(request: RequestView) -> Reason | None:
    """What has to be done before it can be delivered."""
    if request.open_parts:
        return Reason.PARTS_OPEN
    if request.open_blockers:
        return Reason.BLOCKED
    return Reason.ITEMS_OPEN if request.open_items else None


def why_not_comment(request: RequestView, by: Scope) -> Reason | None:
    """Whoever sees a request may comment on it, at any time."""
    return None


def _pending(request: RequestView) -> Reason | None:
    return None if request.offered_unit_id is None else Reason.OFFER_PENDING


WHO: Mapping[Verb, Callable[[RequestView, Scope], Reason | None]] = {
    Verb.APPROVE: why_not_approve,
    Verb.DISAPPROVE: why_not_approve,
    Verb.ASSIGN: why_not_assign,
    Verb.ACCEPT: why_not_accept,
    Verb.PAUSE: why_not_move,
    Verb.RESUME: why_not_holder,
    Verb.OFFER: why_not_move,
    Verb.TAKE: why_not_take,
    Verb.REFUSE: why_not_take,
    Verb.RECALL: why_not_recall,
    Verb.DELIVER: why_not_move,
    Verb.CONFIRM: why_not_confirm,
    Verb.REOPEN: why_not_customer,
    Verb.DECLINE: why_not_move,
    Verb.WITHDRAW: why_not_withdraw,
    Verb.REPRIORITISE: why_not_holder,
    Verb.MERGE: why_not_merge,
    Verb.SEPARATE: why_not_separate,
    Verb.COMMENT: why_not_comment,
}


def why_not(verb: Verb, request: RequestView, by: Scope, at: datetime) -> Reason | None:
    """The one answer to "may I?": who one is comes first, then what the state allows."""
    if verb is Verb.COMMENT:
        return None
    reason = WHO[verb](request, by) or why_not_in_this_state(request, verb)
    if reason is None and verb in AT_LAST:
        return AT_LAST[verb](request, at)
    return reason


def why_not_any_more(request: RequestView, at: datetime) -> Reason | None:
    """What was confirmed long ago is not reopened."""
    if request.closed_at is not None and at - request.closed_at > REOPEN_WITHIN:
        return Reason.TOO_LATE_TO_REOPEN
    return None


def why_not_separate_any_more(request: RequestView, at: datetime) -> Reason | None:
    """A mistake is undone soon; later both would have a life of their own to untangle."""
    if request.closed_at is not None and at - request.closed_at > SEPARATE_WITHIN:
        return Reason.TOO_LATE_TO_SEPARATE
    return None


# What is asked last of some verbs, when person and state would allow them.
AT_LAST: Mapping[Verb, Callable[[RequestView, datetime], Reason | None]] = {
    Verb.REOPEN: why_not_any_more,
    Verb.SEPARATE: why_not_separate_any_more,
    Verb.DELIVER: lambda request, at: why_not_ready(request),
}


def possible(request: RequestView, by: Scope, at: datetime) -> dict[Verb, Reason | None]:
    """Every verb with the reason why this person cannot use it now (None: they can)."""
    return {verb: why_not(verb, request, by, at) for verb in Verb}
