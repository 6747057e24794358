"""Comments and files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from qiao.desk.actions.change import need, tell
from qiao.desk.actions.storing import store
from qiao.desk.events import Kind
from qiao.desk.models import Attachment, Comment, Request
from qiao.desk.rules import Reason, is_provider
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def comment(*, request: Request, by: Person, at: datetime, body: str, internal: bool = False) -> Comment:
    """Says something to everybody who sees the request, or among providers only. Changes no clock."""
    body = need(body, Reason.SAY_WHAT)
    refuse(Reason.NOT_PROVIDER if internal and not is_provider(request, by.scope) else None)
    made = Comment.objects.create(request=request, author=by, at=at, body=body, internal=internal)
    tell(Kind.COMMENTED, request, by=by, at=at, comment=made.pk, internal=internal or None)
    return made


@transaction.atomic
def attach(
    *,
    request: Request,
    by: Person,
    at: datetime,
    upload: UploadedFile[Any],
    field: str = "",
    internal: bool = False,
) -> Attachment:
    """Keeps a file with the request. The content decides what it is, not its name."""
    refuse(Reason.NOT_PROVIDER if internal and not is_provider(request, by.scope) else None)
    stored = store(upload)
    made = Attachment.objects.create(
        request=request,
        field=field,
        uploaded_by=by,
        at=at,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        internal=internal,
    )
    tell(
        Kind.ATTACHED,
        request,
        by=by,
        at=at,
        attachment=made.pk,
        name=stored.name,
        field=field,
        internal=internal or None,
    )
    return made
