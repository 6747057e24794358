"""Small logs written in any format, for tests."""

import csv
import gzip
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.parquet as pq

HEADER = ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "org:group")
KINDS = {"time:timestamp": "date"}


def csv_bytes(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([header, *rows])
    return text.getvalue().encode()


def write_csv(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    path.write_bytes(csv_bytes(rows, header))
    return path


def write_parquet(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    columns = {name: [row[place] or None for row in rows] for place, name in enumerate(header)}
    pq.write_table(pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}), path)
    return path


def write_xes(
    path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, head: str = ""
) -> Path:
    """Consecutive rows of a case become one trace."""
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", "<log xmlns='http://www.xes-standard.org/'>", head]
    for case, events in groupby(rows, key=lambda row: row[0]):
        lines.append(f"<trace><string key='concept:name' value={quoteattr(case)}/>")
        for event in events:
            lines.append("<event>")
            for name, value in zip(header[1:], event[1:], strict=True):
                kind = KINDS.get(name, "string")
                if value:
                    lines.append(f"<{kind} key={quoteattr(name)} value={quoteattr(value)}/>")
            lines.append("</event>")
        lines.append("</trace>")
    lines.append("</log>")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def packed(path: Path) -> Path:
    target = path.with_name(path.name + ".gz")
    target.write_bytes(gzip.compress(path.read_bytes()))
    return target


# Two cases: press 3 leaks and travels maintenance → parts → maintenance; press 4 stays where it is.
PRESS = (
    ("P-1", "Queued", "2026-03-02T08:00:00+08:00", "Mei", "Assembly"),
    ("P-1", "Accepted", "2026-03-02T08:30:00+08:00", "Tao", "Maintenance"),
    ("P-1", "Wait", "2026-03-02T09:00:00+08:00", "Tao", "Maintenance"),
    ("P-1", "Accepted", "2026-03-02T11:00:00+08:00", "Wei", "Stores"),
    ("P-1", "Resolved", "2026-03-02T12:00:00+08:00", "Tao", "Maintenance"),
    ("P-1", "Closed", "2026-03-02T13:00:00+08:00", "Tao", "Maintenance"),
    ("P-2", "Accepted", "2026-03-03T08:00:00+08:00", "Tao", "Maintenance"),
    ("P-2", "Resolved", "2026-03-03T10:00:00+08:00", "Tao", "Maintenance"),
)
