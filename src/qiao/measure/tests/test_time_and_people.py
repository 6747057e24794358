"""What durations, raters, alerts, networks and learning are for, told as behaviour."""

import numpy as np
import pytest

from qiao import measure

RNG = np.random.default_rng


def test_an_average_of_closed_cases_flatters_and_kaplan_meier_does_not():
    rng = RNG(9)
    true = rng.exponential(10, 400)
    age = rng.uniform(0, 15, 400)
    seen, done = np.minimum(true, age), true <= age
    assert np.median(seen[done]) < 0.7 * 10 * np.log(2)
    curve = measure.kaplan_meier(seen, done)
    assert curve.low < 10 * np.log(2) < curve.high


def test_a_curve_is_cut_where_fewer_than_ten_are_at_risk():
    curve = measure.kaplan_meier(np.arange(1, 31), np.ones(30))
    assert curve.shown_until == 21
    assert curve.at(21).verdict
    assert not curve.at(22).verdict


def test_calling_cancelled_cases_censored_would_overstate_delivery():
    rng = RNG(10)
    time = rng.exponential(5, 200)
    cause = np.where(rng.random(200) < 0.5, "delivered", "cancelled").tolist()
    honest = measure.aalen_johansen(time, cause).at("delivered", 10.0).estimate
    naive = 1 - measure.kaplan_meier(time, [c == "delivered" for c in cause]).at(10.0).estimate
    assert honest < 0.6 < naive


def test_a_forecast_keeps_its_promise_in_the_past():
    found = measure.forecast_amount(RNG(1).poisson(8, 120), 4, runs=2000)
    assert found.by_percent[95] <= found.by_percent[85] <= found.by_percent[50]
    assert found.coverage.low < 0.85 + 0.1
    assert found.coverage.estimate > 0.75
    assert not measure.forecast_amount([3, 4, 5], 2).verdict


def test_a_strict_rater_is_taken_into_account():
    rng = RNG(2)
    who = np.repeat(np.arange(12), 5)
    whom = np.concatenate([rng.choice(8, 5, replace=False) for _ in range(12)])
    true, severity = np.linspace(3, 4.4, 8), np.where(np.arange(12) < 6, -0.8, 0.8)
    found = measure.crossed_raters(true[whom] + severity[who] + rng.normal(0, 0.1, 60), who, whom)
    adjusted = [found.targets[str(j)].estimate for j in range(8)]
    raw = [found.targets[str(j)].raw for j in range(8)]
    assert np.abs(np.array(adjusted) - true).max() < 0.25
    assert np.abs(np.array(raw) - true).max() > np.abs(np.array(adjusted) - true).max()
    assert found.severity["0"] < 0 < found.severity["11"]


def test_favours_that_are_returned_raise_a_prompt_and_chance_does_not():
    rng = RNG(3)
    base = rng.normal(size=(9, 9))
    assert measure.reciprocity(base + base.T).raised
    assert not measure.reciprocity(base).raised
    popular = np.add.outer(rng.normal(size=9), 3 * rng.normal(size=9)) + 0.3 * rng.normal(size=(9, 9))
    assert not measure.reciprocity(popular).raised


def test_a_rank_that_depends_on_the_weights_is_shown_as_a_band_only():
    rng = RNG(5)
    close_call = rng.normal(70, 2, (12, 4))
    assert measure.rank_stability(close_call, [0.25] * 4).bands_only
    clear = np.linspace(40, 90, 12)[:, None] + rng.normal(0, 0.5, (12, 4))
    found = measure.rank_stability(clear, [0.25] * 4)
    assert not found.bands_only
    assert found.ranks[-1] == 1
    assert found.bands == (3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1)


def test_reward_looks_at_the_lower_and_sanction_at_the_upper_bound():
    found = measure.composite({"kept": (80, 5), "asked": (60, 5)}, {"kept": 0.7, "asked": 0.3}, n=20)
    assert found.reward_basis == found.low < found.estimate < found.high == found.sanction_basis
    assert measure.composite({"kept": (80, 5)}, {"kept": 1}, n=2).reward_basis is None


