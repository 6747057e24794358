"""Known answers on real data sets (attitude, bfi, Holzinger–Swineford, Krackhardt), when they are there."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qiao import measure

from . import Known, Row, rows

FILES = (
    "attitude/attitude.csv",
    "bfi/bfi.csv",
    "holzinger_swineford/HolzingerSwineford1939.csv",
    "krackhardt_hightech/nodes.csv",
)
Columns = dict[str, list[float | None]]
BFI = {
    "agree": ("-A1 A2 A3 A4 A5", (".7012", ".7030", ".7038", ".7130"), ("4.6531", ".8936", "2709")),
    "conscientious": ("C1 C2 C3 -C4 -C5", (".7247", ".7267", ".7293", ".7301"), ("4.2694", ".9471", "2707")),
    "extraversion": ("-E1 -E2 E3 E4 E5", (".7597", ".7617", ".7609", ".7618"), ("4.1460", "1.0545", "2713")),
    "neuroticism": ("N1 N2 N3 N4 N5", (".8118", ".8140", ".8133", ".8147"), ("3.1620", "1.1869", "2694")),
    "openness": ("O1 -O2 O3 O4 -O5", (".5968", ".6002", ".6025", ".6073"), ("4.5910", ".8033", "2726")),
}


def available(folder: Path) -> bool:
    """Whether all four data sets are in the folder."""
    return all((folder / name).is_file() for name in FILES)


def read(path: Path) -> Columns:
    """Columns of numbers; empty cells and text are missing."""
    with path.open(newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    return {name: [_number(line[i]) for line in table[1:]] for i, name in enumerate(table[0])}


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _attitude(folder: Path) -> Iterator[Row]:
    data = read(folder / FILES[0])
    rest = {name: data[name] for name in data if name != "rating"}
    full = measure.regression(data["rating"], rest)
    source = "FACTS: R lm(rating ~ ., attitude)"
    known = {
        "intercept": ("10.78708", "11.58926"),
        "complaints": (".61319", ".16098"),
        "privileges": ("-.07305", ".13572"),
        "learning": (".32033", ".16852"),
        "raises": (".08173", ".22148"),
        "critical": (".03838", ".14700"),
        "advance": ("-.21706", ".17821"),
    }
    for name, (b, se) in known.items():
        pairs: Known = [
            (name, b, full.coefficients[name].estimate),
            (f"{name}, se", se, full.standard_errors[name]),
        ]
        yield from rows("attitude: regression", source, pairs)
    pairs = [("R²", ".732602", full.estimate), ("adjusted R²", ".662846", full.adjusted_r2)]
    pairs += [("F(6, 23)", "10.5024", full.f), ("residual se", "7.068", full.residual_sd)]
    pairs += [("p of F × 10⁵", "1.2404", full.f_p * 1e5)]
    pairs += [("p of complaints", ".000903", full.p_values["complaints"])]
    pairs += [("p of learning", ".069925", full.p_values["learning"])]
    yield from rows("attitude: regression", source, pairs)
    yield from _attitude_smaller(data, full.estimate or 0.0)
    yield from _attitude_scale(data, rest)


def _attitude_smaller(data: Columns, full_r2: float) -> Iterator[Row]:
    source = "FACTS; Chatterjee & Hadi"
    one = {name: measure.regression(data["rating"], {name: data[name]}) for name in ("advance", "complaints")}
    two = measure.regression(data["rating"], {name: data[name] for name in ("complaints", "learning")})
    pairs: Known = [
        ("~ advance: intercept", "56.7558", one["advance"].coefficients["intercept"].estimate),
        ("~ advance: slope", ".1835", one["advance"].coefficients["advance"].estimate),
        ("~ advance: R²", ".02405", one["advance"].estimate),
        ("~ complaints: intercept", "14.3763", one["complaints"].coefficients["intercept"].estimate),
        ("~ complaints: slope", ".754610", one["complaints"].coefficients["complaints"].estimate),
        ("r(rating, complaints)", ".8254", (one["complaints"].estimate or 0.0) ** 0.5),
        ("~ complaints + learning: intercept", "9.87088", two.coefficients["intercept"].estimate),
        ("~ complaints + learning: complaints", ".64352", two.coefficients["complaints"].estimate),
        ("~ complaints + learning: learning", ".21119", two.coefficients["learning"].estimate),
        ("~ complaints + learning: R²", ".70802", two.estimate),
        (
            "F of the full model against it",
            ".5287",
            (full_r2 - (two.estimate or 0.0)) / 4 / ((1 - full_r2) / 23),
        ),
    ]
    yield from rows("attitude: smaller models", source, pairs)


def _attitude_scale(data: Columns, rest: Columns) -> Iterator[Row]:
    drivers = measure.relative_weights(data["rating"], rest, resamples=50)
    vif = ("2.6671", "1.6009", "2.2710", "3.0782", "1.2281", "1.9516")
    pairs: Known = [(f"VIF {name}", e, drivers.vif[name]) for name, e in zip(rest, vif, strict=True)]
    pairs += [
        ("relative weights add up to R²", ".732602", sum(w.estimate or 0 for w in drivers.weights.values()))
    ]
    shares = measure.shapley_r2(data["rating"], rest, resamples=20)
    pairs += [
        ("Shapley shares add up to R²", ".732602", sum(w.estimate or 0 for w in shares.weights.values()))
    ]
    yield from rows("attitude: drivers", "FACTS: R, statsmodels", pairs)
    alpha = measure.cronbach_alpha(data)
    pairs = [("α", ".843143", alpha.estimate), ("low", ".739", alpha.low), ("high", ".916", alpha.high)]
    pairs += [("standardised", ".8391", alpha.standardised), ("Guttman 6", ".8752", alpha.guttman6)]
    pairs += [("mean r", ".4269", alpha.mean_correlation)]
    dropped = (".8098", ".7969", ".8278", ".8030", ".7954", ".8639", ".8405")
    pairs += [(f"without {name}", e, alpha.if_dropped[name]) for name, e in zip(data, dropped, strict=True)]
    yield from rows("attitude: alpha", "FACTS: psych::alpha, pingouin", pairs)
    means = ("64.6333", "66.6", "53.1333", "56.3667", "64.6333", "74.7667", "42.9333")
    spreads = ("12.1726", "13.3148", "12.2354", "11.7370", "10.3972", "9.8949", "10.2887")
    for (name, column), mean, sd in zip(data.items(), means, spreads, strict=True):
        found = measure.likert_mean(column, points=100)
        yield from rows(
            "attitude: columns", "FACTS", [(f"mean {name}", mean, found.estimate), ("sd", sd, found.sd)]
        )


def _bfi(folder: Path) -> Iterator[Row]:
    data, sums = read(folder / FILES[1]), {}
    for name, (keys, alphas, moments) in BFI.items():
        scale = {key.strip("-"): _keyed(data[key.strip("-")], key.startswith("-")) for key in keys.split()}
        filled = {key: np.where(np.isnan(x), np.nanmedian(x), x) for key, x in scale.items()}
        sums[name] = np.mean(list(filled.values()), axis=0)
        pairwise = measure.cronbach_alpha(scale, missing="pairwise")
        listwise = measure.cronbach_alpha(scale)
        mean = measure.likert_mean(sums[name], points=6)
        pairs: Known = [
            ("α, median filled", alphas[0], measure.cronbach_alpha(filled).estimate),
            ("α, pairwise", alphas[1], pairwise.estimate),
            ("α, listwise", alphas[2], listwise.estimate),
            ("n, listwise", moments[2], listwise.n),
            ("standardised, pairwise", alphas[3], pairwise.standardised),
            ("mean", moments[0], mean.estimate),
            ("sd", moments[1], mean.sd),
        ]
        yield from rows(f"bfi: {name}", "FACTS: psych 2.2.9, pingouin", pairs)
    r2 = measure.regression(sums["agree"], {"extraversion": sums["extraversion"]}).estimate or 0.0
    yield from rows("bfi: scales", "FACTS: psych 2.2.9", [("r(agree, extraversion)", ".4618", r2**0.5)])


def _keyed(column: list[float | None], reverse: bool) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = np.array(column, np.float64)
    return 7 - values if reverse else values


def _holzinger(folder: Path) -> Iterator[Row]:
    data = read(folder / FILES[2])
    scales = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
    found = measure.factor_analysis(data, scales)
    pairs: Known = [("χ²", "85.306", found.chi2), ("df", "24", found.df), ("CFI", ".931", found.cfi)]
    pairs += [("TLI", ".896", found.tli), ("RMSEA", ".092", found.estimate), ("low", ".071", found.low)]
    pairs += [("high", ".114", found.high), ("SRMR", ".065", found.srmr), ("AIC", "7517.490", found.aic)]
    pairs += [("BIC", "7595.339", found.bic), ("baseline χ²", "918.852", found.baseline_chi2)]
    pairs += [("baseline df", "36", found.baseline_df)]
    loadings = (".772", ".424", ".581", ".852", ".855", ".838", ".570", ".723", ".665")
    pairs += [(f"loading {x}", e, found.loadings[x]) for x, e in zip(found.loadings, loadings, strict=True)]
    known = {("visual", "textual"): ".459", ("visual", "speed"): ".471", ("textual", "speed"): ".283"}
    pairs += [(f"r({a}, {b})", e, found.correlations[a, b]) for (a, b), e in known.items()]
    yield from rows("Holzinger–Swineford: three factors", "FACTS: lavaan, semopy", pairs)
    alphas = zip(scales.items(), (".6261", ".8827", ".6885"), strict=True)
    pairs = [
        (f"α {s}", e, measure.cronbach_alpha({x: data[x] for x in xs}).estimate) for (s, xs), e in alphas
    ]
    yield from rows("Holzinger–Swineford: alpha", "MEASUREMENT, FACTS", pairs)


NETWORKS: dict[str, dict[str, str]] = {
    "advice": {
        "ties": "190", "density": ".4524", "mutual": "45", "one_way": "100", "empty": "65",
        "returned": ".4737",
        "in": "18", "in who": "2", "out": "20", "out who": "15", "between": "88.917", "who": "18",
        "inside": "46", "outside": "144",
    },
    "friendship": {
        "ties": "102", "density": ".2429", "mutual": "23", "one_way": "56", "empty": "131",
        "returned": ".4510",
        "in": "10", "in who": "2", "out": "18", "out who": "17", "between": "134.433", "who": "17",
        "inside": "38", "outside": "64",
    },
    "reports_to": {
        "ties": "20", "density": ".0476", "mutual": "0", "one_way": "20", "empty": "190", "returned": "0",
        "in": "7", "in who": "14", "out": "1", "between": "7", "who": "14", "inside": "16", "outside": "4",
    },
}  # fmt: skip
TRIADS = (
    "003 74, 012 153, 102 90, 021D 160, 021U 86, 021C 49, 111D 59, 111U 101, 030T 190, 030C 2, 201 72, "
    "120D 62, 120U 78, 120C 17, 210 107, 300 30"
)


def _krackhardt(folder: Path) -> Iterator[Row]:
    nodes = read(folder / FILES[3])
    people = [int(i or 0) for i in nodes["id"]]
    place = dict(zip(people, nodes["dept"], strict=True))
    for name, known in NETWORKS.items():
        table = read(folder / f"krackhardt_hightech/{name}.csv")
        ties = [(int(a or 0), int(b or 0)) for a, b in zip(table["from"], table["to"], strict=True)]
        named, naming = measure.in_degree(people, ties), measure.out_degree(people, ties)
        broker, dyads = measure.betweenness(people, ties), measure.mutuality(people, ties)
        sides = measure.ei_index(people, ties, place, permutations=99)
        density = measure.density(people, ties)
        got = {"ties": density.counts["ties"], "density": density.estimate, "returned": dyads.estimate}
        got |= {
            "in": named.estimate,
            "in who": named.highest,
            "out": naming.estimate,
            "out who": naming.highest,
        }
        got |= {"between": broker.estimate, "who": broker.highest, **dyads.counts, **sides.counts}
        pairs: Known = [(what, expected, got[what]) for what, expected in known.items()]
        yield from rows(f"Krackhardt: {name}", "FACTS: Krackhardt 1987, networkx", pairs)
        if name == "advice":
            rank, census = measure.pagerank(people, ties).values, measure.triad_census(people, ties)
            standing = {21: ".1638", 7: ".1040", 2: ".0939", 18: ".0721"}
            pairs = [(f"PageRank {who}", expected, rank[who]) for who, expected in standing.items()]
            kinds = [entry.split(" ") for entry in TRIADS.split(", ")]
            pairs += [(f"triads {kind}", count, census[kind]) for kind, count in kinds]
            yield from rows("Krackhardt: advice", "FACTS: Krackhardt 1987, networkx", pairs)


def all_rows(folder: Path) -> list[Row]:
    """Every known answer on the data sets of a folder (see `available`), calculated now."""
    parts = (_attitude, _bfi, _holzinger, _krackhardt)
    return [row for part in parts for row in part(folder)]
