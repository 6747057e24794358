"""Old keys lead to the requests that the tickets became."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.ticketimport import reads


@require_safe
@signed_in
def by_key(http: PersonRequest, key: str, source: str = "") -> HttpResponse:
    """From an old link to the request; 404 for what one may not see, as for what there is not."""
    number = reads.number_of(key, source=source, seen_by=http.person)
    if number is None:
        raise Http404
    return redirect("desk:request", number)