def test_a_path_through_departments_is_read_as_the_handbook_says():
    way = measure.path(["A", "A", "B", "B", "A", "B"])
    assert (way.handovers, way.ping_pong, way.oscillation, way.revisit) == (3, True, True, True)
    straight = measure.path(["A", "B", "C"])
    assert (straight.handovers, straight.ping_pong, straight.revisit) == (2, False, False)
    assert measure.path(["A", "A"]).first_assignment_resolution
    assert not measure.path(["A"], reopened=True).first_assignment_resolution
    assert measure.path([]).handovers == 0
    shares = measure.handover_of_work([["A", "A", "B"], ["A", "B"], ["B", "A"]])
    assert shares == {("A", "B"): pytest.approx(2 / 3), ("B", "A"): pytest.approx(1 / 3)}


def test_open_requests_past_their_promise_count_as_not_kept():
    assert measure.attainment(40, 50).estimate == 0.8
    assert measure.attainment(40, 50, 30).estimate == 0.5


def test_no_voices_mean_unknown_and_not_satisfied():
    assert "满意" in measure.voices([], 40).sentence("zh-Hans")
    assert measure.voices([], 40).estimate is None


def test_training_is_advised_on_two_kinds_of_evidence_and_not_where_the_process_fails():
    gaps = measure.training_gaps(
        {"welding": 4, "forms": 3, "phone": 3, "safety": 2},
        {"welding": 2, "forms": 1, "phone": 2, "safety": 3},
        weights={"welding": 2},
        evidence={"welding": ["quiz", "rework"], "forms": ["quiz", "returns"], "phone": ["quiz"]},
        process_explains=["forms"],
    )
    assert [(gap.skill, gap.advice) for gap in gaps] == [
        ("welding", "train"), ("forms", "process"), ("phone", "more evidence"), ("safety", "none")
    ]  # fmt: skip
    assert all(gap.sentence("zh-Hans") != gap.sentence() for gap in gaps)


def test_density_between_small_departments_is_kept_back():
    people = list(range(12))
    rooms = {p: "big" if p < 8 else "small" for p in people}
    found = measure.density_between(people, [(0, 1), (0, 9), (9, 10)], rooms)
    assert found == {("big", "big"): pytest.approx(1 / 56)}


def test_parallel_analysis_finds_the_two_dimensions_that_were_put_in():
    rng = RNG(12)
    traits = rng.normal(size=(400, 2))
    table = np.repeat(traits, 4, axis=1) + rng.normal(0, 0.8, (400, 8))
    assert measure.explore_factors(table).estimate == 2


def test_reach_is_told_level_by_level_and_a_contradiction_is_named():
    found = measure.reach_by_level({"heads": 8, "floor": 12}, {"heads": 8, "floor": 40, "night": 0})
    assert found["heads"].estimate == 1
    assert found["floor"].estimate == 0.3
    assert found["night"].reason.code == "empty"


def test_alerts_point_at_rows_and_never_at_fewer_than_a_gate():
    answers = np.vstack([np.full((20, 6), 3), RNG(1).integers(1, 6, (30, 6))])
    found = measure.straight_lining(answers)
    assert found.raised
    assert set(range(20)) <= set(found.where)
    assert measure.end_of_period_spike(30, 60, share_of_period=0.1).raised
    assert not measure.end_of_period_spike(7, 60, share_of_period=0.1).raised
    assert measure.growth(40, 60, 10, 60).raised
    assert not measure.growth(12, 60, 10, 60).raised
    assert measure.splitting([1, 1, 2], "aaa", [0, 1, 2], window=5).where == (1,)


def test_kano_answers_fall_into_their_classes():
    assert measure.kano_classes([1, 1, 3, 3, 5, 1], [3, 5, 5, 3, 1, 1]) == {
        "A": 1,
        "O": 1,
        "M": 1,
        "I": 1,
        "R": 1,
        "Q": 1,
    }
    assert measure.net_score_groups([10, 9, 8, 7, 6, 0, None]) == (2, 2, 2)
