"""Refuses a body that is too large before anything of it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qiao.ui import errors

PIECE = 1024 * 1024


class BodyLimitMiddleware:
    """413 with a sentence for more than ``BODY_LIMIT`` bytes; forms limit single files more tightly."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = request.META.get("CONTENT_LENGTH") or "0"
        length = int(raw) if raw.isdigit() else 0
        limit = _limit(request)
        if length <= limit:
            return self.get_response(request)
        _swallow(request, min(length, 16 * settings.BODY_LIMIT))
        text = _("What you sent is larger than %(limit)s MB. Send a smaller file, or one at a time.")
        return errors.too_large(request, text % {"limit": limit // PIECE})


def _limit(request: HttpRequest) -> int:
    """Only administrators may send what is to be imported; asked before anything of it is read."""
    if not request.path.startswith(settings.LARGE_BODIES):
        return int(settings.BODY_LIMIT)
    person = getattr(request, "person", None)
    may = person is not None and person.scope.is_administrator
    return int(settings.IMPORT_LIMIT if may else settings.BODY_LIMIT)


def _swallow(request: HttpRequest, length: int) -> None:
    """Reads and keeps nothing: a browser that is cut off shows its own error instead of our page."""
    while length > 0:
        piece = request.read(min(PIECE, length))
        if not piece:
            return
        length -= len(piece)
