"""Which encoding a text file is in: looked at from its first to its last byte, not guessed from its head."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from .errors import LogError
from .streams import opened

CHUNK = 1 << 20
ENOUGH = 256 * 1024  # bytes of suspicious lines that settle the question
_HIGH = re.compile(rb"[\x80-\xff]+")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def known(encoding: str) -> str:
    """The encoding when Python knows it; raises LogError otherwise."""
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise LogError("unknown_encoding", encoding=encoding) from error
    return encoding


def detect(path: Path, start: bytes) -> tuple[str, bool]:
    """The encoding of the file that begins with ``start``, and whether some bytes are broken in it."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name, False
    if wide := _without_mark(start):
        return wide, False
    return _scan(path)


def _without_mark(start: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain text is 0."""
    even, odd = start[0:2000:2], start[1:2000:2]
    if len(odd) > 4 and odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if len(odd) > 4 and even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def _scan(path: Path) -> tuple[str, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    suspicious = bytearray()
    clean = True
    with opened(path) as stream:
        while data := stream.read(CHUNK):
            if clean:
                clean = _decodes(decoder, data)
            if len(suspicious) < ENOUGH and not data.isascii():
                lines = [line for line in data.split(b"\n") if not line.isascii()]
                suspicious += b"\n".join(lines)[:ENOUGH] + b"\n"
        clean = clean and _decodes(decoder, b"", final=True)
    return ("utf-8", False) if clean else _judged(bytes(suspicious))


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _judged(lines: bytes) -> tuple[str, bool]:
    """Between UTF-8 with a few broken bytes, GBK and a Western code page.

    Chinese text has its high bytes in pairs; in Western text they stand alone between plain letters.
    """
    text = lines.decode("utf-8", "replace")
    good = sum(char > "\x7f" and char != "�" for char in text)
    bad = text.count("�")
    if good >= 20 and bad <= good * 0.05:
        return "utf-8", True
    runs = [len(run) for run in _HIGH.findall(lines)]
    paired = sum(length >= 2 and length % 2 == 0 for length in runs)
    if paired > len(runs) * 0.6 and _reads(lines, "gb18030"):
        return "gb18030", False
    return ("cp1252", False) if _reads(lines, "cp1252") else ("latin-1", False)


def _reads(lines: bytes, encoding: str) -> bool:
    wrong = lines.decode(encoding, "replace").count("�")
    return wrong <= len(lines) * 0.001
