"""A refusal carries its reason as a code for programs and as a sentence for people."""

from enum import StrEnum

import pytest

from qiao.ledger.refusals import Conflict, Refused, refuse


class Reason(StrEnum):
    TOO_LATE = "too_late"
    HOLDS_WORK = "holds_work"

    @property
    def sentence(self):
        return {"too_late": "It is too late.", "holds_work": "%(name)s still holds %(count)s things."}[self]


def test_no_reason_refuses_nothing():
    assert refuse(None) is None


def test_a_reason_is_raised_with_its_code_and_its_sentence():
    with pytest.raises(Refused) as refused:
        refuse(Reason.TOO_LATE)
    assert refused.value.reason == "too_late"
    assert refused.value.sentence == "It is too late."


def test_the_sentence_names_what_it_is_about():
    with pytest.raises(Refused, match=r"Mei still holds 3 things\."):
        refuse(Reason.HOLDS_WORK, name="Mei", count=3)


def test_a_conflict_hands_over_what_is_there_now():
    conflict = Conflict("changed meanwhile", current={"name": "new"})
    assert str(conflict) == "changed meanwhile"
    assert conflict.current == {"name": "new"}
