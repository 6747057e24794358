"""Known answers: what the library must give for data whose results were published or cross-checked.

`python -m qiao.measure.reference --data FOLDER --out docs/measure/reference-values.md` writes the page;
the tests fail when any value moves or the page is stale. Anybody can run it on their own machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Known = list[tuple[str, str, float | None]]  # what, expected digits, got


@dataclass(frozen=True, slots=True)
class Row:
    """One known answer. The digits of `expected` say how closely it must be met."""

    subject: str
    what: str
    expected: str
    got: float
    source: str

    @property
    def decimals(self) -> int:
        """Digits after the point of what is expected."""
        return len(self.expected.partition(".")[2])

    @property
    def holds(self) -> bool:
        """Whether the value agrees in every digit that is given (half a unit of the last one)."""
        return abs(self.got - float(self.expected)) <= 0.5000001 / 10.0**self.decimals

    def cells(self) -> tuple[str, ...]:
        """The row of the page; two more digits than expected are kept, so that small moves show."""
        mark = "" if self.holds else " **differs**"
        return self.what, self.expected, f"{self.got:.{self.decimals + 2}f}{mark}", self.source


def rows(subject: str, source: str, pairs: Iterable[tuple[str, str, float | None]]) -> Iterator[Row]:
    """Rows of one subject; a missing value never agrees."""
    for what, expected, got in pairs:
        yield Row(subject, what, expected, float("inf") if got is None else float(got), source)


def page(found: Sequence[Row], *, with_data: bool) -> str:
    """The page of reference values in Markdown."""
    lines = [
        "# Reference values",
        "",
        "Written by `python -m qiao.measure.reference`; do not edit. Each value is calculated by the",
        "library and compared with what was published or cross-checked. A value agrees when it differs by",
        "at most half a unit of the last digit given. The suite fails when one moves or the page is stale.",
        "",
        f"{len(found)} values, {sum(row.holds for row in found)} agree.",
    ]
    if not with_data:
        lines += ["", "The data sets were absent: values that need them are missing here."]
    subject = ""
    for row in found:
        if row.subject != subject:
            subject = row.subject
            lines += ["", f"## {subject}", "", "| What | Expected | Got | Source |", "|---|---|---|---|"]
        lines.append("| " + " | ".join(row.cells()) + " |")
    return "\n".join(lines) + "\n"
