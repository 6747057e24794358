"""Imports for programs of administrators: upload, try, import, what came of it. Same rules as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field, WithJsonSchema

from qiao.accounts.calls import PersonCall
from qiao.eventlog import LogError, mapping
from qiao.imports import actions, intake, logs, reads, telling, tickets
from qiao.imports.models import Import
from qiao.imports.rules import Job, Phase, State, System
from qiao.rest import etags
from qiao.rest.bodies import Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import wrong
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.ticketimport.preset import BadMap

READ = register("imports:read", _("Read imports and what came of them (administrators)"))
WRITE = register("imports:write", _("Upload files and import them (administrators)"))

router = Router("Imports")

# Described where it stands: a request has states, too, and the description knows one thing by one name.
ImportState = Annotated[State, WithJsonSchema({"type": "string", "enum": [each.value for each in State]})]


class Told(BaseModel):
    system: System
    title: str = Field("", max_length=80, description="The same title again brings only what is new.")
    zone: str = Field("", max_length=60, description="Time zone of times that name none.")
    refuse_unknown: bool = Field(False, description="Tickets: nothing while people or units are unknown.")
    confidential: bool = Field(False, description="Tickets: every one becomes a confidential request.")
    mapping: str = Field(
        "",
        max_length=100_000,
        description="As the page keeps it as a file: of a log the columns as JSON, of tickets a map as TOML.",
    )


class ImportShown(Shown):
    id: int
    system: System
    title: str
    files: list[str]
    by: str = Field(description="Personnel number of whoever uploaded it.")
    created_at: datetime
    state: ImportState
    job: Job | None
    phase: Phase | None
    done: int
    total: int
    trouble: str | None = Field(description="Why it failed, in one sentence.")
    unit: str | None = Field(description="Code of the unit that holds what was imported.")
    revision: int


class FindingShown(Shown):
    code: str
    message: str
    count: int


class OddShown(Shown):
    where: str
    message: str
    left_out: bool


class ReportShown(Shown):
    of: Job | None = Field(description="The dry run or the import; null before both.")
    figures: dict[str, Any]
    counts: dict[str, int] = Field(description="Tickets: how many problems of each kind.")
    findings: list[FindingShown]
    problems: list[OddShown] = Field(description="Tickets: the first of them, with file and row.")


def shown(upload: Import) -> ImportShown:
    """As programs see it."""
    return ImportShown(
        id=upload.pk,
        system=upload.kind,
        title=upload.title,
        files=[each["name"] for each in upload.files],
        by=upload.by.number,
        created_at=upload.created_at,
        state=upload.stands,
        job=Job(upload.job) if upload.job else None,
        phase=upload.doing,
        done=upload.done,
        total=upload.total,
        trouble=telling.trouble(upload) or None,
        unit=upload.root.code if upload.root else None,
        revision=upload.revision,
    )


def _answer(http: PersonCall, upload: Import) -> ImportShown:
    etags.show(http, upload.revision)
    return shown(upload)


@router.read("/imports", scope=READ, answer=Page[ImportShown])
def imports(http: PersonCall, paging: Query[Paging]) -> Page[ImportShown]:
    """All imports, the newest first."""
    rows = reads.every() if http.person.scope.is_administrator else reads.every().none()
    return page(http, rows, paging, order=("-id",), show=lambda found: map(shown, found))


@router.create("/imports", scope=WRITE, answer=ImportShown)
def create_import(
    http: PersonCall,
    files: File[list[UploadedFile]],
    told: Form[Told],
    archive: File[UploadedFile | None] = None,
) -> ImportShown:
    """Uploads files, which changes nothing yet.

    A log is one file; of tickets all files of the export. `archive` is a ZIP of attachments.
    """
    options = told.model_dump(exclude={"system", "title", "mapping"}, exclude_defaults=True)
    if told.mapping:
        options |= _mapped(told)
    made = intake.take_in(
        system=told.system,
        title=told.title,
        uploads=files,
        archive=archive,
        options=options,
        by=http.person,
        at=timezone.now(),
    )
    http.answer_headers["Location"] = f"{settings.PUBLIC_URL}/api/v1/imports/{made.pk}"
    return _answer(http, made)


def _mapped(told: Told) -> dict[str, Any]:
    """What was sent beside the files, as it is kept; 422 when it cannot be used."""
    if told.system.is_log:
        try:
            return {"mapping": mapping.parsed(told.mapping, "mapping")}
        except LogError as error:
            raise wrong("mapping", telling.sentence(logs.told(error))) from error
    try:
        tickets.preset_of(told.system, {"map": told.mapping})
    except (BadMap, TypeError, ValueError, AttributeError) as error:
        raise wrong(
            "mapping", telling.sentence({"code": "bad_map", "params": {"why": str(error)}})
        ) from error
    return {"map": told.mapping}


@router.read("/imports/{pk}", scope=READ, answer=ImportShown)
def one_import(http: PersonCall, pk: Row) -> ImportShown:
    """How far one import is."""
    return _answer(http, reads.one(pk, seen_by=http.person))


@router.read("/imports/{pk}/report", scope=READ, answer=ReportShown)
def import_report(http: PersonCall, pk: Row) -> ReportShown:
    """What its last dry run found, or what the import brought."""
    upload = reads.one(pk, seen_by=http.person)
    kept = upload.report
    figures = {**kept.get("figures", {}), **{name: kept[name] for name in ("added", "there") if name in kept}}
    told = zip(kept.get("findings", []), telling.findings(upload), strict=True)
    return ReportShown(
        of=Job(upload.report_of) if upload.report_of else None,
        figures=figures,
        counts=kept.get("counts", {}),
        findings=[FindingShown(code=raw["code"], message=each.text, count=each.count) for raw, each in told],
        problems=[
            OddShown(where=each.place, message=each.text, left_out=each.left_out)
            for each in telling.problems(upload)
        ],
    )


@router.act("/imports/{pk}/rehearse", scope=WRITE, answer=ImportShown)
def rehearse_import(http: PersonCall, pk: Row) -> ImportShown:
    """Tries it: reads everything, changes nothing."""
    return _begun(http, pk, Job.REHEARSE)


@router.act("/imports/{pk}/import", scope=WRITE, answer=ImportShown)
def carry_out_import(http: PersonCall, pk: Row) -> ImportShown:
    """Imports it; one that was stopped or failed goes on where it was."""
    return _begun(http, pk, Job.IMPORT)


def _begun(http: PersonCall, pk: int, job: Job) -> ImportShown:
    upload = reads.one(pk, seen_by=http.person)
    expected = etags.seen(http, upload.revision)
    actions.begin(upload=upload, job=job, by=http.person, at=timezone.now(), expected=expected)
    return _answer(http, reads.one(pk, seen_by=http.person))


@router.act("/imports/{pk}/stop", scope=WRITE, answer=ImportShown)
def stop_import(http: PersonCall, pk: Row) -> ImportShown:
    """Stops it at the next safe point; what came by then stays, whole."""
    upload = reads.one(pk, seen_by=http.person)
    expected = etags.seen(http, upload.revision)
    actions.stop(upload=upload, by=http.person, at=timezone.now(), expected=expected)
    return _answer(http, reads.one(pk, seen_by=http.person))


@router.remove("/imports/{pk}", scope=WRITE)
def discard_import(http: PersonCall, pk: Row) -> None:
    """Removes its files, and the import when nothing came of it."""
    upload = reads.one(pk, seen_by=http.person)
    expected = etags.seen(http, upload.revision)
    actions.discard(upload=upload, by=http.person, at=timezone.now(), expected=expected)
