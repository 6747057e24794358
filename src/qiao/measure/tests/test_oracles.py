"""Values from other programs on invented data, kept here so that the programs themselves are not needed.

pingouin 0.7 (GPL) and lifelines served as oracles during development and are no dependency.
"""

import numpy as np
import pytest

from qiao import measure

close = pytest.approx


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(11)
    noise = rng.normal(size=(40, 1)) + rng.normal(0, 0.9, (40, 5))
    answers = np.clip(np.round(3 + noise), 1, 5)
    ratings = (rng.normal(size=10)[:, None] + rng.normal(size=(10, 6))).ravel()
    before, after = rng.normal(size=25), rng.normal(0.4, 1.2, size=25)
    time, ended = rng.exponential(5, 60), rng.random(60) < 0.7
    cause = np.where(ended, 1 + (rng.random(60) < 0.4), 0)
    return {
        "x": answers,
        "icc": ratings,
        "pair": (before, after),
        "time": time,
        "ended": ended,
        "cause": cause,
    }


def test_alpha_with_feldts_interval_equals_pingouin(drawn):
    alpha = measure.cronbach_alpha(drawn["x"])
    assert alpha.estimate == close(0.8663728734151268)
    assert (alpha.low, alpha.high) == (close(0.787, abs=5e-4), close(0.922, abs=5e-4))


def test_intraclass_correlations_equal_pingouin(drawn):
    found = measure.icc(drawn["icc"], np.repeat(np.arange(10), 6))
    assert (found.estimate, found.icc2) == (close(0.431601, abs=1e-6), close(0.820013, abs=1e-6))
    assert (found.f, found.p) == (close(5.555962, abs=1e-6), close(0.000027, abs=5e-7))
    assert (found.low, found.high) == (close(0.18, abs=5e-3), close(0.75, abs=5e-3))


def test_paired_and_welch_equal_pingouin(drawn):
    pair, apart = measure.paired(*drawn["pair"]), measure.mean_difference(*drawn["pair"])
    assert (pair.t, pair.df, pair.p) == (close(0.805861, abs=1e-6), 24, close(0.428236, abs=1e-6))
    assert (pair.low, pair.high) == (close(-0.38, abs=5e-3), close(0.88, abs=5e-3))
    assert (apart.low, apart.high) == (close(-0.98, abs=5e-3), close(0.49, abs=5e-3))


def test_newcombe_equals_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    share, gap = measure.wilson(17, 60), measure.newcombe(17, 60, 30, 55)
    assert (share.low, share.high) == close(proportion_confint(17, 60, method="wilson"))
    expected = confint_proportions_2indep(17, 60, 30, 55, method="newcomb", compare="diff")
    assert (gap.low, gap.high) == close(expected)


def test_shapley_shares_equal_pingouins_relative_importance(drawn):
    found = measure.shapley_r2(drawn["x"][:, 4], drawn["x"][:, :4], resamples=5)
    shares = [weight.estimate for weight in found.weights.values()]
    assert shares == close([0.154332, 0.138298, 0.061280, 0.120850], abs=1e-6)


def test_survival_and_incidence_equal_lifelines(drawn):
    curve = measure.kaplan_meier(drawn["time"], drawn["ended"])
    assert curve.estimate == close(5.969626873515633)
    causes = [None if code == 0 else str(code) for code in drawn["cause"]]
    one = measure.aalen_johansen(drawn["time"], causes).curves["1"]
    assert (one.lower[-1], one.upper[-1]) == (close(0.50541395), close(0.79662251))


def test_crossed_raters_equal_statsmodels_mixedlm():
    rng = np.random.default_rng(0)
    target, rater = rng.normal(0, 0.5, 30), rng.normal(0, 0.4, 60)
    who = np.repeat(np.arange(60), 8)
    whom = np.concatenate([rng.choice(30, 8, replace=False) for _ in range(60)])
    model = measure.crossed_raters(3.5 + target[whom] + rater[who] + rng.normal(0, 0.6, 480), who, whom)
    # mixedlm("y ~ 1", groups=1, vc_formula={"r": "0 + C(r)", "t": "0 + C(t)"})
    variances = (model.variance_raters, model.variance_targets, model.variance_rest)
    assert variances == close((0.18222794, 0.14319061, 0.3145357463979166), rel=2e-4)
