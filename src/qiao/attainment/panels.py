"""What attainment shows on the page of an agreement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.attainment import reads
from qiao.attainment.periods import Length, Period


def on_agreement(http: HttpRequest, page: Any) -> str:
    """How it is kept in this quarter. Nothing for one that has never been in force."""
    person = getattr(http, "person", None)
    if person is None or page.version.span is None:
        return ""
    period = Period.around(timezone.localdate(), Length.QUARTER)
    found = reads.attainment(page.agreement, period, person.scope, at=timezone.now())
    return render_to_string("attainment/_on_agreement.html", {"found": found, "period": period}, http)
