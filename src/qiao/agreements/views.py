"""Pages of agreements: a list, one of them, how it is negotiated, signed, reviewed and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.agreements import actions, reads, rules
from qiao.agreements.forms import (
    EndForm,
    PartiesForm,
    ReasonForm,
    ReviewForm,
    SignForm,
    TermsForm,
    WordForm,
    beginning,
)
from qiao.agreements.models import Agreement, Version
from qiao.agreements.reads import Shelf
from qiao.agreements.rules import Verb
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Unit

SHELVES: dict[Shelf, Any] = {
    Shelf.ALL: pgettext_lazy("agreements", "All"),
    Shelf.PROVIDER: gettext_lazy("We provide"),
    Shelf.CUSTOMER: gettext_lazy("We are customers"),
    Shelf.DRAFTS: gettext_lazy("In negotiation"),
    Shelf.REVIEW: gettext_lazy("Due for review"),
}
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def agreements(http: PersonRequest) -> HttpResponse:
    """Those of the reader's units, on which side they are."""
    shelf = _shelf(http)
    at = timezone.now()
    page = reads.listed(http.person, {**http.GET.dict(), "as": shelf.value}, at=at)
    context = {
        "page": page,
        "rows": reads.rows(page, at=at),
        "shelves": [(each.value, label, each is shelf) for each, label in SHELVES.items()],
        "may": reads.may_propose(http.person.scope),
    }
    return render(http, "agreements/agreements.html", context)


def _shelf(http: PersonRequest) -> Shelf:
    try:
        return Shelf(http.GET.get("as", ""))
    except ValueError as error:
        raise Http404 from error


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
    found, version = _draft(http, number)
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


@require_safe
@signed_in
def agreement(http: PersonRequest, number: str) -> HttpResponse:
    """The version that counts; what is only a draft opens as a negotiation."""
    found, at = _found(http, number), timezone.now()
    page = reads.page(found, http.person, at=at)
    if page.version.span is None and page.draft is not None and page.sides:
        return redirect("agreements:negotiate", number)
    context = {"page": page, "agreement": found, "now": at, "back_url": reverse("agreements:agreements")}
    return render(http, "agreements/agreement.html", context)


@require_safe
@signed_in
def negotiate(http: PersonRequest, number: str) -> HttpResponse:
    """The clauses with what was said about them, and what is new."""
    found, version = _draft(http, number)
    return _negotiation(http, found, version)


