"""Answering with a content: safe headers, ranges, thumbnails. Who may have it was asked before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from qiao.files import images, store
from qiao.files.models import Blob
from qiao.files.rules import Group, Reason
from qiao.ui import errors

PIECE = 64 * 1024
# The sides of thumbnails that can be asked for: a tile, and a whole screen.
SIDES = {"small": 320, "large": 1600}
# Only what a browser shows without running anything is shown; everything else is a download.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"}) | {
    f"audio/{name}" for name in ("mpeg", "mp4", "ogg", "wav", "webm")
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def answer(http: HttpRequest, blob: Blob, *, name: str, size: str = "") -> HttpResponseBase:
    """The content under its own name, never sniffed, never framed. ``size``: a thumbnail of a photo."""
    if blob.quarantined_at is not None:
        return errors.refusal(
            http, 410, _("This file is no longer here"), str(Reason.INFECTED.sentence) % {"name": name}
        )
    if size:
        return _thumbnail(http, blob, size, name)
    try:
        file = store.open_content(blob.pk)
    except FileNotFoundError as error:
        raise Http404 from error
    shown = blob.media_type in SHOWN
    return _content(http, file, f'"{blob.pk}"', blob.media_type, content_disposition_header(not shown, name))


def _thumbnail(http: HttpRequest, blob: Blob, size: str, name: str) -> HttpResponseBase:
    """Made when it is first asked for, and kept beside its content."""
    if size not in SIDES or blob.group is not Group.PHOTO:
        raise Http404
    side = SIDES[size]
    path = store.small_path(blob.pk, side)
    if not path.is_file():
        try:
            with store.open_content(blob.pk) as file:
                path = store.settle_small(blob.pk, side, images.smaller(file, side))
        except (*images.UNREADABLE, FileNotFoundError) as error:
            raise Http404 from error
    disposition = content_disposition_header(False, f"{name.rpartition('.')[0] or name}.webp")
    return _content(http, path.open("rb"), f'"{blob.pk}-{side}"', "image/webp", disposition)


def _content(
    http: HttpRequest, file: BinaryIO, etag: str, media_type: str, disposition: str | None
) -> HttpResponseBase:
    headers = {
        **HEADERS,
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition or "inline",
    }
    if etag in http.headers.get("If-None-Match", ""):
        file.close()
        return HttpResponse(status=304, headers=headers)
    total = file.seek(0, 2)
    part = _part(http, etag, total)
    if part is None:
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{total}"})
    start, stop, status = part
    headers["Content-Length"] = str(stop - start)
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{total}"
    pieces = _pieces(file, start, stop)
    return StreamingHttpResponse(pieces, status=status, content_type=media_type, headers=headers)


def _part(http: HttpRequest, etag: str, total: int) -> tuple[int, int, int] | None:
    """From where to where, and the status; all of it when it is asked oddly; None beyond the end."""
    asked = _RANGE.fullmatch(http.headers.get("Range", "").strip())
    if asked is None or http.headers.get("If-Range", etag) != etag or not any(asked.groups()):
        return 0, total, 200
    first, last = asked.groups()
    if first:
        start, stop = int(first), min(int(last) + 1, total) if last else total
    else:
        start, stop = max(0, total - int(last)), total
    return (start, stop, 206) if start < stop else None


def _pieces(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < stop and (piece := file.read(min(PIECE, stop - start))):
            start += len(piece)
            yield piece
