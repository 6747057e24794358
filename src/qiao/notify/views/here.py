"""Who is on the page of a request right now, and what has happened since it was opened."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qiao.accounts.gates import PersonRequest
from qiao.desk import reads as desk
from qiao.desk.rules import reads_internal
from qiao.notify import actions, reads
from qiao.notify.models import Presence
from qiao.notify.rules import HEARTBEAT
from qiao.notify.views.quiet import while_signed_in


@never_cache
@require_POST
@while_signed_in
def here(http: PersonRequest, number: str) -> HttpResponse:
    """Says that one is here and learns who else is. Customers neither see nor are seen (ADR 19).

    A heartbeat younger than half a minute answers "may I?" by itself and is not written again.
    """
    at, writing = timezone.now(), http.POST.get("writing") == "1"
    present = reads.present(number, at)
    mine = next((each for each in present if each.person_id == http.person.pk), None)
    request_id, inside = _known(http, number, mine, writing=writing, at=at)
    since = http.POST.get("since", "")
    if since.isascii() and since.isdigit() and len(since) < 19:
        newest, news = reads.happened_since(request_id, int(since), but=http.person, inside=inside)
    else:
        newest, news = reads.last_event(request_id), []
    others = [each for each in present if each.person_id != http.person.pk] if inside else []
    # The page's own place in the story stays, so that what is new stays said until it is opened again.
    context = {"others": others, "news": news, "since": since if news else newest, "number": number}
    return render(http, "notify/_here.html", context)


def _known(
    http: PersonRequest, number: str, mine: Presence | None, *, writing: bool, at: datetime
) -> tuple[int, bool]:
    """The request and whether one is among its providers, from the last heartbeat or asked anew."""
    if mine is not None and mine.looked_at > at - HEARTBEAT and mine.writing == writing:
        return mine.request_id, True
    request = desk.seen(number, seen_by=http.person)
    inside = reads_internal(request, http.person.scope)
    if inside:
        actions.look(person=http.person, request=request, writing=writing, at=at)
    return request.pk, inside
