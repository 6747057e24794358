"""What escalations show on Today."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.escalation import reads


def on_today(http: HttpRequest, today: Any) -> str:
    """What was escalated to somebody and is not settled; one query, nothing for who leads nobody."""
    person = getattr(http, "person", None)
    if person is None or not person.scope.led_ids:
        return ""
    lines = reads.latest(person)
    return render_to_string("escalation/_on_today.html", {"lines": lines}, http) if lines else ""
