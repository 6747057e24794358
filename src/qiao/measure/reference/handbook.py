"""The fixtures of the measurement handbook that need no data set of their own."""

from collections.abc import Iterator

import numpy as np

from qiao import measure

from . import Known, Row, rows

DYESTUFF = {
    "A": (1545, 1440, 1440, 1520, 1580),
    "B": (1540, 1555, 1490, 1560, 1495),
    "C": (1595, 1550, 1605, 1510, 1560),
    "D": (1445, 1440, 1595, 1465, 1545),
    "E": (1595, 1630, 1515, 1635, 1625),
    "F": (1520, 1455, 1450, 1480, 1445),
}
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
LANEY_N = (1000, 1200, 900, 1100, 1050, 980, 1150, 1020, 990, 1080, 1010, 1130)
LANEY_D = (80, 120, 65, 105, 70, 95, 125, 75, 88, 60, 110, 90)
MP6 = ((6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35), (1,) * 9 + (0,) * 12)
# LSAT section 6: how many of 1,000 people gave each pattern of right answers, 00000 … 11111.
LSAT6: tuple[int, ...] = (3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15)
LSAT6 += (10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298)


def lsat6() -> list[list[int]]:
    """The answers of LSAT section 6, person by person."""
    patterns = [[int(bit) for bit in f"{index:05b}"] for index in range(32)]
    return [pattern for pattern, count in zip(patterns, LSAT6, strict=True) for _ in range(count)]


def _shares() -> Iterator[Row]:
    eight, none = measure.wilson(8, 10), measure.wilson(0, 20)
    pairs: Known = [("8/10 low", ".490", eight.low), ("8/10 high", ".943", eight.high)]
    pairs += [("0/20 low", "0", none.low), ("0/20 high", ".1611", none.high)]
    yield from rows("Wilson interval", "MEASUREMENT; Wilson 1927", pairs)
    gap = measure.newcombe(56, 70, 48, 80)
    pairs = [("56/70 − 48/80", ".20", gap.estimate), ("low", ".0524", gap.low), ("high", ".3339", gap.high)]
    yield from rows("Newcombe difference", "MEASUREMENT; Newcombe 1998", pairs)
    wide, small = measure.net_score(40, 35, 25), measure.net_score(6, 3, 1, adjusted=True)
    pairs = [("40/35/25", "15", wide.estimate), ("low", "-0.5", wide.low), ("high", "30.5", wide.high)]
    pairs += [("6/3/1 adjusted, low", "-0.2", small.low), ("6/3/1 adjusted, high", "77.1", small.high)]
    yield from rows("Recommendation net score", "MEASUREMENT; Rocks 2016", pairs)


def _silence() -> Iterator[Row]:
    found = measure.nonresponse_weights({"a": 60, "b": 40}, {"a": 10, "b": 20})
    pairs: Known = [
        ("w, N = 60, n = 10", "1.8", found.weights["a"]),
        ("w, N = 40, n = 20", ".6", found.weights["b"]),
    ]
    pairs += [("n_eff", "22.73", found.estimate)]
    yield from rows("Non-response weights", "MEASUREMENT; Kish 1965", pairs)
    bounds = measure.manski(30, 50, 100)
    pairs = [("r = .5, p = .6: r·p", ".30", bounds.low), ("r·p + 1 − r", ".80", bounds.high)]
    yield from rows("Manski bounds", "MEASUREMENT, formula by hand", pairs)


def _departments() -> Iterator[Row]:
    needed = [measure.raters_needed(rho) for rho in (0.05, 0.10, 0.20)]
    pairs: Known = [
        (f"ρ = {rho}", expected, got)
        for rho, expected, got in zip((".05", ".10", ".20"), ("45", "21", "10"), needed, strict=True)
    ]
    yield from rows("Raters for ICC(2) = .70", "MEASUREMENT; Spearman–Brown", pairs)
    values = [value for batch in DYESTUFF.values() for value in batch]
    found = measure.shrink(values, [name for name in DYESTUFF for _ in range(5)])
    mean = found.estimate or 0.0
    shift = {name: (one.estimate or 0.0) - mean for name, one in found.departments.items()}
    pairs = [("τ²", "1764.05", found.tau2), ("σ²", "2451.25", found.sigma2)]
    pairs += [("λ", ".7825", found.departments["A"].weight)]
    pairs += [("A", "-17.61", shift["A"]), ("E", "56.73", shift["E"])]
    yield from rows("Shrinkage, Dyestuff", "MEASUREMENT; lme4 (Davies 1947)", pairs)
    chance = measure.expected_range(12, n=8, sd=0.8)
    yield from rows(
        "Range of 12 equal teams", "MEASUREMENT; Tippett 1925", [("n = 8, sd .8", "0.92", chance)]
    )


