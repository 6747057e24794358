"""What nobody looks after, on Today of those who lead."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.desk import reads

# Above them stands what the reader is asked in person.
SHOWN = 5


def unattended_card(http: HttpRequest, today: Any) -> str:
    """Fills ``today.answer``; nothing, and no query, for those who lead no unit."""
    person = getattr(http, "person", None)
    if person is None or not person.scope.led_ids:
        return ""
    rows = reads.unattended(person.scope, at=timezone.now())
    context = {"rows": rows[:SHOWN], "more": len(rows) > SHOWN}
    return render_to_string("desk/_unattended.html", context, http) if rows else ""
