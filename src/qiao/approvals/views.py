"""Approvals that wait for me, and answering one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.approvals import actions, reads, rules
from qiao.approvals.forms import FORMS
from qiao.ledger.refusals import Conflict, Refused


@dataclass(frozen=True)
class Door:
    """How an answer is given from a page."""

    action: Callable[..., Any]
    title: Any
    submit: Any
    done: Any
    lead: Any = ""


DOORS: Mapping[str, Door] = {
    "approve": Door(actions.approve, _("Approve"), _("Approve"), _("Approved.")),
    "refuse": Door(
        actions.refuse,
        _("Refuse"),
        _("Refuse"),
        _("Refused with your reason."),
        _("The requester reads your reason and may raise it anew."),
    ),
    "ask": Door(
        actions.ask_back,
        _("Ask back"),
        _("Send the question"),
        _("Asked. You decide when they have answered."),
        _("Until they answer you are not reminded."),
    ),
    "delegate": Door(
        actions.delegate,
        _("Let somebody else decide"),
        _("Hand the decision over"),
        _("Handed over. It is written down who decides, and for whom."),
        _("They see the request from now on. You may still decide yourself."),
    ),
}


@require_safe
@signed_in
def inbox(http: PersonRequest) -> HttpResponse:
    """Waiting for me, and decided by me."""
    over = http.GET.get("tab") == "decided"
    page = reads.inbox(http.person.scope, http.GET, over=over)
    context = {"page": page, "over": over, "back_url": "/", "person": http.person}
    return render(http, "approvals/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(http: PersonRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """One answer. A refusal or a conflict keeps what was typed."""
    if verb not in DOORS:
        raise Http404
    ask, door = reads.one(number, pk, seen_by=http.person), DOORS[verb]
    if rules.why_not_decide(ask.question, http.person.scope) is rules.Reason.NOT_ASKED:
        raise Http404
    form = FORMS[verb](http.POST if http.method == "POST" else None)
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                door.action(ask=ask, by=http.person, at=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = 409
            except Conflict as conflict:
                form.add_error(None, str(conflict))
                status = 409
            else:
                messages.success(http, door.done)
                return redirect(_back(http) or reverse("desk:request", args=[number]))
    why = rules.why_not_decide(ask.question, http.person.scope)
    context = {"req": ask.request, "door": door, "form": form, "why": why, "next": _back(http)}
    return render(http, "approvals/answer.html", context, status=status)


def _back(http: PersonRequest) -> str:
    """Where the answer was given, when that is a page of ours."""
    url = http.POST.get("next", "") or http.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
