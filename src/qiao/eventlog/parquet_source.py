"""Logs as Parquet: one event per row, read batch by batch."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .csv_source import unique_names
from .errors import LogError
from .findings import Findings
from .streams import Progress

BATCH = 8192


class ParquetSource:
    """Values become the text that a CSV of the same log would hold."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.classifiers: dict[str, list[str]] = {}
        with self._file() as file:
            self._schema: Any = file.schema_arrow
        self._flat = [
            number
            for number, field in enumerate(self._schema)
            if not pa.types.is_nested(field.type) or pa.types.is_dictionary(field.type)
        ]
        self.columns = unique_names([self._schema.names[number] for number in self._flat], Findings())

    def records(
        self, findings: Findings, progress: Progress | None = None
    ) -> Generator[tuple[int, dict[str, str | None]], None, None]:
        """Each row with its ordinal from 1. Empty texts are None, as in CSV."""
        self._report(findings)
        number = 0
        with self._file() as file:
            share = self._path.stat().st_size / max(1, file.metadata.num_rows)
            for batch in self._batches(file):
                texts = [_clean(_texts(batch.column(place)), findings) for place in self._flat]
                for row in zip(*texts, strict=True):
                    number += 1
                    yield number, dict(zip(self.columns, row, strict=True))
                if progress:
                    progress(int(share * batch.num_rows))

    def _report(self, findings: Findings) -> None:
        unique_names([self._schema.names[number] for number in self._flat], findings)
        for number, name in enumerate(self._schema.names):
            if number not in self._flat:
                findings.note("skipped_column", column=name)

    def _batches(self, file: Any) -> Iterator[Any]:
        try:
            yield from file.iter_batches(batch_size=BATCH)
        except (pa.ArrowException, OSError) as error:
            raise LogError("bad_parquet", path=self._path.name, why=_short(error)) from error

    def _file(self) -> Any:
        try:
            return pq.ParquetFile(self._path)
        except (pa.ArrowException, OSError) as error:
            raise LogError("bad_parquet", path=self._path.name, why=_short(error)) from error


def _texts(column: Any) -> list[str | None]:
    """A column as text; a whole number that was stored as 3.0 for its gaps reads 3."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type) and _is_whole(column):
        column = pc.cast(column, pa.int64())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [
            _stripped(value.decode("utf-8", "replace")) if value else None for value in column.to_pylist()
        ]
    return [_stripped(value) if value else None for value in pc.cast(column, pa.string()).to_pylist()]


def _clean(values: list[str | None], findings: Findings) -> list[str | None]:
    """The same values without the one character that PostgreSQL stores in no text."""
    odd = sum(1 for value in values if value and "\0" in value)
    if not odd:
        return values
    findings.note("nul_characters", count=odd)
    return [value.replace("\0", "") or None if value else None for value in values]


def _is_whole(column: Any) -> bool:
    kept = column.drop_null()
    if len(kept) == 0:
        return True
    finite = pc.all(pc.is_finite(kept)).as_py() and pc.max(pc.abs(kept)).as_py() < 2**53
    return bool(finite and pc.all(pc.equal(kept, pc.round(kept))).as_py())


def _stripped(text: str) -> str | None:
    return text.strip() or None


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:160]
