"""What has to be ticked off on every request of a service. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from qiao.ui.words import local

MOST_LINES = 30
LONGEST = 200


@dataclass(frozen=True)
class Line:
    """One thing to do; a required one has to be ticked off before delivery."""

    text_zh: str
    text_en: str = ""
    required: bool = True

    def __str__(self) -> str:
        return local(self, "text")


def parse(data: Any) -> tuple[Line, ...]:
    """The lines as they are stored; what cannot be read is left out."""
    rows = data if isinstance(data, list) else []
    return tuple(
        Line(str(row["text_zh"]), str(row.get("text_en", "")), bool(row.get("required", True)))
        for row in rows
        if isinstance(row, dict) and row.get("text_zh")
    )


def dump(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """As JSON; lines without words are left out, and one language stands in for the other."""
    return [asdict(line) for line in lines if line.text_zh][:MOST_LINES]
