"""The address that pages keep their drafts at."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.drafts import actions, reads
from qiao.ledger.refusals import Refused


@never_cache
@require_http_methods(["GET", "PUT", "DELETE"])
@signed_in
def draft(http: PersonRequest, key: str) -> HttpResponse:
    """Gives, keeps or drops one draft of whoever asks. 204 when there is nothing to say."""
    if http.method == "GET":
        return _give(http, key)
    if http.method == "DELETE":
        actions.forget(person=http.person, key=key)
        return HttpResponse(status=204)
    return _keep(http, key)


def _give(http: PersonRequest, key: str) -> HttpResponse:
    found = reads.kept(http.person, key)
    if found is None:
        return HttpResponse(status=204)
    note = render_to_string("drafts/_note.html", {"draft": found})
    return JsonResponse({"fields": found.fields, "note": note})


def _keep(http: PersonRequest, key: str) -> HttpResponse:
    sent = _sent(http)
    try:
        actions.keep(
            person=http.person,
            key=key,
            fields=sent.get("fields"),
            at=timezone.now(),
            page=str(sent.get("page", "")),
            title=str(sent.get("title", "")),
        )
    except Refused as refused:
        return HttpResponse(refused.sentence, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _sent(http: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(http.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


@require_POST
@signed_in
def throw_away(http: PersonRequest, pk: int) -> HttpResponse:
    """From the list on Me. Another's draft does not exist."""
    found = next((each for each in reads.unsent(http.person) if each.pk == pk), None)
    if found is None:
        raise Http404
    actions.forget(person=http.person, key=found.key)
    return redirect("web:me")
