"""From tables of text to typed rows: which sheet is meant, which column, what each cell says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from qiao.org.exchange.problems import Doubt, Problem, Trouble
from qiao.org.exchange.sheets import SHEETS, Column, Sheet
from qiao.org.exchange.tables import Table


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number in the file and the values of the columns that the file has."""

    number: int
    values: Mapping[str, Any]


@dataclass
class Read:
    """What was in the files. ``ignored`` names sheets that are none of ours."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    # Keys of rows left out because of a problem: others may name them without being wrong themselves.
    faulty: dict[str, set[Any]] = field(default_factory=dict)


def read(tables: Sequence[Table], zone: ZoneInfo) -> Read:
    """Reads every cell and collects every problem; rows with a problem are left out of ``rows``."""
    result = Read()
    for table in tables:
        sheet = _meant(table)
        if sheet is None:
            result.ignored.append(table.name)
        elif sheet.key in result.rows:
            result.problems.append(Problem(Trouble.REPEATED_SHEET, sheet=table.name))
        else:
            result.rows[sheet.key] = list(_rows(sheet, table, zone, result))
    if not result.rows:
        result.problems.append(Problem(Trouble.NO_SHEET))
    return result


def _meant(table: Table) -> Sheet | None:
    """The sheet of that name, or else the one with all required columns that knows most headers."""
    for sheet in SHEETS:
        if sheet.called(table.name):
            return sheet
    headers = _header(table)[1]
    fitting = {
        sheet.key: sum(1 for header in headers if sheet.column(header))
        for sheet in SHEETS
        if all(
            any(sheet.column(header) is column for header in headers)
            for column in sheet.columns
            if column.required
        )
    }
    best = max(fitting, key=lambda key: fitting[key], default="")
    return next((sheet for sheet in SHEETS if sheet.key == best), None)


def _header(table: Table) -> tuple[int, tuple[str, ...]]:
    return next(((number, cells) for number, cells in table.rows if any(cells)), (1, ()))


def _rows(sheet: Sheet, table: Table, zone: ZoneInfo, result: Read) -> Iterator[Row]:
    header, headers = _header(table)
    columns = _columns(sheet, header, headers, result.problems)
    if columns is None:
        return
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in table.rows:
        if number <= header or not any(cells):
            continue
        values, found = _values(sheet, number, columns, cells, zone)
        identity = tuple(values.get(key) for key in sheet.identity)
        if not found and identity in seen:
            params = {"row": seen[identity]}
            value = _shown(identity[0])
            found = [Problem(Trouble.DUPLICATE, sheet.key, number, sheet.identity[0], value, params)]
        seen.setdefault(identity, number)
        result.problems += found
        if found:
            result.faulty.setdefault(sheet.key, set()).add(identity[0])
        else:
            yield Row(number, values)


def _columns(
    sheet: Sheet, row: int, headers: tuple[str, ...], problems: list[Problem]
) -> list[Column | None] | None:
    """The column of every cell (None: no header); None altogether when the headers are wrong."""
    columns = [sheet.column(header) if header else None for header in headers]
    before = len(problems)
    for position, (header, column) in enumerate(zip(headers, columns, strict=True)):
        if header and column is None:
            problems.append(Problem(Trouble.UNKNOWN_HEADER, sheet.key, row, header))
        elif column is not None and column in columns[:position]:
            problems.append(Problem(Trouble.REPEATED_HEADER, sheet.key, row, header))
    missing = [column for column in sheet.columns if column.required and column not in columns]
    problems += [
        Problem(Trouble.MISSING_HEADER, sheet.key, row, params={"column": each.key}) for each in missing
    ]
    return columns if len(problems) == before else None


def _values(
    sheet: Sheet, number: int, columns: list[Column | None], cells: tuple[str, ...], zone: ZoneInfo
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for position, column in enumerate(columns):
        if column is None:
            continue
        cell = cells[position].strip() if position < len(cells) else ""
        try:
            if column.required and not cell:
                raise Doubt(Trouble.REQUIRED)
            values[column.key] = column.read(cell, zone)
        except Doubt as doubt:
            problems.append(Problem(doubt.trouble, sheet.key, number, column.key, _shown(cell), doubt.params))
    return values, problems


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
