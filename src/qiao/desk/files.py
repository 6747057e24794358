"""Files of requests, kept by the hash of their content outside the web root."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)


@dataclass(frozen=True)
class Stored:
    name: str
    media_type: str
    size: int
    sha256: str


def store(upload: UploadedFile[Any]) -> Stored:
    """Writes the content once under its hash and says what it is; the same content is kept only once."""
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
        name=PurePath(upload.name or "file").name[-200:],
        media_type=media_type(head),
        size=upload.size or 0,
        sha256=digest.hexdigest(),
    )


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def media_type(head: bytes) -> str:
    """What the first bytes say; anything unknown is only ever offered as a download."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next(
        (kind for signature, kind in SIGNATURES if head.startswith(signature)), "application/octet-stream"
    )
