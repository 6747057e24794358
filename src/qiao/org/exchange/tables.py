"""From files to tables of text: encodings, separators, ZIP archives. Workbooks are read in `workbook`."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from qiao.org.exchange import archive, workbook
from qiao.org.exchange.problems import Trouble, Unreadable

MOST_MB = 20
MOST_ROWS = 100_000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Table:
    """A sheet as text. ``rows`` are pairs of the row's number, as the spreadsheet shows it, and its cells."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(files: Sequence[tuple[str, bytes]]) -> list[Table]:
    """All tables in the given files (name, content); raises Unreadable naming the file."""
    if sum(len(content) for _name, content in files) > MOST_MB * 1024 * 1024:
        raise Unreadable(Trouble.TOO_BIG, files[0][0], most=MOST_MB)
    return [table for name, content in files for table in _tables(name, content)]


def _tables(name: str, content: bytes) -> Iterator[Table]:
    kind = PurePath(name).suffix.lower()
    if not content.strip():
        raise Unreadable(Trouble.EMPTY, name)
    if kind == ".xlsx":
        yield from (_limited(Table(sheet, rows), name) for sheet, rows in workbook.sheets(name, content))
    elif kind == ".zip":
        yield from _zipped(name, content)
    elif kind in {".csv", ".txt", ".tsv"}:
        yield _limited(Table(PurePath(name).stem, tuple(_csv_rows(name, decoded(name, content)))), name)
    else:
        raise Unreadable(Trouble.UNKNOWN_KIND, name)


def _zipped(name: str, content: bytes) -> Iterator[Table]:
    members = [
        (member, data)
        for member, data in archive.members(name, content)
        if PurePath(member).suffix.lower() == ".csv" and not PurePath(member).name.startswith(".")
    ]
    if not members:
        raise Unreadable(Trouble.EMPTY, name)
    for member, data in members:
        yield from _tables(PurePath(member).name, data)


def decoded(name: str, content: bytes) -> str:
    """The text of a CSV file: by its byte order mark, else UTF-8, else Windows' Chinese (GBK)."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(name, content, encoding)
    if b"\0" in content[:4000]:  # Excel's "Unicode text" without its mark
        low, high = content[:4000:2].count(0), content[1:4000:2].count(0)
        return _decode(name, content, "utf-16-le" if high > low else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(name, content, "gb18030")


def _decode(name: str, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Trouble.ENCODING, name) from None
    if "\0" in text:
        raise Unreadable(Trouble.ENCODING, name)
    return text


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(Trouble.UNREADABLE, name, row=number) from None
        yield number, tuple(_unguarded(cell.strip()) for cell in cells)
        number = reader.line_num + 1


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _unguarded(cell: str) -> str:
    """Undoes what `writing.guarded` did to a cell that looked like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def _limited(table: Table, name: str) -> Table:
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(Trouble.TOO_MANY_ROWS, name, row=MOST_ROWS, most=MOST_ROWS)
    for number, cells in table.rows:
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(Trouble.TOO_WIDE, name, row=number, most=MOST_COLUMNS)
    return table
