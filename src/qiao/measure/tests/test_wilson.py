"""The Wilson interval: values, gate, arrays and wrong input."""

import numpy as np
import pytest

from qiao import measure


@pytest.mark.parametrize(("k", "n", "low", "high"), [(8, 10, 0.490, 0.943), (0, 20, 0.0, 0.1611)])
def test_the_handbooks_shares_have_the_handbooks_intervals(k, n, low, high):
    result = measure.wilson(k, n)
    assert result.estimate == k / n
    assert (result.low, result.high) == pytest.approx((low, high), abs=5e-4)
    assert result.verdict.enough


def test_four_of_four_may_not_be_shown_and_says_that_one_is_missing():
    result = measure.wilson(4, 4)
    assert not result.verdict
    assert result.verdict.more == 1
    assert result.shown is None
    assert "还差 1" in result.sentence("zh-Hans")
    assert "100" not in result.sentence("en")


@pytest.mark.parametrize(
    ("k", "n", "code"),
    [
        (0, 0, "empty"),
        (3, 2, "impossible_count"),
        (-1, 2, "impossible_count"),
        (float("nan"), 2, "impossible_count"),
    ],
)
def test_counts_that_cannot_be_give_a_reason_and_no_number(k, n, code):
    result = measure.wilson(k, n)
    assert result.estimate is None
    assert result.reason.code == code


def test_arrays_agree_with_single_calls_and_hide_what_is_too_small():
    many = measure.wilson([8, 0, 1, 5], [10, 20, 2, 0])
    assert many.enough.tolist() == [True, True, False, False]
    assert many[0] == measure.wilson(8, 10)
    assert many[3].reason.code == "empty"
    assert np.isfinite(many.low).all()


def test_gates_can_be_raised_but_not_lowered():
    try:
        measure.gates.configure({"score": 8})
        assert not measure.wilson(6, 7).verdict
        with pytest.raises(ValueError, match="not lowered"):
            measure.gates.configure({"score": 4})
    finally:
        measure.gates.configure({})
    assert measure.wilson(6, 7).verdict
