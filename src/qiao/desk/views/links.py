"""Links, parts and the checklist: what the cards on a request's page do."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.models import Service
from qiao.desk import actions, reads, rules
from qiao.desk.actions.parts import depth
from qiao.desk.link_forms import ItemForm, LinkForm
from qiao.desk.models import Request
from qiao.ledger.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def link(http: PersonRequest, number: str) -> HttpResponse:
    """Says what a request has to do with another."""
    request = reads.seen(number, seen_by=http.person)
    form = LinkForm(http.POST or None)

    def say() -> None:
        actions.link(request=request, by=http.person, at=timezone.now(), **form.cleaned_data)

    if http.method == "POST" and _done(form, say):
        messages.success(http, _("Linked."))
        return redirect("desk:request", number)
    return _page(http, request, form, title=_("Link to another request"), submit=_("Link"))


@require_POST
@signed_in
def unlink(http: PersonRequest, number: str, pk: int) -> HttpResponse:
    """Takes a link back."""
    request = reads.seen(number, seen_by=http.person)
    row = reads.link(request, pk, http.person.scope)
    if row is None:
        raise Http404
    try:
        actions.unlink(link=row, by=http.person, at=timezone.now())
    except Refused as refused:
        messages.error(http, refused.sentence)
    return redirect("desk:request", number)


@require_safe
@signed_in
def ask(http: PersonRequest, number: str) -> HttpResponse:
    """Which service is to do a part: what the holder may ask for, by category."""
    request = reads.seen(number, seen_by=http.person)
    parts = Request.objects.filter(parent=request).count()
    why = rules.why_not_raise_below(request, depth(request), parts, http.person.scope)
    may = Service.objects.offered().open_to(http.person.scope).select_related("unit", "category")
    services = may.order_by("category__order", "category_id", "unit__order", "code")
    context = {
        "req": request,
        "why": why,
        "shelves": [(name, list(rows)) for name, rows in groupby(services, lambda each: each.category)],
        "back_url": f"/requests/{number}/",
    }
    return render(http, "desk/ask.html", context, status=409 if why else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_item(http: PersonRequest, number: str) -> HttpResponse:
    """One more line on the checklist."""
    request = reads.seen(number, seen_by=http.person)
    form = ItemForm(http.POST or None)

    def add() -> None:
        actions.add_item(request=request, by=http.person, at=timezone.now(), **form.cleaned_data)

    if http.method == "POST" and _done(form, add):
        return redirect(f"/requests/{number}/#checklist")
    return _page(http, request, form, title=_("Add to the checklist"), submit=_("Add"))


DOINGS: dict[str, Callable[..., Any]] = {
    "tick": actions.tick,
    "untick": actions.untick,
    "remove": actions.remove_item,
}


@require_POST
@signed_in
def item(http: PersonRequest, number: str, pk: int, doing: str) -> HttpResponse:
    """Ticks off, takes the tick back, or takes the line away."""
    request = reads.seen(number, seen_by=http.person)
    row = get_object_or_404(request.items, pk=pk)
    if doing not in DOINGS:
        raise Http404
    try:
        DOINGS[doing](item=row, by=http.person, at=timezone.now())
    except Refused as refused:
        messages.error(http, refused.sentence)
    return redirect(f"/requests/{number}/#checklist")


def _done(form: forms.Form, action: Callable[[], Any]) -> bool:
    """Whether what was typed is fine and the action went through; its refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def _page(
    http: PersonRequest, request: Request, form: forms.Form, *, title: str, submit: str
) -> HttpResponse:
    context = {"req": request, "form": form, "title": title, "submit": submit}
    context["back_url"] = f"/requests/{request.number}/"
    status = 200 if not form.errors else (409 if form.non_field_errors() else 422)
    return render(http, "desk/small.html", context, status=status)
