"""What the event log shows on other packages' pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


def history_link(http: HttpRequest, request: Any) -> str:
    """The way from the story of a request to every single change; no query."""
    return render_to_string("audit/_history_link.html", {"req": request})
