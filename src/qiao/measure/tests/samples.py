"""One result of every kind, from invented but lifelike data, for tests that go through all of them."""

import numpy as np

from qiao import measure


def answers(people=240, items=6, seed=3):
    """Ratings 1–5 that share one common factor."""
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(people, 1))
    raw = 3.4 + 0.8 * trait + rng.normal(0, 0.8, (people, items))
    return np.clip(np.round(raw), 1, 5)


def named(people=240, items=6, seed=3):
    """The same as columns q1 … ."""
    table = answers(people, items, seed)
    return {f"q{i + 1}": table[:, i] for i in range(items)}


def every_result():
    """Results of all families with enough data to be shown."""
    rng = np.random.default_rng(5)
    table, columns = answers(), named()
    overall = np.clip(np.round(table.mean(axis=1) + rng.normal(0, 0.4, 240)), 1, 5)
    teams = np.repeat(np.arange(12), 20)
    people = list(range(24))
    ties = [(a, b) for a in people for b in people if a != b and rng.random() < 0.2]
    rooms = {person: person // 6 for person in people}
    series = rng.normal(10, 1, 40)
    units, times = np.repeat(np.arange(20), 6), np.tile(np.arange(6), 20)
    durations, done = rng.exponential(5, 80), rng.random(80) < 0.8
    causes = [None if not d else ("delivered" if rng.random() < 0.8 else "cancelled") for d in done]
    curve, ends = measure.kaplan_meier(durations, done), measure.aalen_johansen(durations, causes)
    shrunk = measure.shrink(table[:, 0] + rng.normal(0, 0.4, 12)[teams], teams)
    drivers = measure.relative_weights(overall, columns, resamples=100)
    chances = measure.logistic_regression(overall > 3, columns)
    quiz = (rng.random((150, 6)) < 1 / (1 + np.exp(-rng.normal(size=(150, 1)) - 0.5))).astype(int)
    raters = np.repeat(np.arange(30), 6)
    rated = np.concatenate([rng.choice(12, 6, replace=False) for _ in range(30)])
    rating = 3.5 + rng.normal(0, 0.5, 12)[rated] + rng.normal(0, 0.4, 30)[raters] + rng.normal(0, 0.3, 180)
    model = measure.crossed_raters(rating, raters, rated)
    exact = measure.crossed_raters(
        [r % 3 + t for r in range(6) for t in range(4)],
        [r for r in range(6) for _ in range(4)],
        list(range(4)) * 6,
    )
    favours = rng.normal(size=(9, 9))
    interruption = measure.interrupted_time_series(series, 20)
    shifted = np.append(series[:20], series[20:] + 3)
    return [
        measure.wilson(8, 10), measure.newcombe(56, 70, 48, 80), measure.quantile_bound(durations),
        measure.likert_mean(overall), measure.mean_difference(table[:100, 0], table[100:, 0]),
        measure.net_score(40, 35, 25), measure.nonresponse_weights({"a": 60, "b": 40}, {"a": 10, "b": 20}),
        measure.weighted_mean(overall, np.ones(240)), measure.manski(30, 50, 100),
        measure.cronbach_alpha(columns), measure.mcdonald_omega(columns), measure.item_total(columns),
        measure.factor_analysis(columns, {"a": ["q1", "q2", "q3"], "b": ["q4", "q5", "q6"]}),
        measure.explore_factors(columns), measure.icc(table[:, 0], teams), measure.r_wg(table[:20, 0]),
        shrunk, *shrunk.departments.values(), measure.xmr(series), measure.xmr(shifted, baseline=20),
        measure.p_chart(rng.binomial(100, 0.3, 24), np.full(24, 100)),
        measure.laney_p(rng.binomial(100, 0.3, 24), np.full(24, 100)),
        measure.funnel(rng.binomial(40, 0.8, 12), np.full(12, 40)), drivers, *drivers.weights.values(),
        measure.shapley_r2(overall, columns, resamples=20), measure.regression(overall, columns),
        chances, *chances.odds.values(),
        measure.importance_performance(columns, outcome=overall, stated=named(seed=9), resamples=50),
        measure.kano(20, 30, 25, 15), measure.paired(table[:, 0], table[:, 1]), interruption,
        interruption.slope_change, measure.cusum(series), measure.cusum(shifted, baseline=20),
        measure.difference_in_differences(
            rng.normal(size=120) + units, units, times, treated=range(10), start=3
        ),
        curve, curve.at(3.0), curve.quantile(0.25), ends, ends.at("delivered", 4.0),
        measure.forecast_amount(rng.poisson(5, 30), 4), measure.forecast_periods(rng.poisson(5, 30), 40),
        measure.littles_law(10, 2, 5, n=50), model, *model.targets.values(), *exact.targets.values(),
        measure.reciprocity(favours + favours.T, permutations=199),
        measure.reciprocity(favours, permutations=99),
        measure.straight_lining(columns), measure.end_of_period_spike(30, 60, share_of_period=0.1),
        measure.splitting([1, 1, 2, 3, 3, 4], ["a"] * 6, [0, 1, 2, 3, 20, 5], window=2),
        measure.growth(30, 60, 10, 60),
        measure.composite({"a": (80, 4), "b": (60, 8)}, {"a": 3, "b": 1}, n=20),
        measure.rank_stability(rng.uniform(40, 90, (12, 4)), [0.4, 0.3, 0.2, 0.1]),
        measure.rank_stability(np.arange(36).reshape(12, 3) * 2.0, [0.4, 0.3, 0.3]),
        measure.item_statistics(quiz), measure.kr20(quiz), measure.betweenness(people, ties),
        measure.constraint(people, ties), measure.in_degree(people, ties), measure.out_degree(people, ties),
        measure.pagerank(people, ties), measure.density(people, ties), measure.mutuality(people, ties),
        measure.ei_index(people, ties, rooms, permutations=99), measure.comprehension(30, 40),
        measure.fidelity([10, 8, 6], 10),
        measure.voices([1, 2, 2, 5], 40, closed_with_reason=3, implemented=1),
        measure.flow_efficiency(10, 40, n=30, logged=True), measure.flow_efficiency(10, 40, n=30),
        measure.attainment(40, 50, 4), measure.releasable({"all": range(13), "part": range(4)}),
        measure.wilson([8, 1], [10, 2]),
    ]  # fmt: skip
