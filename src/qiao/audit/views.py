"""The event log of the organisation, and the history of one request."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from qiao.accounts.gates import PersonRequest, administrator, signed_in
from qiao.audit import actions, reads, telling
from qiao.audit.filters import FilterForm
from qiao.audit.history import history
from qiao.desk import reads as desk


@require_safe
@administrator
def events(http: PersonRequest) -> HttpResponse:
    """Everything that happened, newest first."""
    form = FilterForm(http.GET)
    scope = http.person.scope
    page = reads.page(form.wanted(), scope, http.GET)
    context = {
        "form": form,
        "page": page,
        "rows": telling.rows(page.items, scope),
        "filtered": bool(form.given),
        "now": timezone.now(),
    }
    return render(http, "audit/events.html", context)


@require_POST
@administrator
def export(http: PersonRequest) -> HttpResponseBase:
    """The same events as lines of JSON, oldest first, streamed; that it was done is an event."""
    form = FilterForm(http.POST)
    wanted, scope = form.wanted(), http.person.scope
    at = timezone.now()
    actions.note_export(by=http.person, at=at, filters=form.given)
    response = StreamingHttpResponse(
        telling.lines(reads.stream(wanted, scope), scope), content_type="application/x-ndjson; charset=utf-8"
    )
    name = f"qiao-events-{timezone.localtime(at):%Y-%m-%d-%H%M}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@signed_in
def request_history(http: PersonRequest, number: str) -> HttpResponse:
    """Every change of a request with before and after, for those who may see it."""
    request = desk.seen(number, seen_by=http.person)
    context = {
        "req": request,
        "entries": history(request, http.person),
        "now": timezone.now(),
        "back_url": reverse("desk:request", args=[number]),
    }
    return render(http, "audit/history.html", context)
