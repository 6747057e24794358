"""Films and voice notes of phones say where they were made. Their notes are blanked where they stand.

A film (MP4, MOV, M4A) is a tree of boxes: length, four letters, content. What a phone writes down about
place and owner stands in boxes called ``udta``, ``meta`` and ``uuid``. Such a box becomes ``free`` and its
content zeros, so that nothing moves and every offset elsewhere stays right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

NOTES = frozenset({b"udta", b"meta", b"uuid"})
HOLDERS = frozenset({b"moov", b"trak"})
DEEPEST = 4


def without_notes(file: BinaryIO) -> None:
    """Blanks every such box of a file that is open for reading and writing. Raises ValueError for what is
    no tree of boxes."""
    size = file.seek(0, 2)
    for start, header, end in list(_notes(file, 0, size, 0)):
        file.seek(start + 4)
        file.write(b"free")
        file.seek(header)
        _blank(file, end - header)
    file.seek(0)


def _notes(file: BinaryIO, start: int, end: int, depth: int) -> Iterator[tuple[int, int, int]]:
    """(start, start of the content, end) of each box with notes."""
    while start + 8 <= end:
        file.seek(start)
        length, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        header = start + 8
        if length == 1:
            length, header = int.from_bytes(file.read(8), "big"), start + 16
        stop = end if length == 0 else start + length
        if stop < header or stop > end:
            raise ValueError("a box is longer than what holds it")
        if kind in NOTES:
            yield start, header, stop
        elif kind in HOLDERS and depth < DEEPEST:
            yield from _notes(file, header, stop, depth + 1)
        start = stop


def _blank(file: BinaryIO, length: int) -> None:
    piece = bytes(65536)
    while length > 0:
        length -= file.write(piece[: min(length, len(piece))])
