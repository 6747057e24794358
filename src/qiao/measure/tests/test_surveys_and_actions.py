"""What surveys, charts, drivers and verdicts on actions are for, told as behaviour."""

import numpy as np
import pytest

from qiao import measure

RNG = np.random.default_rng


def test_repeated_answers_of_one_person_count_as_one_respondent():
    eager = measure.likert_mean([5] * 30 + [2, 3, 2, 3], respondents=["eager"] * 30 + list("abcd"))
    assert eager.n == 5
    assert eager.estimate == pytest.approx(3.0)
    assert eager.distribution == {1: 0, 2: 2, 3: 2, 4: 0, 5: 1}


def test_unanimity_of_six_is_not_certainty():
    found = measure.likert_mean([5] * 6)
    assert found.estimate == 5
    assert found.low < 4
    assert found.high == 5


def test_missing_answers_are_left_out_and_named():
    table = {"a": [1, 2, 3, 4, 5, None], "b": [1, 3, 3, 5, float("nan"), 2], "c": [2, 2, 4, 4, 5, 1]}
    listwise, pairwise = measure.cronbach_alpha(table), measure.cronbach_alpha(table, missing="pairwise")
    assert (listwise.n, listwise.missing) == (4, "listwise")
    assert (pairwise.n, pairwise.missing) == (6, "pairwise")


def test_arrays_lists_mappings_and_data_frames_are_the_same():
    pd = pytest.importorskip("pandas")
    rows = RNG(1).integers(1, 6, (30, 3))
    rows[:, 1:] += rows[:, :1]
    frame = pd.DataFrame(rows, columns=["a", "b", "c"])
    as_array = measure.cronbach_alpha(rows)
    for other in (rows.tolist(), frame, {name: frame[name] for name in frame}, frame.astype("Int64")):
        assert measure.cronbach_alpha(other).estimate == pytest.approx(as_array.estimate)


def test_a_silent_group_cannot_be_weighted_in_and_a_heavy_one_is_trimmed():
    silent = measure.nonresponse_weights({"day": 50, "night": 50}, {"day": 30})
    assert silent.reason.params == {"group": "night"}
    heavy = measure.nonresponse_weights({"day": 50, "night": 500}, {"day": 40, "night": 2})
    assert heavy.trimmed == ("night",)
    assert heavy.weights["night"] / heavy.weights["day"] == pytest.approx(5)


def test_twelve_identical_teams_are_shrunk_to_one_and_none_is_said_to_differ():
    apart = 0
    for seed in range(20):
        scores = RNG(seed).normal(4, 0.8, 96)
        found = measure.shrink(scores, np.repeat(np.arange(12), 8), target=3.5)
        raw = [team.raw for team in found.departments.values()]
        shown = [team.estimate for team in found.departments.values()]
        assert np.ptp(shown) < np.ptp(raw)
        apart += found.facts()["apart"]
    assert apart / 240 < 0.05


def test_a_department_well_below_the_target_is_probably_below_it():
    rng = RNG(3)
    scores = rng.normal(4, 0.5, (10, 20))
    scores[0] -= 1.5
    found = measure.shrink(scores.ravel(), np.repeat(np.arange(10), 20), target=3.5)
    assert found.departments["0"].p_below > 0.95
    assert max(found.departments[str(i)].p_below for i in range(1, 10)) < 0.2


def test_laneys_chart_does_not_alarm_where_a_plain_one_does_because_n_is_large():
    rng = RNG(8)
    n = np.full(24, 20_000)
    d = rng.binomial(n, np.clip(rng.normal(0.1, 0.01, 24), 0, 1))
    assert len(measure.p_chart(d, n).signals) > 3
    assert len(measure.laney_p(d, n).signals) <= 1


def test_a_chart_skips_a_missing_month_without_inventing_a_range():
    values = [10, 12, None, 11, 13, 12, 11, 30]
    chart = measure.xmr(values, baseline=7)
    assert chart.n == 6
    assert chart.moving_range == pytest.approx((2 + 2 + 1 + 1) / 4)
    assert [(s.index, s.rule) for s in chart.signals] == [(7, "outside")]


def test_an_overdispersed_funnel_widens_its_limits():
    rng = RNG(2)
    n = np.full(30, 400)
    k = rng.binomial(n, np.clip(rng.normal(0.8, 0.05, 30), 0, 1))
    found = measure.funnel(k, n)
    assert found.phi > 3
    assert sum(point.place == "alarm" for point in found.points) <= 1
    strict = [p for p in found.points if not 0.738 <= p.share <= 0.862]
    assert len(strict) > 3


