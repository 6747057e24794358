"""What a person chose, and whether the folder agrees with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from qiao.files import store
from qiao.files.models import Blob, Upload


def chosen(keys: Iterable[str], *, uploader_id: int) -> list[Upload]:
    """The uploads with these names that are this person's, in the order of the names."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    found = {each.key: each for each in Upload.objects.of(uploader_id).filter(key__in=wanted)}
    return [found[key] for key in wanted if key in found]


class Trouble(StrEnum):
    MISSING = "missing"
    CORRUPT = "corrupt"
    ORPHAN = "orphan"
    UNREFERENCED = "unreferenced"


@dataclass(frozen=True)
class Found:
    """One content with which something is wrong."""

    trouble: Trouble
    sha256: str
    detail: str = ""


def troubles() -> Iterator[Found]:
    """Compares every row with its content and every content with its row. Reads every byte."""
    known = set()
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=1000):
        known.add(blob.pk)
        if blob.quarantined_at is None:
            yield from _of_row(blob)
    for path in store.contents():
        if path.name not in known:
            yield Found(Trouble.ORPHAN, path.name, f"{path.stat().st_size} bytes")
    for pk in Blob.objects.unreferenced().order_by("pk").values_list("pk", flat=True):
        yield Found(Trouble.UNREFERENCED, pk)


def _of_row(blob: Blob) -> Iterator[Found]:
    path = store.path_of(blob.pk)
    if not path.is_file():
        yield Found(Trouble.MISSING, blob.pk, f"{blob.size} bytes")
    elif store.hash_of(path) != blob.pk:
        yield Found(Trouble.CORRUPT, blob.pk, f"{path.stat().st_size} bytes of {blob.size}")
