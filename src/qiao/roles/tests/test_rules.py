"""Who may do what with a card, as a table; nothing needs the database."""

import pytest

from qiao.org.rules import Scope
from qiao.roles import rules, sheet
from qiao.roles.rules import Answer, CardState, Reason, Seat, Side, Verb
from qiao.roles.sheet import LineSaid, Words

SEAT = Seat(holder_id=1, leader_unit_id=10)
TOP = Seat(holder_id=1, leader_unit_id=None)
HOLDER = Scope(1, led_ids=frozenset({20}))
LEADER = Scope(2, led_ids=frozenset({10, 20}))
STRANGER = Scope(3, led_ids=frozenset({30}))
# The holder stands in for the leader: leads unit 10 at the moment, and still not oneself.
STANDING_IN = Scope(1, led_ids=frozenset({10, 20}), stands_in_for=frozenset({2}))
D, R, S, F, GONE, E = (
    CardState.DRAFT,
    CardState.REVIEW,
    CardState.SIGNING,
    CardState.FORCE,
    CardState.REPLACED,
    CardState.ENDED,
)


@pytest.mark.parametrize(
    ("verb", "state", "by", "reason"),
    [
        (Verb.EDIT, D, HOLDER, None),
        (Verb.EDIT, D, LEADER, None),
        (Verb.EDIT, D, STRANGER, Reason.NOT_YOURS),
        (Verb.EDIT, R, HOLDER, Reason.WITH_THE_LEADER),
        (Verb.EDIT, S, HOLDER, Reason.NOT_WITH_THE_LEADER),
        (Verb.EDIT, F, HOLDER, Reason.NOT_BEING_WRITTEN),
        (Verb.EDIT, GONE, HOLDER, Reason.NOT_BEING_WRITTEN),
        (Verb.EDIT, E, HOLDER, Reason.IS_OVER),
        (Verb.SUBMIT, D, HOLDER, None),
        (Verb.SUBMIT, R, HOLDER, Reason.WITH_THE_LEADER),
        (Verb.SUBMIT, D, STRANGER, Reason.NOT_YOURS),
        (Verb.WITHDRAW, R, HOLDER, None),
        (Verb.WITHDRAW, S, LEADER, None),
        (Verb.WITHDRAW, D, HOLDER, Reason.NOT_WITH_THE_LEADER),
        (Verb.RETURN, R, LEADER, None),
        (Verb.RETURN, R, HOLDER, Reason.NOT_THE_LEADER),
        (Verb.RETURN, D, LEADER, Reason.BEING_WRITTEN),
        (Verb.APPROVE, R, LEADER, None),
        (Verb.APPROVE, R, HOLDER, Reason.NOT_THE_LEADER),
        (Verb.APPROVE, R, STANDING_IN, Reason.NOT_THE_LEADER),
        (Verb.APPROVE, R, STRANGER, Reason.NOT_THE_LEADER),
        (Verb.APPROVE, D, LEADER, Reason.BEING_WRITTEN),
        (Verb.SIGN, S, HOLDER, None),
        (Verb.SIGN, S, LEADER, Reason.NOT_THE_HOLDER),
        (Verb.SIGN, R, HOLDER, Reason.LEADER_FIRST),
        (Verb.SIGN, D, HOLDER, Reason.BEING_WRITTEN),
        (Verb.CONFIRM, F, LEADER, None),
        (Verb.CONFIRM, F, HOLDER, Reason.NOT_THE_LEADER),
        (Verb.CONFIRM, D, LEADER, Reason.NOT_IN_FORCE),
        (Verb.CONFIRM, E, LEADER, Reason.IS_OVER),
    ],
)
def test_who_may_do_what_and_when(verb, state, by, reason):
    assert rules.why_not(verb, state, SEAT, by) is reason


def test_who_has_nobody_above_signs_straight_away_and_confirms():
    assert rules.why_not(Verb.SIGN, D, TOP, HOLDER) is None
    assert rules.why_not(Verb.CONFIRM, F, TOP, HOLDER) is None
    assert rules.why_not(Verb.CONFIRM, F, TOP, LEADER) is Reason.NOT_THE_LEADER


@pytest.mark.parametrize(
    ("answer", "asked", "by", "reason"),
    [
        ("", (None, 10), LEADER, None),
        ("", (None, 10), HOLDER, Reason.NOT_ASKED),
        ("", (2, None), LEADER, None),
        ("", (2, None), STANDING_IN, None),
        ("", (2, 20), HOLDER, Reason.NOT_ASKED),
        ("", (None, None), LEADER, Reason.NOT_OPEN),
        (Answer.ACCEPTED, (None, 10), LEADER, Reason.ANSWERED),
        (Answer.REFUSED, (None, 10), LEADER, Reason.ANSWERED),
    ],
)
def test_who_answers_a_line(answer, asked, by, reason):
    assert rules.why_not_answer(answer, asked, by) is reason


def test_every_reason_has_a_sentence_and_a_status():
    assert {Reason.NOT_YOURS.status, Reason.SAY_WHY.status} == {403, 409}
    assert all(str(reason.sentence) for reason in Reason)


def line(side=Side.SERVE, **more):
    return LineSaid(side, what=Words("修好"), **more)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([line()], None),
        ([LineSaid(Side.NEED, service_id=3)], None),
        ([LineSaid(Side.NEED, standard=Words("两小时"))], Reason.EMPTY_LINE),
        ([line()] * 8 + [line(Side.NEED)] * 8, None),
        ([line()] * 9, Reason.TOO_MANY_LINES),
    ],
)
def test_what_a_draft_may_hold(lines, reason):
    assert sheet.why_not_keep(lines) is reason


@pytest.mark.parametrize(
    ("purpose", "lines", "reason"),
    [
        (Words("", "To repair"), [line()], None),
        (Words(), [line()], Reason.NO_PURPOSE),
        (Words("修"), [line(Side.NEED)], Reason.NO_SERVICE),
    ],
)
def test_what_a_card_needs_before_it_is_signed(purpose, lines, reason):
    assert sheet.why_not_hand_in({"purpose": purpose}, lines) is reason