def test_a_quadrant_is_named_only_when_it_is_stable():
    rng = RNG(4)
    people = 200
    good, bad = rng.normal(4.5, 0.3, people), rng.normal(2.0, 0.5, people)
    middling = rng.normal(3.25, 0.5, (people, 2))
    outcome = 2 * bad + 0.2 * rng.normal(size=people)
    columns = {"good": good, "bad": bad, "m1": middling[:, 0], "m2": middling[:, 1]}
    found = measure.importance_performance(columns, outcome=outcome, resamples=200)
    assert found.derived["bad"].quadrant == "concentrate"
    assert found.derived["good"].quadrant == "overdone"
    assert found.derived["m1"].quadrant is None or found.derived["m1"].stability >= 0.8


def test_odds_ratios_are_those_that_were_put_in():
    rng = RNG(3)
    table = rng.normal(size=(2000, 2))
    yes = rng.random(2000) < 1 / (1 + np.exp(-(table @ [np.log(2), 0.0])))
    found = measure.logistic_regression(yes, {"a": table[:, 0], "b": table[:, 1]})
    assert found.odds["a"].low < 2 < found.odds["a"].high
    assert found.odds["b"].low < 1 < found.odds["b"].high


@pytest.mark.parametrize(
    ("low", "high", "comparison", "counter", "expected"),
    [
        (-0.2, 0.3, True, False, "no change"),
        (0.1, 0.5, True, False, "maybe better"),
        (0.35, 0.9, True, False, "better"),
        (0.35, 0.9, False, False, "maybe better"),
        (0.35, 0.9, True, True, "maybe better"),
        (-0.9, -0.1, True, False, "worse"),
    ],
)
def test_an_action_worked_only_with_a_worthwhile_interval_a_comparison_and_no_harm(
    low, high, comparison, counter, expected
):
    change = measure.Result(
        n=40,
        estimate=(low + high) / 2,
        low=low,
        high=high,
        method="x",
        verdict=measure.gates.verdict("comparison", 20),
    )
    verdict = measure.judge(change, worthwhile=0.3, comparison=comparison, counter_worsened=counter)
    assert verdict == expected
    assert measure.judgement_text(verdict, "zh-Hans")


def test_fewer_errors_are_better_when_lower_is_better():
    change = measure.paired(RNG(1).normal(5, 1, 40), RNG(2).normal(3, 1, 40))
    assert measure.judge(change, worthwhile=0.5, comparison=True, higher_is_better=False) == "better"
    assert measure.judge(change, worthwhile=0.5, comparison=True) == "worse"
    assert measure.judge(measure.paired([1, 2], [2, 4]), worthwhile=0.5, comparison=True) == "not enough"


def test_an_interruption_is_found_and_a_quiet_series_is_not():
    rng = RNG(6)
    quiet = rng.normal(10, 1, 40)
    jump = quiet + 4 * (np.arange(40) >= 20)
    found, nothing = measure.interrupted_time_series(jump, 20), measure.interrupted_time_series(quiet, 20)
    assert found.low > 0
    assert found.placebo_share < 0.2
    assert nothing.low < 0 < nothing.high
    assert found.approximate
    assert measure.interrupted_time_series(jump[11:31], 9).verdict.provisional


def test_difference_in_differences_takes_out_what_changed_everywhere():
    rng = RNG(8)
    unit, time = np.repeat(np.arange(12), 8), np.tile(np.arange(8), 12)
    value = unit + 3.0 * (time >= 4) + rng.normal(0, 0.5, 96) + 1.5 * ((time >= 4) & (unit < 6))
    found = measure.difference_in_differences(value, unit, time, treated=range(6), start=4)
    assert found.low < 1.5 < found.high
    assert found.low > 0
    assert found.parallel
    assert (found.treated, found.control) == (6, 6)


def test_six_units_are_too_few_for_a_95_percent_permutation_interval_and_it_says_so():
    unit, time = np.repeat(np.arange(6), 4), np.tile(np.arange(4), 6)
    value = RNG(1).normal(size=24) + 9 * ((time >= 2) & (unit < 3))
    found = measure.difference_in_differences(value, unit, time, treated=range(3), start=2)
    assert found.p == pytest.approx(0.1)
    assert found.low is None
    assert found.reason.code == "too_few"
