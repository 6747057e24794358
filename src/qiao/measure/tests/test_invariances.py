"""What may not matter does not: the order of respondents, units, constants, and how groups are labelled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qiao import measure

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=8, deadline=None)


def data(seed, people=60, items=4):
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(people, 1))
    return rng, 0.8 * trait + rng.normal(size=(people, items))


def ratings(seed, people=60, items=4):
    rng, raw = data(seed, people, items)
    return rng, np.clip(np.round(3.3 + raw), 1, 5)


def close(one, other):
    for name in ("estimate", "low", "high"):
        a, b = getattr(one, name), getattr(other, name)
        assert (a is None) == (b is None)
        if a is not None:
            assert a == pytest.approx(b, rel=1e-6, abs=1e-8)
    assert one.n == other.n


BY_ROWS = {
    "alpha": lambda x: measure.cronbach_alpha(x),
    "alpha pairwise": lambda x: measure.cronbach_alpha(x, missing="pairwise"),
    "omega": lambda x: measure.mcdonald_omega(x),
    "item total": lambda x: measure.item_total(x),
    "regression": lambda x: measure.regression(x[:, 0], x[:, 1:]),
    "likert": lambda x: measure.likert_mean(x[:, 0]),
    "paired": lambda x: measure.paired(x[:, 0], x[:, 1]),
    "r_wg": lambda x: measure.r_wg(x[:, 0]),
    "weighted": lambda x: measure.weighted_mean(x[:, 0], x[:, 1]),
    "survival": lambda x: measure.kaplan_meier(x[:, 0], x[:, 1] > 2),
    "model": lambda x: measure.factor_analysis(
        {c: x[:, i] for i, c in enumerate("abcd")}, {"f": list("abcd")}
    ),
}


@FEW
@given(SEEDS)
def test_the_order_of_respondents_does_not_matter(seed):
    rng, table = ratings(seed)
    shuffled = table[rng.permutation(len(table))]
    for function in BY_ROWS.values():
        close(function(table), function(shuffled))


@FEW
@given(SEEDS)
def test_the_order_of_respondents_does_not_matter_for_departments(seed):
    rng, table = ratings(seed, 96)
    teams, order = np.repeat(np.arange(12), 8), rng.permutation(96)
    for function in (measure.icc, measure.shrink):
        close(function(table[:, 0], teams), function(table[order, 0], teams[order]))


@FEW
@given(SEEDS, st.floats(0.1, 50))
def test_scaling_all_answers_leaves_ratios_and_scales_values(seed, factor):
    _, table = data(seed, 96)
    teams = np.repeat(np.arange(12), 8)
    for ratio in (measure.cronbach_alpha, measure.mcdonald_omega, measure.item_total):
        close(ratio(table), ratio(factor * table))
    close(measure.icc(table[:, 0], teams), measure.icc(factor * table[:, 0], teams))
    close(
        measure.regression(table[:, 0], table[:, 1:]), measure.regression(factor * table[:, 0], table[:, 1:])
    )
    one, other = (
        measure.paired(table[:, 0], table[:, 1]),
        measure.paired(factor * table[:, 0], factor * table[:, 1]),
    )
    assert other.estimate == pytest.approx(factor * one.estimate)
    assert other.d_z == pytest.approx(one.d_z)
    chart, bigger = measure.xmr(table[:, 0]), measure.xmr(factor * table[:, 0])
    assert bigger.high == pytest.approx(factor * chart.high)
    assert bigger.signals == chart.signals


@FEW
@given(SEEDS, st.floats(-40, 40))
def test_adding_a_constant_moves_means_and_nothing_else(seed, constant):
    _, table = data(seed, 96)
    teams, moved = np.repeat(np.arange(12), 8), table + constant
    for still in (measure.cronbach_alpha, measure.mcdonald_omega, measure.item_total):
        close(still(table), still(moved))
    close(measure.icc(table[:, 0], teams), measure.icc(moved[:, 0], teams))
    close(measure.paired(table[:, 0], table[:, 1]), measure.paired(moved[:, 0], moved[:, 1]))
    one, other = measure.shrink(table[:, 0], teams), measure.shrink(moved[:, 0], teams)
    assert other.estimate == pytest.approx(one.estimate + constant)
    assert other.tau2 == pytest.approx(one.tau2, abs=1e-9)
    assert measure.xmr(moved[:, 0]).signals == measure.xmr(table[:, 0]).signals


@FEW
@given(SEEDS)
def test_adding_what_one_rater_gives_to_all_changes_no_adjusted_score(seed):
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(10), 5)
    whom = np.concatenate([rng.choice(8, 5, replace=False) for _ in range(10)])
    score = rng.normal(size=50)
    one = measure.crossed_raters(score, who, whom)
    other = measure.crossed_raters(score + 7, who, whom)
    for name, target in one.targets.items():
        assert other.targets[name].estimate == pytest.approx(target.estimate + 7, abs=1e-4)


@FEW
@given(SEEDS)
def test_merging_equal_groups_is_like_having_asked_one(seed):
    rng = np.random.default_rng(seed)
    sizes = {"a": 60, "b": 30, "c": 30}
    answered = {"a": int(rng.integers(5, 50)), "b": 10, "c": 10}
    apart = measure.nonresponse_weights(sizes, answered)
    merged = measure.nonresponse_weights({"a": 60, "bc": 60}, {"a": answered["a"], "bc": 20})
    assert apart.weights["b"] == pytest.approx(apart.weights["c"])
    assert apart.weights["b"] == pytest.approx(merged.weights["bc"])
    assert apart.estimate == pytest.approx(merged.estimate)


@FEW
@given(SEEDS, st.integers(1, 30), st.integers(0, 30))
def test_counts_merged_from_two_equal_groups_give_the_same_share_with_a_narrower_interval(seed, n, k):
    k = min(k, n)
    one, both = measure.wilson(k, n), measure.wilson(2 * k, 2 * n)
    assert one.estimate == both.estimate
    assert both.high - both.low < one.high - one.low


@FEW
@given(SEEDS)
def test_turning_the_question_round_turns_the_interval_round(seed):
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 200, 50)
    k = rng.integers(0, n + 1)
    yes, no = measure.wilson(k, n), measure.wilson(n - k, n)
    assert np.allclose(yes.low, 1 - no.high)
    a, b = measure.newcombe_many(k, n, k[::-1], n[::-1]), measure.newcombe_many(k[::-1], n[::-1], k, n)
    assert np.allclose(a.low, -b.high)


@FEW
@given(SEEDS)
def test_weights_of_drivers_add_up_and_do_not_depend_on_the_order_of_questions(seed):
    _, table = data(seed, 80)
    one = measure.relative_weights(table[:, 0], table[:, 1:], resamples=20)
    turned = measure.relative_weights(table[:, 0], table[:, [3, 2, 1]], resamples=20)
    shares = measure.shapley_r2(table[:, 0], table[:, 1:], resamples=10)
    for found in (one, shares):
        assert sum(w.estimate for w in found.weights.values()) == pytest.approx(found.estimate)
    assert one.weights["1"].estimate == pytest.approx(turned.weights["3"].estimate)


@FEW
@given(SEEDS)
def test_renaming_departments_and_people_changes_no_network_number(seed):
    rng = np.random.default_rng(seed)
    people = list(range(14))
    ties = [(a, b) for a in people for b in people if a != b and rng.random() < 0.25]
    names = {person: f"p{number}" for person, number in zip(people, rng.permutation(14), strict=True)}
    renamed = [(names[a], names[b]) for a, b in ties]
    for function in (measure.betweenness, measure.constraint, measure.density, measure.mutuality):
        assert function(people, ties).estimate == pytest.approx(
            function(list(names.values()), renamed).estimate
        )


@FEW
@given(SEEDS)
def test_doubling_every_case_keeps_the_survival_curve(seed):
    rng = np.random.default_rng(seed)
    time, done = rng.integers(1, 20, 40), rng.random(40) < 0.7
    done[0] = True
    one, two = measure.kaplan_meier(time, done), measure.kaplan_meier(np.tile(time, 2), np.tile(done, 2))
    assert one.values == pytest.approx(two.values)
    ends = measure.aalen_johansen(time, ["x" if d else None for d in done])
    last = ends.curves["x"].values[-1]
    assert last == pytest.approx(1 - one.values[-1])
