"""The page for trouble around the application: nothing was saved, and what to do now."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qiao.ops.failures import Kind, kind
from qiao.ui import errors


def server_error(request: HttpRequest) -> HttpResponse:
    """A sentence when the trouble is known (full disk, database away or busy), else the usual page."""
    found = kind(sys.exc_info()[1])
    if found in {Kind.OTHER, Kind.DATABASE_OLD}:
        return errors.server_error(request)
    status = 507 if found is Kind.DISK_FULL else 503
    response = errors.refusal(request, status, _("Not saved"), _text(found))
    response["Retry-After"] = "30"
    return response


def _text(found: Kind) -> str:
    if found is Kind.DISK_FULL:
        return _(
            "The server has no space left, so nothing was saved. Go back: your text is still in the form. "
            "Please tell your administrator, then send it again."
        )
    if found is Kind.DATABASE_BUSY:
        return _(
            "The database is busy, so nothing was saved. Go back: your text is still in the form. "
            "Send it again in a moment."
        )
    return _(
        "The database cannot be reached, so nothing was saved. Go back: your text is still in the form. "
        "Please tell your administrator and try again later."
    )
