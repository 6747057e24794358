"""What webhooks show on other packages' pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.webhooks import reads


def switched_off(http: HttpRequest, today: Any) -> str:
    """On Today, for administrators: a line for each webhook that had to be switched off; one query."""
    person = getattr(http, "person", None)
    if person is None or not person.scope.is_administrator:
        return ""
    found = list(reads.switched_off_by_itself()[:5])
    return render_to_string("webhooks/_switched_off.html", {"webhooks": found}) if found else ""