def _negotiation(
    http: PersonRequest, found: Agreement, version: Version, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = reads.negotiation(found, version, http.person)
    context = {
        "page": page,
        "agreement": found,
        "word": WordForm(),
        "back_url": reverse("agreements:agreements"),
        **more,
    }
    return render(http, "agreements/negotiate.html", context, status=status)


@require_POST
@signed_in
def comment(http: PersonRequest, number: str, clause: str) -> HttpResponse:
    """A word about one clause."""
    found, version = _draft(http, number)
    form, status = WordForm(http.POST), 422
    if form.is_valid():
        try:
            actions.comment(
                agreement=found,
                clause=clause,
                body=form.cleaned_data["body"],
                by=http.person,
                at=timezone.now(),
            )
        except Refused as no:
            form.add_error("body", str(no))
            status = 409
        else:
            return redirect(f"{reverse('agreements:negotiate', args=[number])}#{clause}")
    return _negotiation(http, found, version, status=status, word=form, at_clause=clause)


@require_POST
@signed_in
def seen(http: PersonRequest, number: str) -> HttpResponse:
    """This side has read what is new."""
    found, _version = _draft(http, number)
    actions.seen(agreement=found, by=http.person)
    return redirect("agreements:negotiate", number)


@require_http_methods(GET_POST)
@signed_in
def sign(http: PersonRequest, number: str) -> HttpResponse:
    """The whole text once more, and a tick."""
    found, version = _draft(http, number)
    page = reads.negotiation(found, version, http.person)
    form = SignForm(http.POST or None, initial={"revision": found.revision})

    def act() -> None:
        actions.sign(
            agreement=found,
            by=http.person,
            at=timezone.now(),
            expected=form.cleaned_data["revision"],
        )

    context = {
        "page": page,
        "agreement": found,
        "form": form,
        "back_url": reverse("agreements:negotiate", args=[number]),
    }
    return _act(http, found, form, act, _("Signed."), "agreements/sign.html", context)


@require_POST
@signed_in
def revise(http: PersonRequest, number: str) -> HttpResponse:
    """The next version begins with the words of this one."""
    found = _found(http, number)
    try:
        actions.revise(agreement=found, by=http.person, at=timezone.now())
    except (Refused, Conflict) as no:
        messages.error(http, str(no))
        return redirect("agreements:agreement", number)
    messages.success(http, _("This one stays in force until both sides have signed the next version."))
    return redirect("agreements:edit", number)


@require_http_methods(GET_POST)
@signed_in
def withdraw(http: PersonRequest, number: str) -> HttpResponse:
    """Gives the draft up."""
    found, _version = _draft(http, number)
    form = ReasonForm(http.POST or None, initial={"revision": found.revision})

    def act() -> None:
        actions.withdraw(agreement=found, by=http.person, at=timezone.now(), **_said(form))

    asked = {"title": _("Withdraw the draft"), "submit": _("Withdraw"), "danger": True}
    return _asked(http, found, Verb.WITHDRAW, form, act, _("The draft is withdrawn."), asked)


@require_http_methods(GET_POST)
@signed_in
def review(http: PersonRequest, number: str) -> HttpResponse:
    """Looked at, and left as it is."""
    found = _found(http, number)
    initial = {"revision": found.revision, "next_on": beginning(timezone.localdate())["review_on"]}
    form = ReviewForm(http.POST or None, initial=initial)

    def act() -> None:
        actions.review(agreement=found, by=http.person, at=timezone.now(), **_said(form))

    text = _("It stays as it is. To change something, begin a new version instead.")
    asked = {"title": _("Review"), "text": text, "submit": _("Reviewed")}
    return _asked(http, found, Verb.REVIEW, form, act, _("Reviewed."), asked)


@require_http_methods(GET_POST)
@signed_in
def end(http: PersonRequest, number: str) -> HttpResponse:
    """Ends it, now or after a day to come."""
    found = _found(http, number)
    form = EndForm(http.POST or None, initial={"revision": found.revision})

    def act() -> None:
        actions.end(agreement=found, by=http.person, at=timezone.now(), **_said(form))

    text = _("Requests that were raised under it keep their promise; new ones get that of the catalogue.")
    asked = {"title": _("End the agreement"), "text": text, "submit": _("End the agreement"), "danger": True}
    return _asked(http, found, Verb.END, form, act, _("Ended."), asked)


def _said(form: Form) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    return {**data, "expected": data.pop("revision")}


def _asked(
    http: PersonRequest,
    found: Agreement,
    verb: Verb,
    form: Form,
    act: Callable[[], None],
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page that asks for a reason; a 404 for whoever only reads."""
    page = reads.page(found, http.person, at=timezone.now())
    if not page.sides:
        raise Http404
    back = reverse("agreements:agreement", args=[found.number])
    context = {**context, "form": form, "agreement": found, "back_url": back, "cancel_url": back}
    return _act(http, found, form, act, done, "agreements/asked.html", context)


def _act(
    http: PersonRequest,
    found: Agreement,
    form: Form,
    act: Callable[[], None],
    done: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except (Refused, Conflict) as no:
                form.add_error(None, str(no))
                status = 409
            else:
                messages.success(http, done)
                return redirect("agreements:agreement", found.number)
    return render(http, template, context, status=status)


@require_safe
@signed_in
def version(http: PersonRequest, number: str, version: int) -> HttpResponse:
    """One version, with what is different from the one before."""
    found = _found(http, number)
    one = reads.version_of(found, version, http.person.scope)
    if one is None:
        raise Http404
    before, changes = reads.difference(found, one, http.person.scope)
    context = {
        "agreement": found,
        "version": one,
        "before": before,
        "changes": changes,
        "text": reads.text_of(one, http.person.scope),
        "back_url": reverse("agreements:agreement", args=[number]),
    }
    return render(http, "agreements/version.html", context)


def _found(http: PersonRequest, number: str) -> Agreement:
    found = reads.one(number, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def _draft(http: PersonRequest, number: str) -> tuple[Agreement, Version]:
    """The version in negotiation; for everybody else it does not exist."""
    found = _found(http, number)
    version = reads.draft_of(found, http.person.scope)
    if version is None:
        raise Http404
    return found, version
