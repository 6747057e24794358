"""From what somebody sends to what is kept: checked, photos made anew, scanned, on the disk. No database."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from qiao.files import films, images, kinds, scanning, store
from qiao.files.rules import Limits, Reason, ending, plain_name, renamed
from qiao.ledger.refusals import Refused, refuse

log = logging.getLogger("qiao.files")


@dataclass(frozen=True)
class Arrived:
    """A file that was taken in and waits in ``path`` for its row."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: Path
    width: int | None = None
    height: int | None = None
    scanned: bool = False


def limits(*, most: int = 0, largest: int = 0, endings: Iterable[str] = ()) -> Limits:
    """The organisation's limits, made tighter where a field says so; never wider."""
    return Limits(
        most=min(most or settings.FILES_MOST, settings.FILES_MOST),
        largest=min(largest or settings.UPLOAD_LIMIT, settings.UPLOAD_LIMIT),
        endings=frozenset(endings) & kinds.KNOWN,
    )


def problem(upload: UploadedFile[Any], *, within: Limits | None = None) -> str:
    """Why this file cannot be taken; "" when it can. The file is left at its beginning."""
    try:
        _checked(upload, within or limits())
    except Refused as refused:
        return refused.sentence
    return ""


def take_in(upload: UploadedFile[Any], *, within: Limits | None = None) -> Arrived:
    """Checks, makes a photo anew, scans, and writes it down. Raises Refused with the sentence.

    Slow (a photo takes a second): call it before the transaction, then ``actions.keep`` inside it.
    """
    name, photo = _checked(upload, within or limits())
    file = cast(BinaryIO, upload)
    scanned = _scanned(file, name)
    if photo is not None:
        path = store.written([photo.content])
        name, media_type = renamed(_of_many(name, photo), photo.ending), photo.media_type
        size: tuple[int | None, int | None] = (photo.width, photo.height)
    else:
        path, media_type, size = _as_it_is(file, name), _media_type(file, name), (None, None)
    return Arrived(name, media_type, path.stat().st_size, store.hash_of(path), path, *size, scanned)


def _of_many(name: str, photo: images.Photo) -> str:
    """Of an animation one picture is kept, and its name says so: "robot.gif" becomes "robot (1 of 24)"."""
    if photo.pictures < 2:
        return name
    stem, dot, its = name.rpartition(".")
    count = _("%(n)d of %(all)d") % {"n": 1, "all": photo.pictures}
    return f"{stem} ({count}){dot}{its}"


def _checked(upload: UploadedFile[Any], within: Limits) -> tuple[str, images.Photo | None]:
    """The plain name, and the photo made anew when it is one."""
    name, file = plain_name(upload.name or ""), cast(BinaryIO, upload)
    its = ending(name)
    _fits(name, upload.size or 0, within)
    if its in kinds.PHOTO_FORMATS:
        return name, images.remade(file, name=name, ending=its)
    refuse(kinds.KINDS[its].check(file), name=name, kind=its.upper())
    return name, None


def why_not_here(name: str, size: int, within: Limits) -> str:
    """Why something that was taken in before does not belong to this field; "" when it does."""
    try:
        _fits(name, size, within)
    except Refused as refused:
        return refused.sentence
    return ""


def _fits(name: str, size: int, within: Limits) -> None:
    if size > within.largest:
        raise Refused(
            Reason.TOO_LARGE, name=name, size=filesizeformat(size), limit=filesizeformat(within.largest)
        )
    refuse(None if size else Reason.EMPTY, name=name)
    _wanted(name, ending(name), within)


def _wanted(name: str, its: str, within: Limits) -> None:
    if its not in kinds.KNOWN and not within.endings:
        raise Refused(Reason.UNKNOWN_KIND, name=name)
    if not within.endings or its in within.endings:
        return
    if within.endings <= kinds.PHOTO_FORMATS.keys():
        raise Refused(Reason.NOT_A_PHOTO, name=name)
    raise Refused(Reason.NOT_WANTED_HERE, name=name, endings=", ".join(sorted(within.endings)).upper())


def _media_type(file: BinaryIO, name: str) -> str:
    its = ending(name)
    return "video/webm" if its == "webm" and kinds.has_film(file) else kinds.KINDS[its].media_type


def _as_it_is(file: BinaryIO, name: str) -> Path:
    """The bytes as they came, apart from what a phone wrote down about place and owner."""
    file.seek(0)
    path = store.written(iter(lambda: file.read(store.PIECE), b""))
    file.seek(0)
    if ending(name) in kinds.BOXED:
        try:
            with path.open("r+b") as kept:
                films.without_notes(kept)
        except ValueError as error:
            path.unlink()
            raise Refused(Reason.NOT_WHAT_IT_SAYS, name=name, kind=ending(name).upper()) from error
        store.synced(path)
    return path


def _scanned(file: BinaryIO, name: str) -> bool:
    """Whether a scanner looked at what was sent (before a photo is made anew). Raises Refused when it found
    something, and when it is down and the organisation would rather wait."""
    if not scanning.wanted():
        return False
    file.seek(0)
    path = store.written(iter(lambda: file.read(store.PIECE), b""))
    file.seek(0)
    try:
        virus = scanning.scan(path).virus
    except scanning.ScannerDown as error:
        log.error("The virus scanner does not answer: %s", error)
        if settings.SCANNER_DOWN == "refuse":
            raise Refused(Reason.NOT_SCANNED, name=name) from error
        return False
    finally:
        path.unlink(missing_ok=True)
    if virus:
        log.warning("The virus scanner found %s in a file that was sent; it was not kept.", virus)
        raise Refused(Reason.INFECTED, name=name)
    return True


def in_memory(content: bytes, name: str) -> UploadedFile[Any]:
    """Content that a program brings, as if it had been sent."""
    return UploadedFile(BytesIO(content), name, size=len(content))


def fingerprint(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
