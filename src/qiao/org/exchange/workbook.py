"""XLSX workbooks as text, looked over before the reader allocates what they claim to hold."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from qiao.org.exchange import archive
from qiao.org.exchange.problems import Trouble, Unreadable

MOST_ROWS = 100_000
MOST_COLUMNS = 60

# The reader lays out a full rectangle: one cell at XFD1048576 would cost hundreds of gigabytes.
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})(\d{1,10})["']""")
_ROW = re.compile(rb"""\br\s*=\s*["'](\d{6,10})["']""")

Rows = tuple[tuple[int, tuple[str, ...]], ...]


def sheets(name: str, content: bytes) -> Iterator[tuple[str, Rows]]:
    """Every sheet that has rows, as text; raises Unreadable."""
    parts = dict(archive.members(name, content))
    if not any(part.startswith("xl/") for part in parts):
        raise Unreadable(Trouble.UNREADABLE, name)
    for part, data in parts.items():
        if part.endswith(".xml") and "/worksheets/" in part:
            _look_over(name, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = _rows(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
            if rows:
                yield title, rows
    except (CalamineError, ValueError, OSError, OverflowError, KeyError):
        raise Unreadable(Trouble.UNREADABLE, name) from None


def _look_over(name: str, data: bytes) -> None:
    for found in _PLACE.finditer(data):
        if len(found[1]) > 2 or _column(found[1]) > MOST_COLUMNS:
            raise Unreadable(Trouble.TOO_WIDE, name, row=int(found[2]), most=MOST_COLUMNS)
        if int(found[2]) > MOST_ROWS:
            raise Unreadable(Trouble.TOO_MANY_ROWS, name, row=int(found[2]), most=MOST_ROWS)
    for found in _ROW.finditer(data):
        if int(found[1]) > MOST_ROWS:
            raise Unreadable(Trouble.TOO_MANY_ROWS, name, row=int(found[1]), most=MOST_ROWS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _rows(grid: list[list[Any]]) -> Rows:
    return tuple(
        (number, tuple(text(cell) for cell in cells))
        for number, cells in enumerate(grid, start=1)
        if any(cell not in ("", None) for cell in cells)
    )


def text(cell: Any) -> str:
    """A cell as one would type it: whole numbers without a point, dates and times in ISO form."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes" if not cell.second else "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell).strip()
