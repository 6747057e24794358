"""Who watches a request, and whom one may mention in it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import actions, mentions, reads
from qiao.desk.forms import WatcherForm
from qiao.desk.rules import Reason, is_provider, reads_internal
from qiao.ledger.refusals import Refused


@require_POST
@signed_in
def watch(http: PersonRequest, number: str) -> HttpResponse:
    """From now on one is told of this request."""
    request = reads.seen(number, seen_by=http.person)
    actions.watch(request=request, by=http.person, at=timezone.now())
    messages.success(http, _("You are told of what happens here."))
    return redirect("desk:request", number)


@require_POST
@signed_in
def unwatch(http: PersonRequest, number: str) -> HttpResponse:
    """Ends it."""
    request = reads.seen(number, seen_by=http.person)
    actions.unwatch(request=request, by=http.person, at=timezone.now())
    messages.success(http, _("You are not told of it any more."))
    return redirect("desk:request", number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_watcher(http: PersonRequest, number: str) -> HttpResponse:
    """A provider lets a colleague be told."""
    request = reads.seen(number, seen_by=http.person)
    form, status = WatcherForm(http.POST or None), 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.watch(
                    request=request, by=http.person, at=timezone.now(), person=form.cleaned_data["person"]
                )
            except Refused as refused:
                form.add_error("person", refused.sentence)
                status = 409
            else:
                messages.success(http, _("Added."))
                return redirect("desk:request", number)
    why = None if is_provider(request, http.person.scope) else Reason.NOT_PROVIDER
    context = {"req": request, "form": form, "why": why, "back_url": f"/requests/{number}/"}
    return render(http, "desk/watcher.html", context, status=status)


@require_safe
@signed_in
def people(http: PersonRequest, number: str) -> HttpResponse:
    """Whom one may mean who has typed @ and some letters of a name."""
    request = reads.seen(number, seen_by=http.person)
    found = mentions.suggestions(
        http.GET.get("q", "")[:40],
        request,
        by=http.person,
        internal=bool(http.GET.get("internal")) and reads_internal(request, http.person.scope),
    )
    return render(http, "desk/_people.html", {"suggestions": found})
