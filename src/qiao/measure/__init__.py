"""Statistics of service, pure: `from qiao import measure`.

Every formula of the measurement handbook once, documented and typed. Nothing here knows Django, a
database or a clock. See docs/measure.

Families are imported when a name of theirs is first used, and scipy, statsmodels and networkx when a
formula first needs them: importing this package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import gates
    from .agreement import Icc, icc, r_wg, raters_needed
    from .alerts import Alert, end_of_period_spike, growth, reciprocity, splitting, straight_lining
    from .anonymity import Release, audit_cuts, publish_batch, releasable, revealed
    from .audit import Audit
    from .change import Judgement, Paired, Return, judge, judgement_text, paired, regression_to_mean
    from .charts import Chart, Signal, laney_p, p_chart, xmr
    from .comparison import DifferenceInDifferences, difference_in_differences
    from .composites import Composite, RankStability, composite, rank_stability, score_against
    from .drivers import CAPTION, Drivers, Regression, regression, relative_weights, shapley_r2
    from .explore import Exploration, explore_factors
    from .factors import FactorModel, factor_analysis
    from .flow import Path, attainment, flow_efficiency, handover_of_work, path
    from .forecast import Forecast, forecast_amount, forecast_periods, littles_law
    from .funnels import Funnel, FunnelPoint, funnel, funnel_limits
    from .gates import Gate, Verdict
    from .intervals import newcombe, newcombe_many, quantile_bound, wilson
    from .items import Item, ItemStatistics, item_statistics, kr20
    from .learning import Gap, training_gaps
    from .means import LikertMean, likert_mean, mean_difference, net_score, net_score_groups
    from .network import (
        NodeScores,
        Ties,
        betweenness,
        constraint,
        density,
        density_between,
        ei_index,
        in_degree,
        mutuality,
        out_degree,
        pagerank,
        triad_census,
    )
    from .odds import Logistic, logistic_regression
    from .priorities import Kano, Position, Priorities, importance_performance, kano, kano_classes
    from .raters import RaterModel, Target, crossed_raters
    from .reach import Fidelity, Voices, comprehension, fidelity, reach_by_level, voices
    from .reasons import Reason
    from .refusal import Refusal
    from .register import Decision, Register
    from .reliability import Alpha, ItemTotal, Omega, cronbach_alpha, item_total, mcdonald_omega
    from .result import Result, Results, Shown
    from .series import Cusum, Interruption, cusum, interrupted_time_series
    from .shrinkage import Shrinkage, Shrunken, expected_range, shrink
    from .survival import Curve, Incidence, aalen_johansen, kaplan_meier
    from .weights import Bounds, Weights, manski, nonresponse_weights, weighted_mean

# The same names once more, for the running program; a test compares the two lists.
_FAMILIES = {
    "agreement": "Icc icc r_wg raters_needed",
    "alerts": "Alert end_of_period_spike growth reciprocity splitting straight_lining",
    "anonymity": "Release audit_cuts publish_batch releasable revealed",
    "audit": "Audit",
    "change": "Judgement Paired Return judge judgement_text paired regression_to_mean",
    "charts": "Chart Signal laney_p p_chart xmr",
    "comparison": "DifferenceInDifferences difference_in_differences",
    "composites": "Composite RankStability composite rank_stability score_against",
    "drivers": "CAPTION Drivers Regression regression relative_weights shapley_r2",
    "explore": "Exploration explore_factors",
    "factors": "FactorModel factor_analysis",
    "flow": "Path attainment flow_efficiency handover_of_work path",
    "forecast": "Forecast forecast_amount forecast_periods littles_law",
    "funnels": "Funnel FunnelPoint funnel funnel_limits",
    "gates": "Gate Verdict",
    "intervals": "newcombe newcombe_many quantile_bound wilson",
    "items": "Item ItemStatistics item_statistics kr20",
    "learning": "Gap training_gaps",
    "means": "LikertMean likert_mean mean_difference net_score net_score_groups",
    "network": "NodeScores Ties betweenness constraint density density_between "
    "ei_index in_degree mutuality out_degree pagerank triad_census",
    "odds": "Logistic logistic_regression",
    "priorities": "Kano Position Priorities importance_performance kano kano_classes",
    "raters": "RaterModel Target crossed_raters",
    "reach": "Fidelity Voices comprehension fidelity reach_by_level voices",
    "reasons": "Reason",
    "refusal": "Refusal",
    "register": "Decision Register",
    "reliability": "Alpha ItemTotal Omega cronbach_alpha item_total mcdonald_omega",
    "result": "Result Results Shown",
    "series": "Cusum Interruption cusum interrupted_time_series",
    "shrinkage": "Shrinkage Shrunken expected_range shrink",
    "survival": "Curve Incidence aalen_johansen kaplan_meier",
    "weights": "Bounds Weights manski nonresponse_weights weighted_mean",
}
_HOMES = {name: family for family, names in _FAMILIES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name == "gates":
        return import_module(f"{__name__}.gates")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "CAPTION",
    "Alert",
    "Alpha",
    "Audit",
    "Bounds",
    "Chart",
    "Composite",
    "Curve",
    "Cusum",
    "Decision",
    "DifferenceInDifferences",
    "Drivers",
    "Exploration",
    "FactorModel",
    "Fidelity",
    "Forecast",
    "Funnel",
    "FunnelPoint",
    "Gap",
    "Gate",
    "Icc",
    "Incidence",
    "Interruption",
    "Item",
    "ItemStatistics",
    "ItemTotal",
    "Judgement",
    "Kano",
    "LikertMean",
    "Logistic",
    "NodeScores",
    "Omega",
    "Paired",
    "Path",
    "Position",
    "Priorities",
    "RankStability",
    "RaterModel",
    "Reason",
    "Refusal",
    "Register",
    "Regression",
    "Release",
    "Result",
    "Results",
    "Return",
    "Shown",
    "Shrinkage",
    "Shrunken",
    "Signal",
    "Target",
    "Ties",
    "Verdict",
    "Voices",
    "Weights",
    "aalen_johansen",
    "attainment",
    "audit_cuts",
    "betweenness",
    "composite",
    "comprehension",
    "constraint",
    "cronbach_alpha",
    "crossed_raters",
    "cusum",
    "density",
    "density_between",
    "difference_in_differences",
    "ei_index",
    "end_of_period_spike",
    "expected_range",
    "explore_factors",
    "factor_analysis",
    "fidelity",
    "flow_efficiency",
    "forecast_amount",
    "forecast_periods",
    "funnel",
    "funnel_limits",
    "gates",
    "growth",
    "handover_of_work",
    "icc",
    "importance_performance",
    "in_degree",
    "interrupted_time_series",
    "item_statistics",
    "item_total",
    "judge",
    "judgement_text",
    "kano",
    "kano_classes",
    "kaplan_meier",
    "kr20",
    "laney_p",
    "likert_mean",
    "littles_law",
    "logistic_regression",
    "manski",
    "mcdonald_omega",
    "mean_difference",
    "mutuality",
    "net_score",
    "net_score_groups",
    "newcombe",
    "newcombe_many",
    "nonresponse_weights",
    "out_degree",
    "p_chart",
    "pagerank",
    "paired",
    "path",
    "publish_batch",
    "quantile_bound",
    "r_wg",
    "rank_stability",
    "raters_needed",
    "reach_by_level",
    "reciprocity",
    "regression",
    "regression_to_mean",
    "relative_weights",
    "releasable",
    "revealed",
    "score_against",
    "shapley_r2",
    "shrink",
    "splitting",
    "straight_lining",
    "training_gaps",
    "triad_census",
    "voices",
    "weighted_mean",
    "wilson",
    "xmr",
]
