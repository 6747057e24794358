"""Comments and files."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.desk import actions, reads
from qiao.desk.forms import LONGEST
from qiao.desk.models import Request
from qiao.desk.rest import shown
from qiao.desk.rest.door import READ, WRITE, router
from qiao.desk.rest.shown import AttachmentShown, CommentShown
from qiao.desk.rules import reads_internal
from qiao.files import serving
from qiao.files.landing import NotTaken, land_one
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import wrong
from qiao.rest.paging import Page, Paging, page
from qiao.rest.problems import Code, Problem

BYTES = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}


class Comment(Said):
    body: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    internal: bool = Field(False, description="Among providers only.")
    template: Row | None = Field(None, description="The answer template that it began with: counted there.")


class FileTold(BaseModel):
    internal: bool = Field(False, description="Among providers only.")


class UploadShown(Shown):
    key: str = Field(description="Name it in an answer within a day.")
    name: str


@router.read("/requests/{number}/comments", scope=READ, answer=Page[CommentShown])
def comments(http: PersonCall, number: str, paging: Query[Paging]) -> Page[CommentShown]:
    """What was said, oldest first."""
    found, hidden = _with_hidden(http, number)
    rows = found.comments.exclude(**hidden).select_related("author")
    return page(http, rows, paging, order=("id",), show=lambda each: map(shown.comment, each))


@router.create("/requests/{number}/comments", scope=WRITE, answer=CommentShown)
def create_comment(http: PersonCall, number: str, said: Comment) -> CommentShown:
    """Says something to everybody who sees it, or among providers only."""
    found = reads.seen(number, seen_by=http.person)
    made = actions.comment(
        request=found, by=http.person, at=timezone.now(), body=said.body, internal=said.internal
    )
    if said.template:
        actions.use_template(pk=said.template, by=http.person, at=timezone.now())
    return shown.comment(made)


@router.read("/requests/{number}/attachments", scope=READ, answer=Page[AttachmentShown])
def attachments(http: PersonCall, number: str, paging: Query[Paging]) -> Page[AttachmentShown]:
    """Its files, oldest first."""
    found, hidden = _with_hidden(http, number)
    rows = found.attachments.exclude(**hidden).select_related("blob", "uploaded_by")
    return page(http, rows, paging, order=("id",), show=lambda each: map(shown.attachment, each))


@router.create("/requests/{number}/attachments", scope=WRITE, answer=AttachmentShown)
def create_attachment(
    http: PersonCall, number: str, file: File[UploadedFile], told: Form[FileTold]
) -> AttachmentShown:
    """Adds a file. Its content decides what it is; photos lose where they were taken."""
    found = reads.seen(number, seen_by=http.person)
    made = actions.attach(
        request=found, by=http.person, at=timezone.now(), upload=file, internal=told.internal
    )
    return shown.attachment(made)


@router.read("/requests/{number}/attachments/{pk}", scope=READ, answer=None, openapi_more=BYTES)
def attachment(http: PersonCall, number: str, pk: Row) -> HttpResponseBase:
    """The content of a file."""
    found, hidden = _with_hidden(http, number)
    row = found.attachments.exclude(**hidden).select_related("blob").filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.blob.quarantined_at is not None:
        raise Problem(410, Code.GONE)
    return serving.answer(http, row.blob, name=row.name)


@router.create("/uploads", scope=WRITE, answer=UploadShown)
def create_upload(http: PersonCall, file: File[UploadedFile]) -> UploadShown:
    """A file for a question of a form: give its key as the answer when you raise the request."""
    landed = land_one(file, uploader_id=http.person.pk, at=timezone.now())
    if isinstance(landed, NotTaken):
        raise wrong("file", landed.sentence)
    return UploadShown(key=landed.key, name=landed.name)


def _with_hidden(http: PersonCall, number: str) -> tuple[Request, dict[str, bool]]:
    """The request, and what of it this person does not read."""
    found = reads.seen(number, seen_by=http.person)
    return found, {} if reads_internal(found, http.person.scope) else {"internal": True}
