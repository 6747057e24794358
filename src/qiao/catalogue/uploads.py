"""Which files may be attached: size, extension, and whether the content is what the extension says.

Nothing is stored here (that is the desk's); the same check serves form fields, comments and programs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 60_000_000
HEAD = 4096
PHOTO_FORMATS: Mapping[str, str] = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
PHOTO_ACCEPT = "image/jpeg,image/png,image/webp,image/gif"


def _begins(*signatures: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head[at:].startswith(signatures)


def _is_text(head: bytes) -> bool:
    """No control bytes, and readable as UTF-8, UTF-16 or GB18030 (a character may be cut off at the end)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head:
        return False
    return any(_decodes(head[: len(head) - cut], name) for name in ("utf-8", "gb18030") for cut in range(4))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06")
_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_FILM = _begins(b"ftyp", at=4)
CONTENTS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": _begins(b"%PDF-"),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt"), _OLE),
    **dict.fromkeys(("txt", "csv", "log", "md", "dxf", "step", "stp", "nc"), _is_text),
    **dict.fromkeys(("mp4", "mov", "m4a", "heic"), _FILM),
    "mp3": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "dwg": _begins(b"AC10"),
}
ALLOWED = frozenset(CONTENTS) | frozenset(PHOTO_FORMATS)


def problem(upload: UploadedFile[Any], *, photo: bool = False) -> str:
    """Why this file cannot be taken; empty when it can. The file is left at its beginning."""
    name = PurePath(upload.name or "").name
    extension = PurePath(name).suffix.lstrip(".").lower()
    size = upload.size or 0
    if size > settings.UPLOAD_LIMIT:
        return _("“%(name)s” has %(size)s; the most is %(limit)s.") % {
            "name": name,
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.UPLOAD_LIMIT),
        }
    if not size:
        return _("“%(name)s” is empty.") % {"name": name}
    if photo or extension in PHOTO_FORMATS:
        return _photo_problem(upload, name, extension)
    if extension not in ALLOWED:
        return _(
            "Files of the kind of “%(name)s” cannot be attached. Photos, PDF, office and text files can."
        ) % {"name": name}
    return "" if CONTENTS[extension](_head(upload)) else _not_what_it_says(name, extension)


def _photo_problem(upload: UploadedFile[Any], name: str, extension: str) -> str:
    if extension not in PHOTO_FORMATS:
        return _("“%(name)s” is no photo: use JPEG, PNG, WebP or GIF.") % {"name": name}
    try:
        with Image.open(upload, formats=sorted(set(PHOTO_FORMATS.values()))) as image:
            width, height = image.size
            fits = image.format == PHOTO_FORMATS[extension] and width * height <= MOST_PIXELS
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        fits, width, height = False, 0, 0
    finally:
        upload.seek(0)
    if fits:
        return ""
    if width * height > MOST_PIXELS:
        return _("“%(name)s” has more than 60 million pixels: make it smaller.") % {"name": name}
    return _not_what_it_says(name, extension)


def _head(upload: UploadedFile[Any]) -> bytes:
    upload.seek(0)
    head: bytes = upload.read(HEAD)
    upload.seek(0)
    return head


def _not_what_it_says(name: str, extension: str) -> str:
    return _("“%(name)s” is damaged or is no %(kind)s file.") % {"name": name, "kind": extension.upper()}
