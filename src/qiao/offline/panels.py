"""The script that every page carries, with its words in the reader's language."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


def script(http: HttpRequest, subject: Any) -> str:
    """It asks the database for nothing."""
    return render_to_string("offline/_script.html")
