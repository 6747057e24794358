"""Costs as a table in Markdown."""

from collections.abc import Iterable, Mapping
from typing import Any


def table(costs: Iterable[Mapping[str, Any]]) -> str:
    """A row for each page: multiples of the bare view by size, their growth, milliseconds, queries."""
    pages: dict[str, list[Mapping[str, Any]]] = {}
    for each in costs:
        pages.setdefault(each["page"], []).append(each)
    sizes = [f"{each['size']:,}" for each in next(iter(pages.values()))]
    heads = ["Page", *sizes, "Growth", "p50 / p95 ms", "Bare ms", "Queries", "Database ms"]
    lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    lines += [_line([name, *_cells(measured)]) for name, measured in pages.items()]
    return "\n".join(lines) + "\n"


def _cells(measured: list[Mapping[str, Any]]) -> list[str]:
    ratios = [each["p50"] / each["bare"] for each in measured]
    last = measured[-1]
    database = "in it" if last["database_ms"] is None else f"{last['database_ms']:.1f}"
    return [
        *(f"{ratio:.1f} ×" for ratio in ratios),
        f"{ratios[-1] / ratios[0]:.2f} ×",
        f"{last['p50']:.0f} / {last['p95']:.0f}",
        f"{last['bare']:.0f}",
        str(last["queries"]),
        database,
    ]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
