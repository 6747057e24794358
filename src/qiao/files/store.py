"""The folder of contents: each by its hash, outside the web root. The only place that touches it.

files/ab/abcdef…      a content, named by the SHA-256 of its bytes
files/arriving/…      what is being received; left over only by a crash
files/small/ab/…      thumbnails, which can be made again
files/quarantine/…    what a scanner found later; served to nobody
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

ARRIVING, SMALL, QUARANTINE = "arriving", "small", "quarantine"
PIECE = 1024 * 1024


def root() -> Path:
    """Where everything is."""
    return Path(settings.FILES_ROOT)


def path_of(sha256: str) -> Path:
    """Where a content is, or would be."""
    return root() / sha256[:2] / sha256


def small_path(sha256: str, side: int) -> Path:
    """Where its thumbnail is, or would be."""
    return root() / SMALL / sha256[:2] / f"{sha256}.{side}"


def exists(sha256: str) -> bool:
    """Whether the content is there."""
    return path_of(sha256).is_file()


def open_content(sha256: str) -> BinaryIO:
    """The content, for reading. Raises FileNotFoundError."""
    return path_of(sha256).open("rb")


def written(pieces: Iterable[bytes]) -> Path:
    """A file of its own in ``arriving``, on the disk for certain when this returns."""
    folder = root() / ARRIVING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def synced(path: Path) -> None:
    """What was changed in a file that had arrived is on the disk when this returns."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def settle(arrived: Path, sha256: str) -> None:
    """Gives what arrived its place, in one step. The same content may be there already: then it stays whole
    for every reader, because the place is never empty."""
    _place(arrived, path_of(sha256))


def settle_small(sha256: str, side: int, content: bytes) -> Path:
    """Keeps a thumbnail."""
    target = small_path(sha256, side)
    _place(written([content]), target)
    return target


def _place(arrived: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(arrived, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(sha256: str) -> None:
    """Takes a content and its thumbnails away; says nothing when they are gone."""
    path_of(sha256).unlink(missing_ok=True)
    for small in (root() / SMALL / sha256[:2]).glob(f"{sha256}.*"):
        small.unlink(missing_ok=True)


def lock_away(sha256: str) -> None:
    """Moves a content to quarantine: nothing serves it any more, and an operator may look at it."""
    folder = root() / QUARANTINE
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if exists(sha256):
        os.replace(path_of(sha256), folder / sha256)
    remove(sha256)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents() -> Iterator[Path]:
    """Every content that is there, whether anybody knows of it or not."""
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]")):
        yield from sorted(each for each in folder.iterdir() if each.is_file())


def left_over(before: float) -> list[Path]:
    """What a crash left in ``arriving`` and nobody wrote to since ``before`` (seconds of the epoch)."""
    return [each for each in (root() / ARRIVING).glob("*") if each.stat().st_mtime < before]
