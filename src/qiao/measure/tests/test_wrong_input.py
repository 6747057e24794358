"""Wrong input: a typed reason in two languages, never NaN and never a traceback."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qiao import measure

NAN = float("nan")
FLAT, RISING = [3] * 30, list(range(30))

CASES = [
    (lambda: measure.wilson(0, 0), "empty"),
    (lambda: measure.wilson(5, 4), "impossible_count"),
    (lambda: measure.newcombe(5, 4, 1, 2), "impossible_count"),
    (lambda: measure.newcombe(0, 0, 1, 2), "empty"),
    (lambda: measure.likert_mean([]), "empty"),
    (lambda: measure.likert_mean([4]), "too_few"),
    (lambda: measure.likert_mean([4, 7]), "out_of_range"),
    (lambda: measure.likert_mean(["good", "bad"]), "not_a_number"),
    (lambda: measure.likert_mean([4, float("inf")]), "not_a_number"),
    (lambda: measure.mean_difference([1], [2, 3]), "too_few"),
    (lambda: measure.mean_difference([1, 1], [2, 2]), "no_variation"),
    (lambda: measure.net_score(0, 0, 0), "empty"),
    (lambda: measure.net_score(-1, 2, 3), "impossible_count"),
    (lambda: measure.nonresponse_weights({"a": 5}, {"a": 6}), "impossible_count"),
    (lambda: measure.nonresponse_weights({"a": 5, "b": 5}, {"a": 2}), "missing_group"),
    (lambda: measure.weighted_mean([1, 2, 3], [1, -1, 1]), "bad_weights"),
    (lambda: measure.manski(5, 4, 10), "impossible_count"),
    (lambda: measure.quantile_bound(range(5)), "too_few"),
    (lambda: measure.cronbach_alpha({"a": RISING, "b": FLAT}), "constant_column"),
    (lambda: measure.cronbach_alpha({"a": [1, 2], "b": [2, 1]}), "too_few"),
    (lambda: measure.cronbach_alpha({"a": RISING, "b": RISING[::-1]}), "negative_covariance"),
    (lambda: measure.cronbach_alpha({"a": RISING, "b": RISING[1:]}), "different_lengths"),
    (lambda: measure.cronbach_alpha([RISING]), "too_few"),
    (lambda: measure.mcdonald_omega({"a": RISING, "b": RISING[::-1]}), "too_few"),
    (lambda: measure.item_total({"a": RISING, "b": FLAT}), "constant_column"),
    (lambda: measure.factor_analysis({"a": RISING}, {"f": ["a"]}), "unidentified"),
    (lambda: measure.factor_analysis(dict.fromkeys("abc", RISING), {"f": list("abc")}), "collinear"),
    (lambda: measure.factor_analysis({"a": RISING}, {"f": ["a", "a", "a"]}), "duplicate"),
    (lambda: measure.icc([1, 2, 3], ["x", "x", "x"]), "too_few"),
    (lambda: measure.icc([1, 1, 1, 1], ["x", "x", "y", "y"]), "no_variation"),
    (lambda: measure.icc([1, 1, 2, 2], ["x", "x", "y", "y"]), "perfect_fit"),
    (lambda: measure.icc([1, 2], ["x"]), "different_lengths"),
    (lambda: measure.shrink([1, 2, 3, 4], ["a", "a", "b", "b"]), "too_few"),
    (lambda: measure.xmr(FLAT), "no_variation"),
    (lambda: measure.xmr([1, 2]), "too_few"),
    (lambda: measure.p_chart([0] * 12, [10] * 12), "no_variation"),
    (lambda: measure.p_chart([11] * 12, [10] * 12), "impossible_count"),
    (lambda: measure.laney_p([5] * 12, [10] * 12), "no_variation"),
    (lambda: measure.funnel([10, 10], [10, 10]), "no_variation"),
    (lambda: measure.funnel([11], [10]), "impossible_count"),
    (lambda: measure.relative_weights(RISING, {"a": FLAT, "b": RISING}), "constant_column"),
    (lambda: measure.relative_weights(RISING[::-1], {"a": RISING, "b": RISING}), "collinear"),
    (lambda: measure.relative_weights([1, 2], {"a": [1, 2]}), "too_few"),
    (lambda: measure.regression(RISING, {"a": RISING}), "perfect_fit"),
    (lambda: measure.logistic_regression([0] * 15 + [1] * 15, {"a": RISING}), "perfect_separation"),
    (lambda: measure.logistic_regression([0] * 15 + [1] * 15, {"a": [1] * 14 + [2] * 16}),
     "perfect_separation"),
    (lambda: measure.logistic_regression([0, 2] * 15, {"a": RISING}), "out_of_range"),
    (lambda: measure.logistic_regression([0, 1] * 15, {"a": RISING, "b": RISING}), "collinear"),
    (lambda: measure.logistic_regression([1] * 30, {"a": RISING}), "constant_column"),
    (lambda: measure.kano(0, 0, 0, 0), "empty"),
    (lambda: measure.paired([1], [2]), "too_few"),
    (lambda: measure.paired([1, 2, 3], [2, 3, 4]), "no_variation"),
    (lambda: measure.interrupted_time_series(RISING, 2), "too_few"),
    (lambda: measure.interrupted_time_series(RISING, 15), "perfect_fit"),
    (lambda: measure.interrupted_time_series([*RISING[:-1], NAN], 15), "not_a_number"),
    (lambda: measure.cusum(FLAT), "no_variation"),
    (
        lambda: measure.difference_in_differences(
            [1.0, 2.0], ["a", "a"], [0, 1], treated={"a"}, start=1
        ),
        "no_comparison",
    ),
    (lambda: measure.kaplan_meier([], []), "empty"),
    (lambda: measure.kaplan_meier([1, 2], [0, 0]), "not_reached"),
    (lambda: measure.kaplan_meier([-1, 2], [1, 0]), "out_of_range"),
    (lambda: measure.aalen_johansen([1, 2], [None, None]), "not_reached"),
    (lambda: measure.forecast_periods([0, 0, 0], 5), "not_reached"),
    (lambda: measure.forecast_amount([1], 2), "too_few"),
    (lambda: measure.littles_law(1, 0, 1, n=5), "out_of_range"),
    (lambda: measure.crossed_raters([1, 2, 3, 4], list("aabb"), list("wxyz")), "disconnected"),
    (lambda: measure.crossed_raters([1, 2], list("aa"), list("xy")), "too_few"),
    (lambda: measure.crossed_raters([3, 3, 3, 3], list("aabb"), list("xyxy")), "no_variation"),
    (lambda: measure.reciprocity(np.eye(4)), "too_few"),
    (lambda: measure.reciprocity(np.ones((7, 7))), "no_variation"),
    (lambda: measure.composite({"a": (50, 1), "s": (50, 1)}, {"a": 1, "s": 1}, n=9, satisfaction=["s"]),
     "satisfaction_share"),
    (lambda: measure.composite({"a": (50, 1)}, {"a": -1}, n=9), "bad_weights"),
    (lambda: measure.composite({"a": (150, 1)}, {"a": 1}, n=9), "out_of_range"),
    (lambda: measure.item_statistics([[0, 2], [1, 1]]), "out_of_range"),
    (lambda: measure.kr20([[0, 1], [1, 1], [0, 1]]), "constant_column"),
    (lambda: measure.betweenness(["a", "a"], []), "duplicate"),
    (lambda: measure.betweenness(["a", "b"], [("a", "z")]), "unknown_node"),
    (lambda: measure.ei_index(["a", "b"], [("a", "b")], {"a": 1}), "missing_group"),
    (lambda: measure.voices([], 40), "no_voices"),
    (lambda: measure.fidelity([12, 8], 10), "impossible_count"),
    (lambda: measure.flow_efficiency(0, 0, n=3), "empty"),
    (lambda: measure.attainment(5, 4), "impossible_count"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "code"), CASES, ids=[f"{i}-{code}" for i, (_, code) in enumerate(CASES)])
def test_wrong_input_gives_its_reason_in_both_languages_and_no_number(ask, code):
    result = ask()
    assert result.reason.code == code
    assert result.estimate is None
    assert result.shown is None
    assert not result.verdict
    assert result.sentence("en") != result.sentence("zh-Hans")


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, NAN])
def test_a_confidence_level_outside_0_to_1_is_a_programmers_mistake(level):
    with pytest.raises(ValueError, match="level"):
        measure.wilson(1, 2, level=level)


def numbers_in(value):
    """All floats anywhere inside a result."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, np.ndarray):
        yield from value.ravel().tolist()
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from numbers_in(getattr(value, field.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from numbers_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from numbers_in(one)


CELL = st.one_of(
    st.integers(-3, 6),
    st.sampled_from([NAN, float("inf"), 1e300, -1e300, 1e-300, 0.0]),
    st.floats(0, 5),
    st.none(),
)
LISTS = st.lists(CELL, max_size=14)
ONE_LIST = [
    lambda x: measure.likert_mean(x), lambda x: measure.r_wg(x), lambda x: measure.xmr(x),
    lambda x: measure.cusum(x), lambda x: measure.quantile_bound(x, 0.5),
    lambda x: measure.forecast_amount(x, 2),
    lambda x: measure.interrupted_time_series(x, len(x) // 2), lambda x: measure.forecast_periods(x, 3),
    lambda x: measure.icc(x, [i % 3 for i in range(len(x))]),
    lambda x: measure.shrink(x, [i % 4 for i in range(len(x))], target=3),
    lambda x: measure.crossed_raters(x, [i % 3 for i in range(len(x))], [i % 4 for i in range(len(x))]),
    lambda x: measure.kaplan_meier(x, [i % 2 for i in range(len(x))]),
    lambda x: measure.aalen_johansen(x, [("a", "b", None)[i % 3] for i in range(len(x))]),
]  # fmt: skip
TWO_LISTS = [
    measure.paired, measure.mean_difference, measure.weighted_mean, measure.p_chart, measure.laney_p,
    measure.funnel, measure.kaplan_meier,
    lambda x, y: measure.cronbach_alpha({"a": x, "b": y}, missing="pairwise"),
    lambda x, y: measure.item_total({"a": x, "b": y}), lambda x, y: measure.kr20({"a": x, "b": y}),
    lambda x, y: measure.item_statistics({"a": x, "b": y}), lambda x, y: measure.regression(x, {"a": y}),
    lambda x, y: measure.logistic_regression(x, {"a": y}),
    lambda x, y: measure.relative_weights(x, {"a": y}, resamples=20),
    lambda x, y: measure.mcdonald_omega({"a": x, "b": y, "c": x[::-1]}),
    lambda x, y: measure.factor_analysis({"a": x, "b": y, "c": x[::-1], "d": y[::-1]}, {"f": list("abcd")}),
    lambda x, y: measure.importance_performance({"a": x, "b": y}, outcome=x[::-1], resamples=10),
    lambda x, y: measure.difference_in_differences(
        x, [i // 2 for i in range(len(x))], [i % 2 for i in range(len(x))], treated=[0, 1], start=1
    ),
]  # fmt: skip


def check(result):
    assert all(math.isfinite(number) for number in numbers_in(result)), result
    assert (result.estimate is None) <= (result.shown is None)
    result.sentence("en")
    result.sentence("zh-Hans")


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_no_list_of_whatever_gives_nan_or_a_traceback(values):
    for function in ONE_LIST:
        check(function(values))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12).flatmap(lambda n: st.tuples(*[st.lists(CELL, min_size=n, max_size=n)] * 2)))
def test_no_pair_of_lists_of_whatever_gives_nan_or_a_traceback(pair):
    for function in TWO_LISTS:
        check(function(*pair))
