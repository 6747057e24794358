"""Proposing, and proposing other words: one form for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.agreements import actions, reads, rules
from qiao.agreements.forms import (
    PartiesForm,
    TermsForm,
    beginning,
)
from qiao.agreements.models import Agreement
from qiao.agreements.views.finding import GET_POST, draft_for
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Unit


@require_http_methods(GET_POST)
@signed_in
def choose(http: PersonRequest) -> HttpResponse:
    """Who promises, and to whom."""
    scope = http.person.scope
    if not reads.may_propose(scope):
        raise Http404
    own = Unit.objects.filter(pk=http.person.unit_id).first()
    form = PartiesForm(http.POST or None, scope=scope, initial={"customer": own and f"{own.code} {own}"})
    if http.method == "POST" and form.is_valid():
        provider, customer = form.cleaned_data["provider"], form.cleaned_data["customer"]
        reason = _why_not_propose(provider, customer, http)
        if reason is None:
            return redirect("agreements:propose", provider.code, customer.code)
        form.add_error(None, str(reason.sentence))
    context = {"form": form, "back_url": reverse("agreements:agreements")}
    return render(http, "agreements/choose.html", context, status=422 if form.errors else 200)


def _why_not_propose(provider: Unit, customer: Unit, http: PersonRequest) -> rules.Reason | None:
    if provider == customer:
        return rules.Reason.SAME_UNIT
    parties = rules.Parties(provider.pk, frozenset({customer.pk}))
    return None if rules.sides(parties, http.person.scope) else rules.Reason.NOT_A_PARTY


@require_http_methods(GET_POST)
@signed_in
def propose(http: PersonRequest, provider: str, customer: str) -> HttpResponse:
    """The first wording."""
    units = {unit.code: unit for unit in Unit.objects.active().filter(code__in=[provider, customer])}
    if len(units) < 2 or _why_not_propose(units[provider], units[customer], http):
        raise Http404
    services = reads.coverable(units[provider], http.person.scope)
    customers = _customers(http, [units[customer]])
    form = TermsForm(
        http.POST or None,
        services=services,
        customers=customers,
        initial=beginning(timezone.localdate()),
    )

    def save() -> Agreement:
        return actions.propose(
            provider=units[provider],
            terms=form.terms(),
            by=http.person,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )

    context = {"form": form, "provider": units[provider], "back_url": reverse("agreements:choose")}
    return _terms_page(http, form, save, context)


def _customers(http: PersonRequest, known: list[Unit]) -> list[Unit]:
    """The units that stand in the form: those of the agreement and those that it was sent with."""
    sent = [int(key) for key in http.POST.getlist("customers") if key.isdigit() and len(key) < 19]
    more = Unit.objects.active().filter(pk__in=sent).exclude(pk__in=[unit.pk for unit in known])
    return [*known, *more] if sent else known


@require_http_methods(GET_POST)
@signed_in
def edit(http: PersonRequest, number: str) -> HttpResponse:
    """Other words or targets."""
    found, version = draft_for(http, number)
    words = version.wordings.get(number=version.wording).terms
    form = TermsForm(
        http.POST or None,
        services=reads.coverable(found.provider, http.person.scope),
        customers=_customers(http, list(version.customers.all())),
        terms=words,
        initial={"revision": found.revision},
    )

    def save() -> Agreement:
        return actions.change(
            agreement=found,
            terms=form.terms(),
            by=http.person,
            at=timezone.now(),
            note=form.cleaned_data["note"],
            expected=form.cleaned_data["revision"],
        )

    back = reverse("agreements:negotiate", args=[number])
    context = {"form": form, "provider": found.provider, "agreement": found, "back_url": back}
    return _terms_page(http, form, save, context)


def _terms_page(
    http: PersonRequest, form: TermsForm, save: Callable[[], Agreement], context: dict[str, Any]
) -> HttpResponse:
    """Saves when all of it is right; else the same page with what was typed."""
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save()
            except (Refused, Conflict) as no:
                form.add_error(None, str(no))
                status = 409
                if isinstance(no, Conflict):
                    form.knows(no.current.revision)
            else:
                messages.success(http, _("Proposed: the other side sees what is new."))
                return redirect("agreements:negotiate", saved.number)
    return render(http, "agreements/terms.html", context, status=status)
