"""Bytes of a log file, unpacked when they are packed, with every failure as one sentence."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from .errors import LogError

GZIP = b"\x1f\x8b"
ARCHIVE = b"PK\x03\x04"
PARQUET = b"PAR1"
HEAD = 64 * 1024

Progress = Callable[[int], None]


def check(path: Path) -> None:
    """Raises LogError when there is no such file, or nothing in it."""
    try:
        if path.is_dir():
            raise LogError("directory", path=path.name or str(path))
        if not path.exists():
            raise LogError("missing", path=path)
        if path.stat().st_size == 0:
            raise LogError("empty", path=path.name)
    except (OSError, ValueError) as error:
        raise LogError("unreadable", path=str(path)[:200], why=error) from error


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[BinaryIO]:
    """The unpacked bytes of ``path``. What goes wrong while they are read is raised as LogError."""
    check(path)
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            counted = cast("BinaryIO", _Counted(raw, progress)) if progress else raw
            if packed:
                with gzip.GzipFile(fileobj=cast("IO[bytes]", counted)) as stream:
                    yield cast("BinaryIO", stream)
            else:
                yield counted
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LogError("damaged", path=path.name) from error
    except OSError as error:
        raise LogError("unreadable", path=path.name, why=error.strerror or error) from error


class _Counted:
    """A file that tells how many of its bytes have been read (packed ones, so that progress has an end)."""

    def __init__(self, raw: BinaryIO, progress: Progress) -> None:
        self._raw = raw
        self._progress = progress

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        self._progress(len(data))
        return data

    def __getattr__(self, name: str) -> object:
        return getattr(self._raw, name)


def head(path: Path) -> bytes:
    """The first unpacked bytes."""
    with opened(path) as stream:
        return stream.read(HEAD)
