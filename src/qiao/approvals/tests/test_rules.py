"""Who may decide, as what, and when a step is decided: tables."""

import pytest

from qiao.approvals.rules import (
    Decision,
    How,
    Question,
    Reason,
    how,
    outcome,
    why_not_decide,
    why_not_delegate,
)
from qiao.catalogue.approval import Compare, Condition, Plan, Step, dump, parse
from qiao.desk.rules import State
from qiao.org.rules import Scope

ASKED, DELEGATE, LEADER, REQUESTER, OTHER = 1, 2, 3, 9, 50
OPEN = Question(State.APPROVAL, ASKED, frozenset({REQUESTER}), DELEGATE, LEADER)


def person(pk, *for_):
    return Scope(pk, stands_in_for=frozenset(for_))


@pytest.mark.parametrize(
    ("by", "as_"),
    [
        (person(ASKED), How.SELF),
        (person(DELEGATE), How.DELEGATE),
        (person(LEADER), How.LEADER),
        (person(60, ASKED), How.SUBSTITUTE),
        (person(60, DELEGATE), How.SUBSTITUTE),
        (person(60, LEADER), How.SUBSTITUTE),
        (person(OTHER), None),
    ],
)
def test_as_what_somebody_decides(by, as_):
    assert how(OPEN, by) == as_
    assert why_not_decide(OPEN, by) is (None if as_ else Reason.NOT_ASKED)


@pytest.mark.parametrize("by", [person(REQUESTER), person(REQUESTER, ASKED)], ids=["asks", "stands in"])
def test_who_asks_never_approves_not_even_standing_in_for_the_approver(by):
    assert why_not_decide(OPEN, by) is Reason.OWN_REQUEST


@pytest.mark.parametrize("state", [state for state in State if state is not State.APPROVAL])
def test_only_while_it_waits(state):
    gone = Question(state, ASKED, frozenset())
    assert why_not_decide(gone, person(ASKED)) is Reason.NOT_WAITING


def test_neither_before_its_turn_nor_twice():
    later = Question(State.APPROVAL, ASKED, frozenset(), asked=False)
    done = Question(State.APPROVAL, ASKED, frozenset(), decision=Decision.APPROVED)
    assert why_not_decide(later, person(ASKED)) is Reason.NOT_YET
    assert why_not_decide(done, person(ASKED)) is Reason.DECIDED


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (OTHER, None),
        (REQUESTER, Reason.NOT_BACK),
        (ASKED, Reason.ASKED_ALREADY),
        (DELEGATE, Reason.ASKED_ALREADY),
        (7, Reason.ASKED_ALREADY),
    ],
)
def test_to_whom_it_may_be_handed(to, reason):
    assert why_not_delegate(OPEN, person(ASKED), to, {ASKED, 7}) is reason


YES, NO, OPEN_ = Decision.APPROVED, Decision.REFUSED, Decision.OPEN


@pytest.mark.parametrize(
    ("decisions", "enough", "is_"),
    [
        ([OPEN_], 1, OPEN_),
        ([YES], 1, YES),
        ([NO], 1, NO),
        ([YES, OPEN_, OPEN_], 2, OPEN_),
        ([YES, OPEN_, YES], 2, YES),
        ([NO, OPEN_, OPEN_], 2, OPEN_),
        ([NO, YES, OPEN_], 2, OPEN_),
        ([NO, NO, OPEN_], 2, NO),
        ([NO, YES, NO], 2, NO),
        ([NO, OPEN_, OPEN_], 1, OPEN_),
        ([NO, NO, NO], 1, NO),
        ([YES, YES, OPEN_], 3, OPEN_),
        ([YES, NO, OPEN_], 3, NO),
    ],
)
def test_k_of_n(decisions, enough, is_):
    assert outcome(decisions, enough) is is_


@pytest.mark.parametrize(
    ("compare", "value", "answer", "holds"),
    [
        ("at_least", "5000", 5000, True),
        ("at_least", "5000", 4999.5, False),
        ("at_least", "5,000", "6000", True),
        ("at_least", "5000", None, True),  # who leaves the amount out does not save the approval
        ("below", "100", 99, True),
        ("below", "100", 100, False),
        ("is", "new", "new", True),
        ("is", "new", "spare", False),
        ("is", "new", None, False),
    ],
)
def test_conditions(compare, value, answer, holds):
    given = {} if answer is None else {"amount": answer}
    assert Condition("amount", Compare(compare), value).holds(given) is holds


def test_stages_follow_each_other_and_steps_beside_each_other_are_one():
    when = {"key": "amount", "compare": "at_least", "value": "5000"}
    plan = parse(
        {
            "steps": [
                {"who": "leader"},
                {"who": "paying", "when": when},
                {"who": "people", "people": [4, 5], "enough": 2, "beside": True},
                {"who": "role", "position": 3},
            ]
        }
    )
    kinds = [[step.who.value for step in stage] for stage in plan.stages({"amount": 9000})]
    assert kinds == [["leader"], ["paying", "people"], ["role"]]
    # Beside a step that is left out it stands beside the one before that.
    kinds = [[step.who.value for step in stage] for stage in plan.stages({"amount": 10})]
    assert kinds == [["leader", "people"], ["role"]]
    assert parse(dump(plan)) == plan
    assert dump(Plan()) == {}
    assert Step.parse(plan.steps[2].dump()) == plan.steps[2]
