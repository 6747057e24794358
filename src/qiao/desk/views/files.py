"""Files of a request, for those who may see it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import reads
from qiao.desk.files import path_of
from qiao.desk.rules import is_customer, is_provider

# Only what a browser shows without running anything is shown; everything else is a download.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@require_safe
@signed_in
def download(http: PersonRequest, number: str, pk: int) -> FileResponse:
    """The file, under its own name, never sniffed, never framed."""
    request = reads.seen(number, seen_by=http.person)
    attachment = get_object_or_404(request.attachments, pk=pk)
    scope = http.person.scope
    if attachment.internal and is_customer(request, scope) and not is_provider(request, scope):
        raise Http404
    path = path_of(attachment.sha256)
    if not default_storage.exists(path):
        raise Http404
    shown = attachment.media_type in SHOWN
    response = FileResponse(
        default_storage.open(path),
        as_attachment=not shown,
        filename=attachment.name,
        content_type=attachment.media_type if shown else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
