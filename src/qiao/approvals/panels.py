"""What approvals show on pages of packages below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.approvals import reads
from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.org.models import Person


def on_request(http: HttpRequest, request: Request) -> str:
    """Beside the story: the order of steps, who decides, who has decided. No query when nobody was asked."""
    person: Person = http.person  # type: ignore[attr-defined]
    steps = reads.steps(request, person, at=timezone.now())
    if not steps:
        return ""
    mine = [seat.ask for step in steps for seat in step.seats if seat.mine]
    refused = request.state == State.DECLINED and request.approved_at is None
    context = {
        "req": request,
        "steps": steps,
        "mine": mine,
        "person": person,
        "again": refused and request.requester_id == person.pk,
    }
    return render_to_string("approvals/_on_request.html", context, http)


def on_today(http: HttpRequest, today: Any) -> str:
    """What waits for one's approval, to be answered with one tap. One query."""
    person = getattr(http, "person", None)
    asks = reads.first(person.scope) if person else []
    if not asks:
        return ""
    return render_to_string("approvals/_on_today.html", {"asks": asks, "person": person}, http)


def on_raise(http: HttpRequest, service: Service) -> str:
    """Before asking: whose approval it will need. No query without steps."""
    person: Person = http.person  # type: ignore[attr-defined]
    needed = reads.needed(service, person)
    return render_to_string("approvals/_needed.html", {"needed": needed}, http) if needed else ""


def on_service(http: HttpRequest, service: Service) -> str:
    """The same on the page of the service."""
    return on_raise(http, service)
