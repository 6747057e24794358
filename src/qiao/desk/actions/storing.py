"""Keeping the content of a file, once, whatever it is called."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from qiao.desk.files import media_type, path_of


@dataclass(frozen=True)
class Stored:
    name: str
    media_type: str
    size: int
    sha256: str


def plain_name(name: str) -> str:
    """The last part of a path without signs that steer the text: nothing poses as another kind of file."""
    shown = "".join(sign for sign in PurePath(name).name if unicodedata.category(sign) not in {"Cc", "Cf"})
    return shown.strip()[-200:] or "file"


def store(upload: UploadedFile[Any]) -> Stored:
    """Writes the content under its hash and says what it is; the same content is kept only once."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    path = path_of(digest.hexdigest())
    if not default_storage.exists(path):
        default_storage.save(path, upload)
    return Stored(
        name=plain_name(upload.name or ""),
        media_type=media_type(head),
        size=upload.size or 0,
        sha256=digest.hexdigest(),
    )
