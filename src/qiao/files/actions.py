"""The only writers of contents and of what waits to be sent. None of them reads the clock."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from qiao.files import scanning, store
from qiao.files.intake import Arrived
from qiao.files.models import Blob, Upload
from qiao.files.rules import MOST_WAITING, Reason
from qiao.ledger.refusals import Refused, refuse

log = logging.getLogger("qiao.files")
# So long a form may stay open, and so long a content without a row is left alone.
KEPT_WAITING = timedelta(days=1)
CHUNK = 500


@transaction.atomic
def keep(arrived: Arrived, *, at: datetime) -> Blob:
    """The row of a content, and the content in its place: in this order, before the commit.

    When the transaction fails, a content without a row is left, which ``sweep`` takes away; never a row
    without its content. The row is locked, so that ``sweep`` cannot remove what is being sent again.
    """
    blob = _row(arrived, at)
    refuse(Reason.INFECTED if blob.quarantined_at else None, name=arrived.name)
    store.settle(arrived.path, arrived.sha256)
    return blob


def _row(arrived: Arrived, at: datetime) -> Blob:
    if not Blob.objects.filter(pk=arrived.sha256).update(touched_at=at):
        try:
            with transaction.atomic():
                return Blob.objects.create(
                    sha256=arrived.sha256,
                    size=arrived.size,
                    media_type=arrived.media_type,
                    width=arrived.width,
                    height=arrived.height,
                    created_at=at,
                    touched_at=at,
                    scanned_at=at if arrived.scanned else None,
                )
        except IntegrityError:  # somebody sent the same at the same moment
            Blob.objects.filter(pk=arrived.sha256).update(touched_at=at)
    return Blob.objects.get(pk=arrived.sha256)


@transaction.atomic
def receive(*, arrived: Arrived, uploader_id: int, at: datetime) -> Upload:
    """What somebody chose waits under a name that nobody can guess until they send their form."""
    waiting = Upload.objects.filter(uploader_id=uploader_id, at__gt=at - KEPT_WAITING).count()
    if waiting >= MOST_WAITING:
        arrived.path.unlink(missing_ok=True)
        raise Refused(Reason.TOO_MANY_WAITING)
    blob = keep(arrived, at=at)
    return Upload.objects.create(uploader_id=uploader_id, blob=blob, name=arrived.name, at=at)


@transaction.atomic
def claim(*, upload: Upload, uploader_id: int, at: datetime) -> Blob:
    """The content of what a person chose, for the row that will point to it; refused for anybody else's.

    The upload stays for its day, so that a form sent twice by a hasty thumb finds it again.
    """
    refuse(None if upload.uploader_id == uploader_id else Reason.GONE)
    if not Blob.objects.filter(pk=upload.blob_id, quarantined_at=None).update(touched_at=at):
        raise Refused(Reason.INFECTED, name=upload.name)
    return Blob.objects.get(pk=upload.blob_id)


@transaction.atomic
def drop(*, upload: Upload, uploader_id: int) -> None:
    """Takes back what one had chosen; the content goes with the next sweep unless somebody else has it."""
    refuse(None if upload.uploader_id == uploader_id else Reason.GONE)
    upload.delete()


def sweep(*, at: datetime, limit: int = 500) -> int:
    """Takes away what nobody points to and nobody touched for a day. Returns how many contents went."""
    before = at - KEPT_WAITING
    Upload.objects.filter(at__lt=before).delete()
    for path in store.left_over(before.timestamp()):
        path.unlink(missing_ok=True)
    old = Blob.objects.unreferenced().filter(touched_at__lt=before, quarantined_at=None)
    gone = sum(_sweep_one(pk, before) for pk in list(old.values_list("pk", flat=True)[:limit]))
    return gone + _sweep_unknown(before)


@transaction.atomic
def _sweep_one(sha256: str, before: datetime) -> bool:
    """Looks again under a lock: it may have been sent again since."""
    if not Blob.objects.select_for_update(no_key=True).filter(pk=sha256, touched_at__lt=before).exists():
        return False
    deleted, _by_kind = Blob.objects.unreferenced().filter(pk=sha256).delete()
    if deleted:
        store.remove(sha256)
    return bool(deleted)


def _sweep_unknown(before: datetime) -> int:
    """Contents without a row: the transaction that was to write it failed."""
    old = [path for path in store.contents() if path.stat().st_mtime < before.timestamp()]
    gone = 0
    for start in range(0, len(old), CHUNK):
        names = [path.name for path in old[start : start + CHUNK]]
        known = set(Blob.objects.filter(pk__in=names).values_list("pk", flat=True))
        gone += sum(_remove_unknown(name) for name in names if name not in known)
    return gone


@transaction.atomic
def _remove_unknown(sha256: str) -> bool:
    if Blob.objects.filter(pk=sha256).exists():
        return False
    store.remove(sha256)
    return True


def scan_late(*, at: datetime, limit: int = 50) -> int:
    """Looks at what was taken in while the scanner was down. Returns how many were locked away."""
    if not scanning.wanted():
        return 0
    late = Blob.objects.filter(scanned_at=None, quarantined_at=None).order_by("created_at", "pk")[:limit]
    return sum(_scan_one(blob, at) for blob in late)


def _scan_one(blob: Blob, at: datetime) -> bool:
    try:
        virus = scanning.scan(store.path_of(blob.pk)).virus
    except scanning.ScannerDown:
        return False
    if not virus:
        Blob.objects.filter(pk=blob.pk).update(scanned_at=at)
        return False
    log.warning("The virus scanner found %s in %s, which was kept: it is in quarantine now.", virus, blob.pk)
    with transaction.atomic():
        Blob.objects.filter(pk=blob.pk).update(scanned_at=at, quarantined_at=at)
        store.lock_away(blob.pk)
    return True