def _charts() -> Iterator[Row]:
    from statsmodels.datasets import nile

    flow = nile.load().data["volume"].to_numpy()
    chart = measure.xmr(flow, baseline=28)
    outside = next(s.index for s in chart.signals if s.rule == "outside")
    run = next(s.index for s in chart.signals if s.rule == "run")
    pairs: Known = [("x̄ 1871–98", "1097.75", chart.estimate), ("mR̄", "141.185", chart.moving_range)]
    pairs += [("lower", "722.2", chart.low), ("upper", "1473.3", chart.high)]
    pairs += [
        ("first low point, year", "1902", 1871 + outside),
        ("run of 8 complete, year", "1906", 1871 + run),
    ]
    yield from rows("XmR, Nile", "MEASUREMENT; Wheeler", pairs)
    plain, wide = measure.p_chart(LANEY_D, LANEY_N), measure.laney_p(LANEY_D, LANEY_N)
    pairs = [("p̄", ".085884", wide.estimate), ("σ_z", "2.8925", wide.sigma_z)]
    pairs += [("signals, p", "1", len(plain.signals)), ("signals, p′", "0", len(wide.signals))]
    yield from rows("p and Laney p′", "MEASUREMENT; Laney 2002", pairs)
    (low, high), (lowest, highest) = measure.funnel_limits(0.8, 50), measure.funnel_limits(0.8, 50, z=3.0902)
    pairs = [("1.96 low", ".689", float(low)), ("1.96 high", ".911", float(high))]
    pairs += [("3.0902 low", ".625", float(lowest)), ("3.0902 high", ".975", float(highest))]
    yield from rows("Funnel, p0 = .8, n = 50", "MEASUREMENT; Spiegelhalter 2005", pairs)


def _priorities_and_change() -> Iterator[Row]:
    found = measure.kano(20, 30, 25, 15)
    pairs: Known = [("SI", ".556", found.estimate), ("DI", "-.611", found.di.estimate if found.di else None)]
    yield from rows("Kano, A20 O30 M25 I15", "MEASUREMENT; Berger 1993", pairs)
    move = measure.regression_to_mean(0.10, between=0.2, within=0.8, n=8)
    pairs = [("observed", "-.61", move.observed), ("next time", "-.20", move.expected)]
    yield from rows("Regression to the mean, worst 10 %", "MEASUREMENT; Davis 1976", pairs)
    sleep = measure.paired(*SLEEP)
    pairs = [("t", "4.0621", sleep.t), ("p", ".00283", sleep.p), ("low", ".7001", sleep.low)]
    pairs += [("high", "2.4599", sleep.high), ("d_z", "1.2846", sleep.d_z), ("g_av", ".761", sleep.g_av)]
    yield from rows("Paired, sleep", "MEASUREMENT; R t.test(sleep); Lakens 2013", pairs)


def _time_and_raters() -> Iterator[Row]:
    curve = measure.kaplan_meier(*MP6)
    pairs: Known = [
        (f"S({t})", e, curve.at(t).estimate) for t, e in ((6, ".857"), (10, ".753"), (23, ".448"))
    ]
    pairs += [("median", "23", curve.estimate)]
    yield from rows("Kaplan–Meier, 6-MP", "MEASUREMENT; Freireich 1963", pairs)
    for share, need in ((0.85, 19), (0.95, 59)):
        bound = measure.quantile_bound(np.arange(1, need + 1), share)
        short = measure.quantile_bound(np.arange(1, need), share)
        pairs = [
            (f"least n of P{100 * share:.0f}", str(need), bound.high),
            ("missing one below", "1", short.verdict.more),
        ]
        yield from rows("Quantile bounds", "MEASUREMENT; Conover 1999", pairs)
    model = measure.crossed_raters([4.5, 4.8, 3.5, 3.2], ["r1", "r1", "r2", "r2"], ["B", "C", "A", "C"])
    pairs = [
        (name, e, model.targets[name].estimate) for name, e in (("A", "4.3"), ("B", "3.7"), ("C", "4.0"))
    ]
    yield from rows("Crossed raters", "MEASUREMENT, exact", pairs)


def _learning_and_words() -> Iterator[Row]:
    answers = lsat6()
    items = list(measure.item_statistics(answers).items.values())
    expected = (".924", ".709", ".553", ".763", ".870")
    pairs: Known = [
        (f"difficulty {i + 1}", e, item.difficulty.estimate)
        for i, (e, item) in enumerate(zip(expected, items, strict=True))
    ]
    pairs += [("KR-20 (α, R package ltm)", ".295", measure.kr20(answers).estimate)]
    yield from rows("Quiz items, LSAT 6", "MEASUREMENT; Bock & Lieberman 1970", pairs)
    kept = measure.fidelity([10, 8, 6], 10).estimate
    yield from rows("Message fidelity", "MEASUREMENT, formula by hand", [("10 → 8 → 6 of 10", ".775", kept)])


def _anonymity() -> Iterator[Row]:
    sales, tech = range(4), range(4, 13)
    page = measure.releasable({"all": range(13), "sales": sales, "tech": tech})
    alone = measure.releasable({"tech": tech}, visible=[range(13)])
    six = measure.releasable({"part": range(9)}, visible=[range(15)])
    pair = measure.releasable({"A": range(1, 7), "B": range(1, 8)})
    exposed = measure.audit_cuts({"A": range(1, 7), "B": range(1, 8)}).exposed
    pairs: Known = [
        ("13 = 4 + 9: parts shown", "0", len(page.released) - 1),
        ("9 of a visible 13 shown", "0", len(alone.released)),
        ("9 of a visible 15 (rest 6) shown", "1", len(six.released)),
        ("{1..6} and {1..7}: shown", "1", len(pair.released)),
        ("{1..6} and {1..7} released: exposed people", "1", len(exposed)),
        ("4.0 of 5, then 3.5 of 6 reveals", "1", measure.revealed(5, 4.0, 6, 3.5)),
    ]
    yield from rows("Anonymity, k = 5", "MEASUREMENT", pairs)


def all_rows() -> list[Row]:
    """Every fixture of the handbook, calculated now."""
    parts = (_shares, _silence, _departments, _charts, _priorities_and_change, _time_and_raters)
    return [row for part in (*parts, _learning_and_words, _anonymity) for row in part()]
