"""What agreements show on pages of other packages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.agreements import tasks
from qiao.agreements.inforce import in_force
from qiao.agreements.wording import promised


def on_today(http: HttpRequest, subject: Any) -> str:
    """What waits for a head. No query for whoever heads nothing, one when there is nothing."""
    person = getattr(http, "person", None)
    found = tasks.tasks(person, at=timezone.now()) if person else []
    return render_to_string("agreements/_on_today.html", {"tasks": found}, http) if found else ""


def on_service(http: HttpRequest, service: Any) -> str:
    """What was agreed for the reader's own unit, beside what the catalogue promises. One query."""
    person = getattr(http, "person", None)
    if person is None or service.version is None:
        return ""
    line = in_force(service_id=service.pk, unit_id=person.unit_id, at=timezone.now())
    if line is None:
        return ""
    context = {
        "number": line.version.agreement.number,
        "targets": list(promised(service, line.targets_data)),
        "unit": person.unit,
    }
    return render_to_string("agreements/_on_service.html", context, http)
