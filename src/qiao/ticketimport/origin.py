"""Where a request came from, on its page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.desk.models import Request
from qiao.ticketimport.models import ImportedTicket


def origin(http: HttpRequest, request: Request) -> str:
    """The key that it had in the system before; nothing for a request that was raised here."""
    if request.respond_seconds is not None:
        return ""  # whatever is raised here is to be answered in time; an import promises no answer: no query
    found = ImportedTicket.objects.filter(request=request).select_related("source").first()
    if found is None:
        return ""
    return render_to_string("ticketimport/origin.html", {"imported": found}, request=http)
