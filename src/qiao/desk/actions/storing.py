"""A file comes to a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from qiao.desk.actions import response
from qiao.desk.actions.change import tell
from qiao.desk.events import Kind
from qiao.desk.models import Attachment, Request
from qiao.desk.rules import Reason, is_provider
from qiao.files import actions as files
from qiao.files import intake
from qiao.files.models import Blob, Upload
from qiao.ledger.refusals import refuse
from qiao.org.models import Person

# Sent twice by a hasty thumb: the same file of the same person within a minute is one.
SAME = timedelta(minutes=1)


@transaction.atomic
def attach(
    *,
    request: Request,
    by: Person,
    at: datetime,
    upload: Upload | UploadedFile[Any],
    field: str = "",
    internal: bool = False,
) -> Attachment:
    """A file comes to the request: one that waits since it was chosen, or, from programs, its bytes.

    The content decides what it is, not its name. Refused with a sentence for what may not be kept.
    """
    refuse(Reason.NOT_PROVIDER if internal and not is_provider(request, by.scope) else None)
    blob, name = _content(upload, by, at)
    again = request.attachments.filter(
        uploaded_by=by, blob=blob, name=name, field=field, internal=internal, at__gt=at - SAME
    ).first()
    if again is not None:
        return again
    unheard = internal or bool(field)  # files of the form came with the need itself
    request, voice = (request, None) if unheard else response.hear(request, by=by, at=at)
    made = Attachment.objects.create(
        request=request, field=field, uploaded_by=by, at=at, name=name, blob=blob, internal=internal
    )
    tell(
        Kind.ATTACHED,
        request,
        by=by,
        at=at,
        attachment=made.pk,
        name=name,
        field=field,
        internal=internal or None,
        voice=voice,
    )
    return made


def _content(upload: Upload | UploadedFile[Any], by: Person, at: datetime) -> tuple[Blob, str]:
    """Its content and its plain name; a photo's ending follows what it was made into."""
    if isinstance(upload, Upload):
        return files.claim(upload=upload, uploader_id=by.pk, at=at), upload.name
    arrived = intake.take_in(upload)
    return files.keep(arrived, at=at), arrived.name
