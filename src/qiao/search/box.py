"""The one box, in the head of every page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


def fill(http: HttpRequest, subject: Any) -> str:
    """For whoever is signed in; it asks the database for nothing."""
    if getattr(http, "person", None) is None:
        return ""
    return render_to_string("search/_box.html", {"phone": subject == "phone"})
