"""Who may do what in which state: the whole table, verb by verb."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from qiao.desk import rules
from qiao.desk.rules import ALONE, TRANSITIONS, Company, Reason, State, Verb
from qiao.org.rules import Scope

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOLDING, OFFERED, ELSEWHERE, CUSTOMER = 10, 20, 30, 40


@dataclass
class View:
    """A request as the rules see it."""

    state: str
    requester_id: int = 1
    beneficiary_id: int | None = 2
    beneficiary_unit_id: int | None = None
    holder_unit_id: int = HOLDING
    holder_person_id: int | None = 5
    offered_unit_id: int | None = None
    offered_person_id: int | None = None
    offered_by_id: int | None = None
    closed_at: datetime | None = None
    open_parts: int = 0
    open_blockers: int = 0
    open_items: int = 0
    company: Company = ALONE
    approving: frozenset[int] = frozenset()


def person(pk, *units, leads=(), for_=()):
    return Scope(pk, frozenset(units), frozenset(leads), frozenset(for_))


CAST = {
    "requester": person(1, CUSTOMER),
    "beneficiary": person(2, CUSTOMER),
    "holder": person(5, HOLDING),
    "colleague": person(6, HOLDING),
    "leader": person(7, HOLDING, leads=[HOLDING]),
    "substitute": person(8, ELSEWHERE, for_=[5]),
    "receiver": person(9, OFFERED),
    "outsider": person(99, ELSEWHERE),
}
PROVIDERS = {"holder", "colleague", "leader"}
HOLDERS = {"holder", "leader", "substitute"}
CUSTOMERS = {"requester", "beneficiary"}
# Who may use a verb at all, when the state allows it and nothing is pending.
WHO = {
    Verb.APPROVE: set(),  # the gate knows who
    Verb.DISAPPROVE: set(),
    Verb.ASSIGN: PROVIDERS,
    Verb.ACCEPT: PROVIDERS,
    Verb.PAUSE: HOLDERS,
    Verb.RESUME: HOLDERS,
    Verb.OFFER: HOLDERS,
    Verb.TAKE: set(),
    Verb.REFUSE: set(),
    Verb.RECALL: set(),
    Verb.DELIVER: HOLDERS,
    Verb.DECLINE: HOLDERS,
    Verb.CONFIRM: CUSTOMERS,
    Verb.REOPEN: CUSTOMERS,
    Verb.WITHDRAW: CUSTOMERS,
    Verb.REPRIORITISE: HOLDERS,
    Verb.SEPARATE: PROVIDERS,
    Verb.COMMENT: set(CAST),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("who", CAST)
def test_a_verb_is_possible_exactly_for_its_people_in_its_states(state, verb, who):
    reason = rules.why_not(verb, View(state), CAST[who], NOW)
    # Whoever sorts the queue merges what nobody has accepted; afterwards its holder does.
    people = WHO | {Verb.MERGE: HOLDERS | PROVIDERS if state is State.OFFERED else HOLDERS}
    expected = who in people[verb] and (verb in TRANSITIONS[state] or verb is Verb.COMMENT)
    assert (reason is None) is expected, reason


@pytest.mark.parametrize("verb", [Verb.TAKE, Verb.REFUSE])
@pytest.mark.parametrize(
    ("named", "may"),
    [(None, {"receiver"}), (9, {"receiver"}), (77, set())],
    ids=["unit", "receiver", "another"],
)
def test_an_offer_is_answered_by_whom_it_was_made_to(verb, named, may):
    view = View(State.WORKING, offered_unit_id=OFFERED, offered_person_id=named, offered_by_id=5)
    assert {who for who, scope in CAST.items() if rules.why_not(verb, view, scope, NOW) is None} == may


def test_the_leader_of_the_receiving_unit_answers_for_a_named_person():
    view = View(State.WORKING, offered_unit_id=OFFERED, offered_person_id=77, offered_by_id=5)
    assert rules.why_not(Verb.TAKE, view, person(50, leads=[OFFERED]), NOW) is None


def test_while_an_offer_is_pending_nothing_else_moves_but_the_customer_may_withdraw():
    view = View(State.WORKING, offered_unit_id=OFFERED, offered_by_id=5)
    for verb in (Verb.PAUSE, Verb.OFFER, Verb.DELIVER, Verb.DECLINE):
        assert rules.why_not(verb, view, CAST["holder"], NOW) is Reason.OFFER_PENDING
    assert rules.why_not(Verb.WITHDRAW, view, CAST["requester"], NOW) is None


def test_an_offer_is_taken_back_by_its_giver_or_the_leader():
    view = View(State.WORKING, offered_unit_id=OFFERED, offered_by_id=5)
    may = {who for who, scope in CAST.items() if rules.why_not(Verb.RECALL, view, scope, NOW) is None}
    assert may == {"holder", "leader", "substitute"}


def test_what_nobody_in_person_holds_any_member_may_work_on():
    view = View(State.OFFERED, holder_person_id=None)
    assert rules.why_not(Verb.OFFER, view, CAST["colleague"], NOW) is None
    assert rules.why_not(Verb.OFFER, view, CAST["outsider"], NOW) is Reason.NOT_HOLDER


def test_what_is_for_a_whole_team_any_of_them_confirms():
    view = View(State.DELIVERED, beneficiary_unit_id=CUSTOMER)
    assert rules.why_not(Verb.CONFIRM, view, person(44, CUSTOMER), NOW) is None
    assert rules.why_not(Verb.CONFIRM, view, CAST["outsider"], NOW) is Reason.NOT_YOURS


@pytest.mark.parametrize(("days", "reason"), [(14, None), (15, Reason.TOO_LATE_TO_REOPEN)])
def test_reopening_has_an_end(days, reason):
    view = View(State.CONFIRMED, closed_at=NOW - timedelta(days=days))
    assert rules.why_not(Verb.REOPEN, view, CAST["requester"], NOW) is reason


STATE_REASONS = [
    (State.OFFERED, Verb.DELIVER, "holder", Reason.NOT_ACCEPTED_YET),
    (State.OFFERED, Verb.CONFIRM, "requester", Reason.NOT_DELIVERED),
    (State.WORKING, Verb.ACCEPT, "holder", Reason.ALREADY_ACCEPTED),
    (State.WORKING, Verb.RESUME, "holder", Reason.NOT_PAUSED),
    (State.PAUSED, Verb.DELIVER, "holder", Reason.IS_PAUSED),
    (State.DELIVERED, Verb.DELIVER, "holder", Reason.ALREADY_DELIVERED),
    (State.DELIVERED, Verb.WITHDRAW, "requester", Reason.ALREADY_DELIVERED),
    (State.CONFIRMED, Verb.CONFIRM, "requester", Reason.ALREADY_OVER),
    (State.WITHDRAWN, Verb.REOPEN, "requester", Reason.ALREADY_OVER),
    (State.DECLINED, Verb.ACCEPT, "holder", Reason.ALREADY_OVER),
]


@pytest.mark.parametrize(("state", "verb", "who", "reason"), STATE_REASONS)
def test_the_reason_fits_the_state(state, verb, who, reason):
    assert rules.why_not(verb, View(state), CAST[who], NOW) is reason


def test_every_reason_state_and_verb_has_words():
    for kind in (Reason,):
        assert all(str(each.sentence) for each in kind)
    for kind in (State, Verb, rules.PauseKind, rules.RefusalKind):
        assert all(str(each.label) for each in kind)
