"""Writing the organisation as a workbook or as CSV files, so that reading it again changes nothing."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qiao.org.exchange import notation
from qiao.org.exchange.sheets import KINDS, LANGUAGES, SHEETS, YES_NO, Column, Sheet
from qiao.org.exchange.state import State
from qiao.ui.words import is_chinese

FORMULA = ("=", "+", "-", "@")
_CHOICES: Mapping[str, Mapping[str, str]] = {"kind": KINDS, "language": LANGUAGES, "follows_holidays": YES_NO}
_NOTATIONS: Mapping[str, Callable[[Any], str]] = {
    "shifts": notation.write_shifts,
    "pattern": notation.write_pattern,
}


def as_workbook(state: State, zone: ZoneInfo) -> bytes:
    """One XLSX with a sheet for each table. Everything is written as text: nothing in it can be a formula."""
    stream = io.BytesIO()
    with _workbook(stream) as book:
        for sheet in SHEETS:
            _fill(book, sheet, list(rows_of(state, sheet, zone)))
    return stream.getvalue()


def as_template() -> bytes:
    """An empty workbook with all headers, and a sheet that explains every column."""
    stream = io.BytesIO()
    with _workbook(stream) as book:
        for sheet in SHEETS:
            _fill(book, sheet, [])
        _explain(book)
    return stream.getvalue()


def _workbook(stream: io.BytesIO) -> Any:
    import xlsxwriter  # a tenth of a second: not for every command and worker that starts

    return xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})


def as_csv_files(state: State, zone: ZoneInfo) -> bytes:
    """A ZIP of CSV files, UTF-8 with its mark so that Excel reads Chinese."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in SHEETS:
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(headers(sheet))
            writer.writerows([guarded(cell) for cell in row] for row in rows_of(state, sheet, zone))
            archive.writestr(f"{sheet.key}.csv", text.getvalue().encode("utf-8-sig"))
    return stream.getvalue()


def headers(sheet: Sheet) -> list[str]:
    return [column.zh if is_chinese() else column.en for column in sheet.columns]


def rows_of(state: State, sheet: Sheet, zone: ZoneInfo) -> Iterator[list[str]]:
    """The open rows of a sheet as text, in the order of their keys."""
    chinese = is_chinese()
    rows = state.of(sheet.key)
    for key in sorted(rows, key=lambda key: tuple(str(part) for part in key)):
        if not any(state.is_closed(table, str(part)) for part, table in _closable(sheet, key)):
            yield [written(column, rows[key].get(column.key), zone, chinese) for column in sheet.columns]


def _closable(sheet: Sheet, key: tuple[Any, ...]) -> list[tuple[Any, str]]:
    tables = {"holdings": ("positions", "people"), "substitutions": ("people",)}.get(sheet.key, (sheet.key,))
    return list(zip(key, tables, strict=False))


def written(column: Column, value: Any, zone: ZoneInfo, chinese: bool) -> str:
    """A value as the reader of its column understands it."""
    if column.key in _NOTATIONS:
        return _NOTATIONS[column.key](value)
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if chinese:
        value = _CHOICES.get(column.key, {}).get(value, value)
    return "" if value is None else str(value)


def guarded(cell: str) -> str:
    """A cell of a CSV that a spreadsheet would take for a formula, marked as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _fill(book: Any, sheet: Sheet, rows: list[list[str]]) -> None:
    page = book.add_worksheet(sheet.zh if is_chinese() else sheet.en)
    bold = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for place, (header, column) in enumerate(zip(headers(sheet), sheet.columns, strict=True)):
        page.set_column(place, place, max(14, min(40, 2 * len(header) + 4)), text)
        page.write_string(0, place, f"{header}*" if column.required else header, bold)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell:
                page.write_string(number, place, cell, text)


def _explain(book: Any) -> None:
    page = book.add_worksheet(_("How to fill this in"))
    bold = book.add_format({"bold": True, "bottom": 1})
    lines = [[_("Sheet"), _("Column"), _("Required"), _("Example")]]
    for sheet in SHEETS:
        for column, header in zip(sheet.columns, headers(sheet), strict=True):
            required = _("yes") if column.required else ""
            lines.append([sheet.zh if is_chinese() else sheet.en, header, required, column.sample])
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            page.write_string(number, place, str(cell), bold if number == 0 else None)
    page.set_column(0, 2, 20)
    page.set_column(3, 3, 50)
