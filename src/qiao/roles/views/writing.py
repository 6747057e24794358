"""Writing: beginning a card, the worksheet step by step, everything on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.drafts import actions as drafts
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Holding
from qiao.roles import actions
from qiao.roles.forms import SheetForm
from qiao.roles.models import RoleCard
from qiao.roles.reads.cards import LINES
from qiao.roles.reads.seats import Leaders
from qiao.roles.rules import Seat, Verb, is_close, why_not
from qiao.roles.sheet import TEXTS
from qiao.roles.steps import BY_KEY, STEPS, neighbours
from qiao.roles.views.doors import written


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(http: PersonRequest, position: int, person: int) -> HttpResponse:
    """A new card, or the next edition of one; to those who may not, there is nothing to begin."""
    rows = Holding.objects.select_related("position__unit", "person")
    holding = get_object_or_404(rows, position_id=position, person_id=person)
    above = Leaders([holding.position.unit_id]).unit_above(holding.position.unit_id, person)
    if not is_close(Seat(person, above), http.person.scope):
        raise Http404
    if http.method == "POST":
        try:
            card = actions.begin(
                position=holding.position, person=holding.person, by=http.person, at=timezone.now()
            )
        except Refused as no:
            messages.error(http, str(no))
            return redirect("roles:cards")
        return redirect("roles:worksheet", card.pk)
    known = RoleCard.objects.filter(position=position, person=person).select_related("draft").first()
    if known and known.draft_id:
        return redirect("roles:worksheet", known.pk)
    context = {"holding": holding, "known": known, "back_url": reverse("roles:cards"), "steps": STEPS}
    return render(http, "roles/begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(http: PersonRequest, pk: int) -> HttpResponse:
    """Everything on one page."""
    return _form(http, pk, "roles/edit.html", {"draft_key": f"role-card:{pk}"}, go=lambda: None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def worksheet(http: PersonRequest, pk: int, key: str = "") -> HttpResponse:
    """One question after the other; each saves."""
    key = key or STEPS[0].key
    if key not in BY_KEY:
        raise Http404
    step, (before, after) = BY_KEY[key], neighbours(key)
    extra = {
        "step": step,
        "steps": STEPS,
        "number": list(BY_KEY).index(key) + 1,
        "before": before,
        "after": after,
        "draft_key": f"role-card:{pk}:{key}",
    }
    sides = (step.side,) if step.side else ()
    go = (lambda: reverse("roles:step", args=[pk, after])) if after else (lambda: None)
    return _form(http, pk, "roles/worksheet.html", extra, go=go, texts=step.texts, sides=sides)


def _form(
    http: PersonRequest, pk: int, template: str, extra: dict[str, Any], *, go: Any, **which: Any
) -> HttpResponse:
    """Saves what is right, keeps what was typed when it is not, and says what the other one wrote."""
    card, edition = written(http, pk)
    refused = why_not(Verb.EDIT, edition.state, card.seat, http.person.scope)
    both = "both" in http.GET
    form = SheetForm(
        http.POST if http.method == "POST" else None,
        edition=edition,
        lines=list(LINES.filter(edition=edition)),
        both=both,
        revision=card.revision,
        **which,
    )
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(http, card, form, extra["draft_key"])
            except Conflict as no:
                form.add_error(None, str(no))
                form.data = http.POST.copy()  # the next save has seen what the other one wrote
                form.data["revision"] = str(no.current.revision)
                status = 409
            except Refused as no:
                form.add_error(None, str(no))
                status = 409
            else:
                return redirect(go() or reverse("roles:card", args=[pk]) + f"?edition={edition.number}")
    context = {
        "card": card,
        "edition": edition,
        "form": form,
        "both": both,
        "refused": refused,
        "conflict": status == 409,
        "texts": TEXTS,
        "back_url": reverse("roles:card", args=[pk]) + f"?edition={edition.number}",
        **extra,
    }
    return render(http, template, context, status=status)


@transaction.atomic
def _save(http: PersonRequest, card: RoleCard, form: SheetForm, key: str) -> None:
    actions.edit(
        card=card,
        by=http.person,
        at=timezone.now(),
        texts=form.said_texts(),
        lines=form.said_lines(),
        expected=form.cleaned_data["revision"],
    )
    drafts.forget(person=http.person, key=key)
    messages.success(http, _("Saved."))
