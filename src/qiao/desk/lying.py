"""What nobody looks after, on Today of those who lead."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.desk import reads


def unattended_card(http: HttpRequest, today: Any) -> str:
    """Fills ``today.answer``; nothing, and no query, for those who lead no unit."""
    person = getattr(http, "person", None)
    if person is None or not person.scope.led_ids:
        return ""
    rows = reads.unattended(person.scope, at=timezone.now())
    return render_to_string("desk/_unattended.html", {"rows": rows}, http) if rows else ""
