"""What a file is, by its content, for each ending that may be attached. Pure.

A check looks at the whole file where that is needed to tell that it is one thing only: what is a PDF at
its beginning and an archive at its end is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from qiao.files.rules import Reason

HEAD = 4096
PIECE = 1024 * 1024
UNPACKED = 1024 * 1024 * 1024
# The end of an archive stands in the last 64 kB.
ARCHIVE_TAIL = 66_000
PHOTO_FORMATS: Mapping[str, tuple[str, ...]] = {
    # A phone's JPEG often carries a second picture (depth, brightness): Pillow calls that MPO.
    "jpg": ("JPEG", "MPO"),
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "heic": ("HEIF",),
    "heif": ("HEIF",),
}
Check = Callable[[BinaryIO], Reason | None]


@dataclass(frozen=True)
class Kind:
    """The media type of an ending and the check of its content: a reason, or None."""

    media_type: str
    check: Check


def head_of(file: BinaryIO, length: int = HEAD) -> bytes:
    """The first bytes; the file is left at its beginning."""
    file.seek(0)
    head = file.read(length)
    file.seek(0)
    return head


def tail_of(file: BinaryIO, length: int) -> bytes:
    """The last bytes; the file is left at its beginning."""
    size = file.seek(0, 2)
    file.seek(max(0, size - length))
    tail = file.read(length)
    file.seek(0)
    return tail


def _begins(*signatures: bytes, at: int = 0) -> Check:
    def check(file: BinaryIO) -> Reason | None:
        return None if head_of(file)[at:].startswith(signatures) else Reason.NOT_WHAT_IT_SAYS

    return check


def _wave(file: BinaryIO) -> Reason | None:
    head = head_of(file)
    return None if head[:4] == b"RIFF" and head[8:12] == b"WAVE" else Reason.NOT_WHAT_IT_SAYS


def _ogg(file: BinaryIO) -> Reason | None:
    head = head_of(file)
    sounds = any(mark in head for mark in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC"))
    return None if head.startswith(b"OggS") and sounds else Reason.NOT_WHAT_IT_SAYS


def _webm(file: BinaryIO) -> Reason | None:
    head = head_of(file)
    made = head.startswith(b"\x1a\x45\xdf\xa3") and (b"webm" in head[:64] or b"matroska" in head[:64])
    return None if made else Reason.NOT_WHAT_IT_SAYS


def has_film(file: BinaryIO) -> bool:
    """Whether a WebM holds moving pictures: what a browser records from a microphone does not."""
    return any(codec in head_of(file) for codec in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"))


def _pdf(file: BinaryIO) -> Reason | None:
    head, tail = head_of(file), tail_of(file, ARCHIVE_TAIL)
    if not head.startswith(b"%PDF-") or b"%%EOF" not in tail[-HEAD:]:
        return Reason.NOT_WHAT_IT_SAYS
    lower = head[:1024].lower()
    hides = b"PK\x05\x06" in tail or any(mark in lower for mark in (b"<html", b"<script", b"<!doctype"))
    return Reason.TWO_KINDS if hides else None


def _archive(*, inside: str = "", mimetype: bytes = b"") -> Check:
    """A ZIP that begins at the first byte; for office files with what their programs put inside."""

    def check(file: BinaryIO) -> Reason | None:
        if not head_of(file).startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return Reason.NOT_WHAT_IT_SAYS
        try:
            with ZipFile(file) as archive:
                return _inside(archive, inside, mimetype)
        except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
            return Reason.NOT_WHAT_IT_SAYS
        finally:
            file.seek(0)

    return check


def _inside(archive: ZipFile, inside: str, mimetype: bytes) -> Reason | None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if inside and not any(name.startswith(inside) for name in names):
        return Reason.NOT_WHAT_IT_SAYS
    if inside and any(name.lower().endswith("vbaproject.bin") for name in names):
        return Reason.MACROS
    if mimetype and archive.open("mimetype").read(100).strip() != mimetype:
        return Reason.NOT_WHAT_IT_SAYS
    return Reason.UNPACKS_HUGE if sum(part.file_size for part in parts) > UNPACKED else None


def _text(file: BinaryIO) -> Reason | None:
    """No control bytes, and readable as UTF-8, UTF-16 or GB18030 (a character may be cut off at the end)."""
    head = head_of(file)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    if not any(_decodes(head[: len(head) - cut], name) for name in ("utf-8", "gb18030") for cut in range(4)):
        return Reason.NOT_WHAT_IT_SAYS
    binary = any(b"\0" in piece for piece in iter(lambda: file.read(PIECE), b""))
    file.seek(0)
    return Reason.NOT_WHAT_IT_SAYS if binary else None


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_BOXES = _begins(b"ftyp", at=4)
KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", _pdf),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", _archive(inside="word/")),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _archive(inside="xl/")),
    "pptx": Kind(f"{_OFFICE}.presentationml.presentation", _archive(inside="ppt/")),
    "odt": Kind(f"{_OPEN}.text", _archive(mimetype=f"{_OPEN}.text".encode())),
    "ods": Kind(f"{_OPEN}.spreadsheet", _archive(mimetype=f"{_OPEN}.spreadsheet".encode())),
    "odp": Kind(f"{_OPEN}.presentation", _archive(mimetype=f"{_OPEN}.presentation".encode())),
    "zip": Kind("application/zip", _archive()),
    "doc": Kind("application/msword", _OLE),
    "xls": Kind("application/vnd.ms-excel", _OLE),
    "ppt": Kind("application/vnd.ms-powerpoint", _OLE),
    **dict.fromkeys(("txt", "csv", "log", "md", "dxf", "step", "stp", "nc"), Kind("text/plain", _text)),
    "dwg": Kind("application/octet-stream", _begins(b"AC10")),
    "mp4": Kind("video/mp4", _BOXES),
    "mov": Kind("video/quicktime", _BOXES),
    "m4a": Kind("audio/mp4", _BOXES),
    "mp3": Kind("audio/mpeg", _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": Kind("audio/wav", _wave),
    **dict.fromkeys(("ogg", "oga", "opus"), Kind("audio/ogg", _ogg)),
    "webm": Kind("audio/webm", _webm),
}
BOXED = frozenset({"mp4", "mov", "m4a"})
VOICES = frozenset(name for name, kind in KINDS.items() if kind.media_type.startswith("audio/"))
KNOWN = frozenset(KINDS) | frozenset(PHOTO_FORMATS)
