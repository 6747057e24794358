"""Who talks to whom: measures of a communication network, computed by networkx."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import gates
from .refusal import refusal, refusing
from .result import Result

Tie = tuple[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScores(Result):
    """`values` by person; `estimate` is the largest of them, at `highest`."""

    values: Mapping[Any, float] = field(default_factory=dict)
    highest: Any = None

    def facts(self) -> dict[str, Any]:
        """Adds who stands out."""
        return {**Result.facts(self), "who": self.highest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties(Result):
    """A share of the network with the counts behind it and, where permuted, its expectation."""

    counts: Mapping[str, int] = field(default_factory=dict)
    expected: float | None = None
    p: float | None = None

    def facts(self) -> dict[str, Any]:
        """Adds the expectation."""
        return {**Result.facts(self), "expected": self.expected or 0.0}


def _graph(people: Sequence[Any], ties: Iterable[Tie]) -> Any:
    """A directed graph; repeated ties count once, ties to oneself not at all."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(people)
    known = set(people)
    if len(known) < len(people):
        twice = next(person for person in people if list(people).count(person) > 1)
        raise refusal(len(known), "duplicate", what=twice)
    for one, other in ties:
        if one not in known or other not in known:
            raise refusal(len(known), "unknown_node", what=one if one not in known else other)
        if one != other:
            graph.add_edge(one, other)
    if graph.number_of_nodes() < 2:
        raise refusal(graph.number_of_nodes(), "empty")
    return graph


def _node_scores(graph: Any, method: str, values: Mapping[Any, float], kind: str) -> NodeScores:
    clean = {person: float(value) for person, value in values.items() if np.isfinite(value)}
    highest = max(clean, key=lambda person: clean[person]) if clean else None
    return NodeScores(
        n=graph.number_of_nodes(),
        estimate=clean[highest] if clean else 0.0,
        method=method,
        verdict=gates.verdict("network", graph.number_of_nodes()),
        kind=kind,
        values=clean,
        highest=highest,
    )


@refusing(NodeScores, "betweenness", "betweenness")
def betweenness(people: Sequence[Any], ties: Iterable[Tie]) -> NodeScores:
    """How many shortest directed paths of others run through a person (not normalised).

    Source: Freeman 1977, Sociometry 40, 35–41; Brandes' algorithm in networkx. Reasons: empty,
    duplicate, unknown_node. Shown from 10 people.
    """
    import networkx as nx

    graph = _graph(people, ties)
    return _node_scores(graph, "betweenness", nx.betweenness_centrality(graph, normalized=False), "broker")


@refusing(NodeScores, "burt constraint", "constraint")
def constraint(people: Sequence[Any], ties: Iterable[Tie]) -> NodeScores:
    """Burt's constraint: how far somebody's contacts are all contacts of each other (high = closed in).

    Source: Burt 1992, Structural Holes, ch. 2; networkx. People without ties have none (left out).
    Reasons as `betweenness`. Shown from 10 people.
    """
    import networkx as nx

    graph = _graph(people, ties)
    return _node_scores(graph, "burt constraint", nx.constraint(graph), "constraint")


@refusing(NodeScores, "degree", "degree")
def in_degree(people: Sequence[Any], ties: Iterable[Tie]) -> NodeScores:
    """How many others name a person. Reasons as `betweenness`; shown from 10 people."""
    graph = _graph(people, ties)
    return _node_scores(graph, "degree", dict(graph.in_degree()), "degree")


@refusing(NodeScores, "degree", "out_degree")
def out_degree(people: Sequence[Any], ties: Iterable[Tie]) -> NodeScores:
    """How many others a person names. Reasons as `betweenness`; shown from 10 people."""
    graph = _graph(people, ties)
    return _node_scores(graph, "degree", dict(graph.out_degree()), "out_degree")


@refusing(NodeScores, "pagerank", "degree")
def pagerank(people: Sequence[Any], ties: Iterable[Tie], *, damping: float = 0.85) -> NodeScores:
    """Standing: being named by those who are named. Source: Brin & Page 1998; networkx."""
    import networkx as nx

    graph = _graph(people, ties)
    return _node_scores(graph, "pagerank", nx.pagerank(graph, alpha=damping), "standing")


@refusing(Ties, "density", "density")
def density(people: Sequence[Any], ties: Iterable[Tie]) -> Ties:
    """Directed ties present over n(n−1) possible ones. Reasons as `betweenness`; from 10 people."""
    import networkx as nx

    graph = _graph(people, ties)
    counts = {"ties": graph.number_of_edges()}
    return _ties(graph, "density", float(nx.density(graph)), counts, "density")


