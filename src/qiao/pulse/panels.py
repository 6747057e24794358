"""What the pulse shows on pages of packages below it."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.desk.models import Request
from qiao.desk.rules import State as Stage
from qiao.pulse import actions, reads, rules
from qiao.pulse.actions.answering import why_not
from qiao.pulse.forms import PulseForm, given
from qiao.pulse.models import Lot

# So soon after confirming the tick may not have been there: whoever looks gets drawn now.
JUST_NOW = timedelta(minutes=2)
# On Today.
FEW = 3


def on_request(http: HttpRequest, request: Request) -> str:
    """The three questions for whoever was drawn; how long one's answer may be corrected; else nothing."""
    at, person = timezone.now(), getattr(http, "person", None)
    if person is None or request.closed_at is None or request.state != Stage.CONFIRMED:
        return ""
    lot = reads.own_of(request, person)
    if lot is None and at - request.closed_at < JUST_NOW and not Lot.objects.filter(request=request).exists():
        actions.draw_new(at=at)
        lot = reads.own_of(request, person)
    if lot is None:
        return ""
    lot.request = request
    answer = reads.own_answer(lot)
    why = why_not(lot, person, at)
    if why is not None and answer is None:
        return ""
    context = {
        "lot": lot,
        "answer": answer,
        "form": PulseForm(initial=given(answer)),
        "why": why,
        "until": rules.closes(lot.answered_at) if lot.answered_at else None,
    }
    return render_to_string("pulse/_on_request.html", context, request=http)


def on_today(http: HttpRequest, subject: Any) -> str:
    """What one may answer now."""
    person = getattr(http, "person", None)
    lots = reads.invitations(person, at=timezone.now(), limit=FEW) if person else []
    return render_to_string("pulse/_on_today.html", {"lots": lots}, request=http) if lots else ""
