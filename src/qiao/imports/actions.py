"""The only writers of imports: uploading, choosing, beginning, signs of life, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from qiao.imports import rules, store
from qiao.imports.models import Import
from qiao.imports.rules import BUSY, Job, Kind, Phase, Reason, State, System
from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import locked, update
from qiao.org.models import Person, Unit


@transaction.atomic
def upload(
    *,
    system: System,
    name: str,
    title: str,
    folder: str,
    files: Sequence[Mapping[str, Any]],
    archive: str,
    options: Mapping[str, Any],
    guess: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> Import:
    """Files that lie in ``folder`` wait for what is to become of them."""
    refuse(rules.why_not_administer(by.scope))
    refuse(rules.why_not_files(system, len(files), archive=bool(archive)))
    made = Import.objects.create(
        system=system.value,
        name=name,
        title=title[:80],
        by=by,
        created_at=at,
        changed_at=at,
        folder=folder,
        files=list(files),
        archive=archive[:200],
        options=dict(options),
        guess=dict(guess),
    )
    told = [each["name"] for each in files]
    record(Kind.UPLOADED, subject=made, by=by, at=at, system=system.value, title=made.title, files=told)
    return made


@transaction.atomic
def choose(
    *,
    upload: Import,
    options: Mapping[str, Any],
    guess: Mapping[str, Any] | None = None,
    by: Person,
    at: datetime,
    expected: int | None = None,
) -> Import:
    """Another mapping. What was found with the old one no longer counts."""
    row = _begin(upload, by, expected)
    refuse(rules.why_not_begin(row.stands, here=bool(row.folder)))
    values: dict[str, Any] = {"options": dict(options), "state": State.READY, "report": {}, "report_of": ""}
    if guess is not None:
        values["guess"] = dict(guess)
    _update(row, at, **values, trouble={})
    record(Kind.MAPPED, subject=row, by=by, at=at, title=row.title)
    return row


@transaction.atomic
def begin(*, upload: Import, job: Job, by: Person, at: datetime, expected: int | None = None) -> Import:
    """Asks for a dry run or the import; it begins within seconds."""
    row = _begin(upload, by, expected)
    refuse(rules.why_not_begin(row.stands, here=bool(row.folder)))
    _update(row, at, state=State.ASKED, job=job, phase="", done=0, total=0, token="", stop=False, trouble={})
    record(Kind.STARTED, subject=row, by=by, at=at, system=row.system, job=job.value, title=row.title)
    return row


@transaction.atomic
def stop(*, upload: Import, by: Person, at: datetime, expected: int | None = None) -> Import:
    """Ends it at the next safe point; what is in the desk by then stays there, whole."""
    row = _begin(upload, by, expected)
    if row.stands not in BUSY:
        raise Refused(Reason.NOT_BUSY)
    if row.stands is State.ASKED or row not in Import.objects.alive(at):
        _stopped(row, by, at)
    else:
        _update(row, row.changed_at, stop=True)
    return row


def _stopped(row: Import, by: Person | None, at: datetime) -> None:
    _update(row, at, state=State.STOPPED, token="", stop=False)
    record(Kind.STOPPED, subject=row, by=by, at=at, job=row.job, title=row.title)


@transaction.atomic
def discard(*, upload: Import, by: Person, at: datetime, expected: int | None = None) -> None:
    """The files go, and the import with them when nothing came of it."""
    row = _begin(upload, by, expected)
    if row.stands in BUSY:
        raise Refused(Reason.BUSY)
    record(Kind.DISCARDED, subject=row, by=by, at=at, system=row.system, title=row.title)
    folder = row.folder
    if row.root_id is None:
        Import.objects.filter(pk=row.pk, revision=row.revision).delete()
    else:
        _update(row, at, folder="")
    transaction.on_commit(lambda: store.remove(folder))


# -- whoever does the work -----------------------------------------------------------------------


@transaction.atomic
def claim(*, at: datetime) -> Import | None:
    """The next that waits, if nobody works on another; theirs from now on, while they give signs of life."""
    if Import.objects.alive(at).exists():
        return None
    row = Import.objects.waiting(at).select_related("by", "root").first()
    if row is None:
        return None
    mine = uuid4().hex
    same = Import.objects.filter(pk=row.pk, state=row.state, token=row.token)
    if not same.update(state=State.RUNNING, token=mine, beat_at=at):
        return None
    row.state, row.token, row.beat_at = State.RUNNING, mine, at
    return row


def beat(*, upload: Import, phase: Phase, done: int, total: int, at: datetime) -> bool | None:
    """A sign of life with how far it is. True: go on; False: stop; None: it is no longer theirs."""
    mine = Import.objects.filter(pk=upload.pk, token=upload.token, state=State.RUNNING)
    if not mine.update(phase=phase.value, done=done, total=total, beat_at=at):
        return None
    return not mine.filter(stop=True).exists()


def put_back(*, upload: Import) -> None:
    """The server stops: whoever starts next goes on at once."""
    mine = Import.objects.filter(pk=upload.pk, token=upload.token, state=State.RUNNING)
    mine.update(state=State.ASKED, token="", beat_at=None)


@transaction.atomic
def finish(*, upload: Import, report: Mapping[str, Any], root: Unit | None, at: datetime) -> bool:
    """The end of a dry run (``root`` None) or of the import, whose files go."""
    state = State.REHEARSED if upload.is_rehearsal else State.DONE
    values = {"state": state, "report": dict(report), "report_of": upload.job, "root": root}
    if not _end(upload, at, **values, folder=upload.folder if upload.is_rehearsal else ""):
        return False
    record(Kind.FINISHED, subject=upload, by=upload.by, at=at, job=upload.job, title=upload.title)
    if not upload.is_rehearsal:
        transaction.on_commit(lambda: store.remove(upload.folder))
    return True


@transaction.atomic
def fail(*, upload: Import, trouble: Mapping[str, Any], at: datetime) -> None:
    """It could not go on; everything that it wrote before is whole, and it can be begun again."""
    if _end(upload, at, state=State.FAILED, trouble=dict(trouble)):
        code = trouble["code"]
        record(Kind.FAILED, subject=upload, by=upload.by, at=at, job=upload.job, title=upload.title, why=code)


@transaction.atomic
def halt(*, upload: Import, at: datetime) -> None:
    """It was told to stop, and did."""
    if _end(upload, at, state=State.STOPPED):
        record(Kind.STOPPED, subject=upload, by=upload.by, at=at, job=upload.job, title=upload.title)


def _end(row: Import, at: datetime, **values: Any) -> bool:
    """Only whoever it belongs to ends it."""
    mine = Import.objects.filter(pk=row.pk, token=row.token, state=State.RUNNING)
    ended = {"token": "", "stop": False, "beat_at": None, "changed_at": at}
    return bool(mine.update(**values, **ended, revision=F("revision") + 1))


def sweep(*, at: datetime) -> int:
    """Files that nobody carries out go after two weeks, folders that no import knows after a day."""
    many = 0
    for row in Import.objects.forgotten(at):
        if Import.objects.filter(pk=row.pk, revision=row.revision, state=row.state).update(folder=""):
            store.remove(row.folder)
            many += 1
    known = set(Import.objects.exclude(folder="").values_list("folder", flat=True))
    for folder in store.strays(known, at - rules.LAPSE * 100):
        store.remove(folder)
        many += 1
    return many


# -- what every action does first and last -------------------------------------------------------


def _begin(row: Import, by: Person, expected: int | None) -> Import:
    refuse(rules.why_not_administer(by.scope))
    return locked(row, expected)


def _update(row: Import, at: datetime, **values: Any) -> None:
    update(row, changed_at=at, **values)