def _ties(graph: Any, method: str, value: float, counts: Mapping[str, int], kind: str) -> Ties:
    verdict = gates.verdict("network", graph.number_of_nodes())
    n = graph.number_of_nodes()
    return Ties(n=n, estimate=value, method=method, verdict=verdict, kind=kind, counts=counts)


@refusing(Ties, "mutual dyads", "mutuality")
def mutuality(people: Sequence[Any], ties: Iterable[Tie]) -> Ties:
    """Share of ties that are returned; `counts` holds the mutual, one-way and empty pairs.

    Source: Wasserman & Faust 1994, ch. 13 (MAN census). (Reciprocity of *ratings* between departments is
    `measure.reciprocity`.) Reasons as `betweenness`, and empty without any tie.
    """
    graph = _graph(people, ties)
    total, n = graph.number_of_edges(), graph.number_of_nodes()
    if total == 0:
        raise refusal(n, "empty")
    mutual = sum(graph.has_edge(b, a) for a, b in graph.edges()) // 2
    counts = {"mutual": mutual, "one_way": total - 2 * mutual}
    counts["empty"] = n * (n - 1) // 2 - counts["mutual"] - counts["one_way"]
    return _ties(graph, "mutual dyads", 2 * mutual / total, counts, "mutuality")


@refusing(Ties, "E–I, label permutation", "ei")
def ei_index(
    people: Sequence[Any],
    ties: Iterable[Tie],
    departments: Mapping[Any, Any],
    *,
    permutations: int = 999,
    seed: int = 1,
) -> Ties:
    """E–I index (external − internal)/(all ties), −1 only inside … +1 only outside the departments.

    `expected` and low…high are what the same network gives when department labels are shuffled: silos
    exist where the estimate lies below low. Source: Krackhardt & Stern 1988, Social Psychology
    Quarterly 51, 123–140. Reasons as `betweenness`, empty (no tie), missing_group.
    """
    graph = _graph(people, ties)
    missing = [person for person in people if person not in departments]
    if missing:
        raise refusal(len(people), "missing_group", group=missing[0])
    if graph.number_of_edges() == 0:
        raise refusal(len(people), "empty")
    place = {person: i for i, person in enumerate(people)}
    ends = np.array([(place[a], place[b]) for a, b in graph.edges()])
    _, label = np.unique([str(departments[person]) for person in people], return_inverse=True)
    outside = int((label[ends[:, 0]] != label[ends[:, 1]]).sum())
    value = (2 * outside - len(ends)) / len(ends)
    rng = np.random.default_rng(seed)
    mixed = np.array([rng.permutation(label) for _ in range(permutations)])
    drawn = 2 * (mixed[:, ends[:, 0]] != mixed[:, ends[:, 1]]).mean(axis=1) - 1
    expected = float(drawn.mean())
    beyond = int((np.abs(drawn - expected) >= abs(value - expected) - 1e-12).sum())
    return Ties(
        n=len(people),
        estimate=value,
        low=float(np.quantile(drawn, 0.025)),
        high=float(np.quantile(drawn, 0.975)),
        method="E–I, label permutation",
        verdict=gates.verdict("network", len(people)),
        kind="ei",
        counts={"inside": len(ends) - outside, "outside": outside},
        expected=expected,
        p=(1 + beyond) / (permutations + 1),
    )


def density_between(
    people: Sequence[Any], ties: Iterable[Tie], departments: Mapping[Any, Any]
) -> dict[tuple[Any, Any], float]:
    """Directed density from department to department: ties over possible ties.

    Pairs with fewer people than the gate for a score on either side are left out, so that nobody's
    own ties can be read off. Raises KeyError for a person without a department.
    """
    sizes: dict[Any, int] = {}
    for person in people:
        sizes[departments[person]] = sizes.get(departments[person], 0) + 1
    known = {(a, b) for a, b in ties if a != b}
    counts: dict[tuple[Any, Any], int] = {}
    for one, other in known:
        pair = (departments[one], departments[other])
        counts[pair] = counts.get(pair, 0) + 1
    least, found = gates.minimum("score"), {}
    for a, size_a in sizes.items():
        for b, size_b in sizes.items():
            if min(size_a, size_b) >= least:
                possible = size_a * (size_b - 1 if a == b else size_b)
                found[a, b] = counts.get((a, b), 0) / possible
    return found


def triad_census(people: Sequence[Any], ties: Iterable[Tie]) -> dict[str, int]:
    """The sixteen kinds of triads. Source: Holland & Leinhardt 1970; networkx. Raises Refusal."""
    import networkx as nx

    census: Callable[[Any], dict[str, int]] = nx.triadic_census
    return dict(census(_graph(people, ties)))
