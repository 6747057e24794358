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
from qiao.agreements import actions, reads
from qiao.agreements.forms import (
    EndForm,
    ReasonForm,
    ReviewForm,
    SignForm,
    WordForm,
    beginning,
)
from qiao.agreements.models import Agreement, Version
from qiao.agreements.reads import Shelf
from qiao.agreements.rules import Verb
from qiao.agreements.views.finding import GET_POST, draft_for, found_by
from qiao.ledger.refusals import Conflict, Refused

SHELVES: dict[Shelf, Any] = {
    Shelf.ALL: pgettext_lazy("agreements", "All"),
    Shelf.PROVIDER: gettext_lazy("We provide"),
    Shelf.CUSTOMER: gettext_lazy("We are customers"),
    Shelf.DRAFTS: gettext_lazy("In negotiation"),
    Shelf.REVIEW: gettext_lazy("Due for review"),
}


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


@require_safe
@signed_in
def agreement(http: PersonRequest, number: str) -> HttpResponse:
    """The version that counts; what is only a draft opens as a negotiation."""
    found, at = found_by(http, number), timezone.now()
    page = reads.page(found, http.person, at=at)
    if page.version.span is None and page.draft is not None and page.sides:
        return redirect("agreements:negotiate", number)
    context = {"page": page, "agreement": found, "now": at, "back_url": reverse("agreements:agreements")}
    return render(http, "agreements/agreement.html", context)


@require_safe
@signed_in
def negotiate(http: PersonRequest, number: str) -> HttpResponse:
    """The clauses with what was said about them, and what is new."""
    found, version = draft_for(http, number)
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
    found, version = draft_for(http, number)
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
    found, _version = draft_for(http, number)
    actions.seen(agreement=found, by=http.person)
    return redirect("agreements:negotiate", number)


@require_http_methods(GET_POST)
@signed_in
def sign(http: PersonRequest, number: str) -> HttpResponse:
    """The whole text once more, and a tick."""
    found, version = draft_for(http, number)
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
    found = found_by(http, number)
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
    found, _version = draft_for(http, number)
    form = ReasonForm(http.POST or None, initial={"revision": found.revision})

    def act() -> None:
        actions.withdraw(agreement=found, by=http.person, at=timezone.now(), **_said(form))

    asked = {"title": _("Withdraw the draft"), "submit": _("Withdraw"), "danger": True}
    return _asked(http, found, Verb.WITHDRAW, form, act, _("The draft is withdrawn."), asked)


@require_http_methods(GET_POST)
@signed_in
def review(http: PersonRequest, number: str) -> HttpResponse:
    """Looked at, and left as it is."""
    found = found_by(http, number)
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
    found = found_by(http, number)
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
    found = found_by(http, number)
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
