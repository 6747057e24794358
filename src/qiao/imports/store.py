"""Where uploaded files wait: a folder per import, outside the web root, removed with it. No database."""

from __future__ import annotations

import errno
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from qiao.files.rules import plain_name
from qiao.imports.rules import MEGABYTE, UNPACKED, Reason
from qiao.ledger.refusals import Refused

ARCHIVE = "attachments.zip"
REPORT = "report.json"
UNPACKED_TO = "attachments"
READY = "attachments.ready"
LONGEST_NAME = 200  # bytes
Upload: TypeAlias = "UploadedFile[Any]"


def place(folder: str) -> Path:
    """The folder of one import."""
    return Path(settings.DATA) / "imports" / folder


def receive(uploads: Sequence[Upload], archive: Upload | None) -> tuple[str, list[dict[str, Any]]]:
    """Writes what was sent into a new folder; returns it with the name and size of each file.

    Raises Refused when there is no space; then nothing is left of it.
    """
    folder = uuid4().hex
    _look_for_space(sum(each.size or 0 for each in (*uploads, *([archive] if archive else []))))
    try:
        kept = [_write(place(folder) / str(number), each) for number, each in enumerate(uploads)]
        if archive is not None:
            _copy(archive, place(folder) / ARCHIVE)
    except OSError as error:
        remove(folder)
        raise _refusal(error) from error
    return folder, kept


def _look_for_space(wanted: int) -> None:
    there = Path(settings.DATA)
    if there.is_dir() and shutil.disk_usage(there).free < wanted:
        raise Refused(Reason.DISK_FULL)


def _write(folder: Path, upload: Upload) -> dict[str, Any]:
    name = _short(plain_name(str(upload.name or "file")))
    _copy(upload, folder / name)
    return {"name": name, "size": (folder / name).stat().st_size}


def _short(name: str) -> str:
    """At most as long as file systems take, with its ending."""
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) <= LONGEST_NAME:
        return name
    kept = (stem or ending).encode()[: LONGEST_NAME - 20].decode(errors="ignore")
    return kept + (dot + ending[:6] if stem else "")


def _copy(upload: Upload, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)


def _refusal(error: OSError) -> Exception:
    return Refused(Reason.DISK_FULL) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error


def paths(folder: str, files: Iterable[dict[str, Any]]) -> list[Path]:
    """Where its files lie, in order."""
    return [place(folder) / str(number) / each["name"] for number, each in enumerate(files)]


def remove(folder: str) -> None:
    """All of it goes; nothing when there is nothing."""
    if folder:
        shutil.rmtree(place(folder), ignore_errors=True)


def strays(known: set[str], before: datetime) -> Iterator[str]:
    """Folders that no import knows, left by a kill between disk and database."""
    top = place("")
    for each in top.iterdir() if top.is_dir() else ():
        if each.name not in known and each.stat().st_mtime < before.timestamp():
            yield each.name


# -- the archive of attachments ------------------------------------------------------------------


@contextmanager
def opened(path: Any) -> Iterator[zipfile.ZipFile]:
    """The archive; Refused when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(Reason.NOT_ZIP, why=error) from error


def look_over(archive: Any) -> None:
    """Whether it is an archive at all, before anything is kept."""
    with opened(archive):
        archive.seek(0)


def unpack(folder: str, step: Callable[[int, int], None]) -> Path | None:
    """Unpacks the archive once; returns where. ``step`` is told how many of how many files are out.

    Names lead nowhere else. A file is cut one byte behind what may be kept: its check then says so.
    """
    packed, target = place(folder) / ARCHIVE, place(folder) / UNPACKED_TO
    if not packed.exists():
        return None
    if (place(folder) / READY).exists():
        return target
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, mode=0o700)
    with opened(packed) as archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        _look_for_space(sum(min(each.file_size, settings.UPLOAD_LIMIT) for each in members))
        _unpack_all(archive, members, target, step)
    (place(folder) / READY).touch()
    return target


def _unpack_all(
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    target: Path,
    step: Callable[[int, int], None],
) -> None:
    left = UNPACKED
    for number, member in enumerate(members, 1):
        path = _inside(target, member.filename)
        if path is not None:
            left -= _unpack_one(archive, member, path)
        if left < 0:
            raise Refused(Reason.TOO_LARGE, most=UNPACKED // MEGABYTE)
        step(number, len(members))


def _inside(target: Path, name: str) -> Path | None:
    """Where a member goes; None for one that would lead elsewhere, or is no file of anybody's."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or parts[0] in {"/", "__MACOSX"} or any(part == ".." or ":" in part for part in parts):
        return None
    plain = [plain_name(part) for part in parts]
    return target.joinpath(*plain) if all(len(part.encode()) <= LONGEST_NAME for part in plain) else None


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rest = settings.UPLOAD_LIMIT + 1
    with archive.open(member) as source, path.open("wb") as file:
        while rest > 0 and (data := source.read(min(rest, MEGABYTE))):
            file.write(data)
            rest -= len(data)
    return settings.UPLOAD_LIMIT + 1 - rest
