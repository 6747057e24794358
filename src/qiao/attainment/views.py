"""How an agreement is kept, and the requests behind each figure."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.agreements.models import Agreement
from qiao.agreements.reads import one, signed_by_both
from qiao.attainment import reads
from qiao.attainment.periods import Length, Period
from qiao.attainment.reads import Asked
from qiao.desk.filters import MISSED, Sort
from qiao.desk.reads.work import counted, listing


@require_safe
@signed_in
def attainment(http: PersonRequest, number: str, period: str = "") -> HttpResponse:
    """Promises kept by service, and what the customer did for it."""
    agreement, today = _found(http, number), timezone.localdate()
    chosen = _period(period) if period else Period.around(today, Length.QUARTER)
    inside = min(chosen.last, max(chosen.first, today))
    context = {
        "found": reads.attainment(agreement, chosen, http.person.scope, at=timezone.now()),
        "agreement": agreement,
        "period": chosen,
        "lengths": [(each.label, Period.around(inside, each), each is chosen.length) for each in Length],
        "after": chosen.after if chosen.last < today else None,
        "back_url": reverse("agreements:agreement", args=[number]),
    }
    return render(http, "attainment/attainment.html", context)


@require_safe
@signed_in
def requests(http: PersonRequest, number: str, period: str) -> HttpResponse:
    """Those behind a figure, as far as the reader may open them; and how many there are in all."""
    agreement, chosen, at = _found(http, number), _period(period), timezone.now()
    missed = http.GET.get("missed", "")
    asked = Asked(
        http.GET.get("service", ""), missed if missed in MISSED else "", http.GET.get("waited") == "1"
    )
    scope = http.person.scope
    mine, every = reads.behind(agreement, chosen, asked, scope, at=at)
    context = {
        "agreement": agreement,
        "period": chosen,
        "asked": asked,
        "listing": listing(mine, Sort.RAISED, params=http.GET, at=at, scope=scope),
        "every": counted(every),
        "back_url": reverse("attainment:period", args=[number, chosen.code]),
    }
    return render(http, "attainment/requests.html", context)


def _period(text: str) -> Period:
    found = Period.parse(text)
    if found is None:
        raise Http404
    return found


def _found(http: PersonRequest, number: str) -> Agreement:
    """Only one that was ever signed has figures."""
    agreement = one(number, seen_by=http.person)
    if agreement is None or not signed_by_both(agreement):
        raise Http404
    return agreement
